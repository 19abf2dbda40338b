import { Duration } from '../../compose';

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
