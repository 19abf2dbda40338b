import { DatabasePoolOptions } from './database-pool';
import { EnvValue, IEnvValue } from '../../compose';

/** SQLAlchemy's own pool. */
const DEFAULT_SIZE = 5;
const DEFAULT_MAX_OVERFLOW = 10;

/** MLflow's stores of runs and of models each have a pool, also for one database. */
const POOLS_PER_WORKER = 2;

/**
 * PostgreSQL allows 100 connections by default, 3 of them for its administrator; the others are for migrations and
 * tools. MySQL allows 151.
 */
const CONNECTIONS = 90;

/**
 * The pool as MLflow's environment.
 *
 * @param workers how many processes the server has, each with pools of its own
 * @see https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
 */
export function poolEnvironment(pool: DatabasePoolOptions, workers: number): { [name: string]: IEnvValue } {
  const { size, maxOverflow } = fitted(pool, workers);
  const values = {
    POOL_SIZE: size,
    MAX_OVERFLOW: maxOverflow,
    POOL_RECYCLE: pool.recycle?.toSeconds(),
    POOLCLASS: pool.poolClass,
    ECHO: pool.echo,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[`MLFLOW_SQLALCHEMYSTORE_${name}`, EnvValue.of(String(value))]],
    ),
  );
}

/**
 * Without options, less than SQLAlchemy's own where all workers together would have more connections than a database
 * allows by default.
 */
function fitted(pool: DatabasePoolOptions, workers: number): DatabasePoolOptions {
  const share = Math.floor(CONNECTIONS / (POOLS_PER_WORKER * workers));
  if (
    pool.size !== undefined ||
    pool.maxOverflow !== undefined ||
    pool.poolClass !== undefined ||
    share >= DEFAULT_SIZE + DEFAULT_MAX_OVERFLOW
  ) {
    return pool;
  }
  const size = Math.max(1, Math.min(DEFAULT_SIZE, share - 1));
  return { ...pool, size: size === DEFAULT_SIZE ? undefined : size, maxOverflow: Math.max(1, share - size) };
}

/**
 * What is wrong with a pool. MLflow takes a 0 for a value that is not given, so none may be 0.
 */
export function poolErrors(pool: DatabasePoolOptions): string[] {
  const numbers = { size: pool.size, maxOverflow: pool.maxOverflow, recycle: pool.recycle?.toSeconds() };
  return Object.entries(numbers).flatMap(([name, value]) =>
    value === undefined || (Number.isInteger(value) && value >= 1)
      ? []
      : [`${name} of the pool is ${value}; give a whole number of 1 or more`],
  );
}
