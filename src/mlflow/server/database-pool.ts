import { ServerPart } from './server-part';
import { Duration, EnvValue } from '../../compose';

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
 * How each process of the server keeps connections to its databases. Each worker has two pools, one for runs and one
 * for models, also where both are in one database: that must allow 2 times `workers` times (`size` plus `maxOverflow`)
 * connections.
 *
 * @see https://docs.sqlalchemy.org/en/20/core/pooling.html
 */
export interface DatabasePoolOptions {
  /**
   * The number of connections that are kept open.
   *
   * @default - SQLAlchemy's own, 5, or less where all workers together would have more than 90 connections
   */
  readonly size?: number;

  /**
   * The number of connections beyond `size` that are opened under load, and closed after it.
   *
   * @default - SQLAlchemy's own, 10, or less where all workers together would have more than 90 connections
   */
  readonly maxOverflow?: number;

  /**
   * The age at which a connection is replaced, in whole seconds: less than that at which the database, or a firewall on
   * the way, cuts it.
   *
   * @default - never
   */
  readonly recycle?: Duration;

  /**
   * The name of SQLAlchemy's class for the pool, such as `NullPool`, which keeps none, for a pooler beside the
   * database.
   *
   * @default - SQLAlchemy's own, `QueuePool`
   */
  readonly poolClass?: string;

  /**
   * Whether each statement is logged, with its values.
   *
   * @default false
   */
  readonly echo?: boolean;
}

/**
 * The pool as MLflow's environment. MLflow reads a 0 as a value that is not given, so none may be 0.
 *
 * @param workers how many processes the server has, each with pools of its own
 * @see https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
 * @internal
 */
export function databasePoolPart(pool: DatabasePoolOptions, workers: number): ServerPart {
  const { size, maxOverflow } = fitted(pool, workers);
  const values = {
    POOL_SIZE: size,
    MAX_OVERFLOW: maxOverflow,
    POOL_RECYCLE: pool.recycle?.toSeconds(),
    POOLCLASS: pool.poolClass,
    ECHO: pool.echo,
  };
  const numbers = { size: pool.size, maxOverflow: pool.maxOverflow, recycle: pool.recycle?.toSeconds() };
  return {
    environment: Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        value === undefined ? [] : [[`MLFLOW_SQLALCHEMYSTORE_${name}`, EnvValue.of(String(value))]],
      ),
    ),
    validate: () =>
      Object.entries(numbers).flatMap(([name, value]) =>
        value === undefined || (Number.isInteger(value) && value >= 1)
          ? []
          : [`${name} of the pool is ${value}; give a whole number of 1 or more`],
      ),
  };
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
