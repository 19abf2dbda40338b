import { EnvValue, IEnvValue } from '../../compose';
import { BackendStoreConfig } from '../../database';

/**
 * The parts of a database's URI as environment of MLflow's container, whose entrypoint puts them together.
 *
 * @param store what the names begin with: `BACKEND_STORE`
 * @see assets/mlflow-server/runtime/src/mlflow_runtime/database_uri.py
 */
export function storeEnvironment(store: string, config: BackendStoreConfig): { [name: string]: IEnvValue } {
  const parts: { [part: string]: IEnvValue | undefined } = {
    SCHEME: text(config.scheme),
    HOST: config.host,
    PORT: text(config.port?.toString()),
    DATABASE: config.database,
    USER: config.user,
    PASSWORD: config.password,
    PASSWORD_FILE: text(config.passwordFile),
    QUERY: text(config.query),
    URI_FILE: text(config.uriFile),
  };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, value]) => (value ? [[`${store}_${part}`, value]] : [])),
  );
}

function text(part: string | undefined): IEnvValue | undefined {
  return part === undefined ? undefined : EnvValue.of(part);
}
