import { ServerPart } from './server-part';
import { Duration, EnvValue } from '../../compose';

/** The defaults of SQLAlchemy. */
const DEFAULT_SIZE = 5;
const DEFAULT_MAX_OVERFLOW = 10;

/** MLflow has one pool for runs and one for models, even if both are in one database. */
const POOLS_PER_WORKER = 2;

/**
 * PostgreSQL allows 100 connections by default, of which 3 are for its administrator. Some are left for migrations and
 * tools. MySQL allows 151.
 */
const CONNECTIONS = 90;

/**
 * The pools of database connections. Each worker has two pools, one for runs and one for models, even if both are in
 * one database. That database must then allow 2 × `workers` × (`size` + `maxOverflow`) connections.
 *
 * @see https://docs.sqlalchemy.org/en/20/core/pooling.html
 */
export interface DatabasePoolOptions {
  /**
   * The number of connections that stay open.
   *
   * @default - 5 as in SQLAlchemy, or less if all workers together would have more than 90 connections
   */
  readonly size?: number;

  /**
   * The number of additional connections that are opened under load and closed afterwards.
   *
   * @default - 10 as in SQLAlchemy, or less if all workers together would have more than 90 connections
   */
  readonly maxOverflow?: number;

  /**
   * The age at which a connection is replaced, in whole seconds. Choose less than the idle timeout of the database and
   * of firewalls.
   *
   * @default - never
   */
  readonly recycle?: Duration;

  /**
   * The name of SQLAlchemy's pool class. Use `NullPool`, which keeps no connections, with an external pooler such as
   * PgBouncer.
   *
   * @default - `QueuePool`
   */
  readonly poolClass?: string;

  /**
   * Whether each SQL statement is logged, with its values.
   *
   * @default false
   */
  readonly echo?: boolean;
}

/**
 * The options of the pool as environment of MLflow. MLflow ignores a 0, so 0 is an error.
 *
 * @param workers the number of worker processes, each with its own pools
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
          : [`\`databasePool.${name}\` is ${value}; set it to a whole number of 1 or more`],
      ),
  };
}

/**
 * Reduces the defaults of SQLAlchemy if all workers together would have more connections than a database allows.
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
