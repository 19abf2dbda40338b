import { EnvValue, IEnvValue } from '../compose';
import { BackendStoreConfig } from '../database';

/**
 * The parts of a database's URI as environment of MLflow's container, whose entrypoint puts them together.
 *
 * @param store what the names begin with: `BACKEND_STORE`
 * @see assets/mlflow-server/runtime/src/mlflow_runtime/database_uri.py
 */
export function storeEnvironment(store: string, config: BackendStoreConfig): { [name: string]: IEnvValue } {
  const parts: { [part: string]: IEnvValue | undefined } = {
    SCHEME: EnvValue.of(config.scheme),
    HOST: config.host,
    PORT: config.port === undefined ? undefined : EnvValue.of(config.port.toString()),
    DATABASE: config.database,
    USER: config.user,
    PASSWORD: config.password,
    PASSWORD_FILE: config.passwordFile === undefined ? undefined : EnvValue.of(config.passwordFile),
    QUERY: config.query === undefined ? undefined : EnvValue.of(config.query),
  };
  return Object.fromEntries(Object.entries(parts).flatMap(([part, value]) => (value ? [[`${store}_${part}`, value]] : [])));
}
