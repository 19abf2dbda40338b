import { EnvValue, IEnvValue } from '../compose';
import { DatabasePoolOptions } from './database-pool';

/**
 * The pool as MLflow's environment.
 *
 * @see https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
 */
export function poolEnvironment(pool: DatabasePoolOptions): { [name: string]: IEnvValue } {
  const values = {
    POOL_SIZE: pool.size,
    MAX_OVERFLOW: pool.maxOverflow,
    POOL_RECYCLE: pool.recycle?.toSeconds(),
    POOLCLASS: pool.poolClass,
    ECHO: pool.echo,
  };
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (
    value === undefined ? [] : [[`MLFLOW_SQLALCHEMYSTORE_${name}`, EnvValue.of(String(value))]]
  )));
}

/**
 * What is wrong with a pool. MLflow takes a 0 for a value that is not given, so none may be 0.
 */
export function poolErrors(pool: DatabasePoolOptions): string[] {
  const numbers = { size: pool.size, maxOverflow: pool.maxOverflow, recycle: pool.recycle?.toSeconds() };
  return Object.entries(numbers).flatMap(([name, value]) => (
    value === undefined || (Number.isInteger(value) && value >= 1) ? [] : [`${name} of the pool is ${value}; give a whole number of 1 or more`]
  ));
}
