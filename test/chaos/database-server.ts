import { MYSQL_IMAGE } from '../../src/default-images';
import { attempt, run } from '../e2e/command';

const POSTGRES_IMAGE = 'postgres:17';

/**
 * A database server in a container, which can be killed and started again.
 */
export abstract class DatabaseServer {
  /** The name in tables and of files: `mysql`. */
  public abstract readonly kind: string;

  /**
   * The URI of its one database, for MLflow.
   */
  public abstract readonly uri: string;

  protected constructor(
    protected readonly container: string,
    network: string,
    dockerArgs: string[],
  ) {
    run('docker', ['run', '--detach', '--name', container, '--network', network, ...dockerArgs]);
  }

  /** Ends the server as a power cut would, but for the disk. */
  public kill(): void {
    run('docker', ['kill', this.container]);
  }

  /** Starts it again after that. */
  public restart(): void {
    run('docker', ['start', this.container]);
    this.waitUntilReady();
  }

  /** Removes the server and its data. */
  public remove(): void {
    attempt('docker', ['rm', '--force', '--volumes', this.container]);
  }

  /** Recreates the database: empty, or as an SQL text makes it. */
  public reset(sql: string = ''): void {
    this.recreate();
    if (sql) {
      this.execute(sql);
    }
  }

  /** All that is in the database, schema and rows, as sorted lines: the order of indexes is not the same each time. */
  public contents(): string {
    return this.dump()
      .split('\n')
      .map(line => line.replace(/,$/, ''))
      .sort()
      .join('\n');
  }

  /** Runs SQL as the administrator; what it prints is the result. */
  public abstract execute(sql: string): string;

  /** The database as an SQL text. */
  public abstract dump(): string;

  protected abstract recreate(): void;

  protected abstract isReady(): boolean;

  protected waitUntilReady(): void {
    const end = Date.now() + 180_000;
    while (!this.isReady()) {
      if (Date.now() > end) {
        throw new Error(
          `${this.container} did not become ready:\n${attempt('docker', ['logs', '--tail', '20', this.container]).stderr}`,
        );
      }
      run('sleep', ['0.3']);
    }
  }

  protected inContainer(command: string[], input?: string): string {
    return run('docker', ['exec', '--interactive', this.container, ...command], { input, timeoutSeconds: 300 });
  }
}

/**
 * A server that speaks MySQL's protocol.
 */
interface MysqlKind {
  readonly kind: string;
  readonly image: string;
  readonly client: string;
  readonly administration: string;
  readonly dump: string[];
}

const MYSQL: MysqlKind = {
  kind: 'mysql',
  image: MYSQL_IMAGE,
  client: 'mysql',
  administration: 'mysqladmin',
  dump: ['mysqldump', '--set-gtid-purged=OFF'],
};

/** MariaDB, which no construct starts, but which a company may have. */
export const MARIADB: MysqlKind = {
  kind: 'mariadb',
  image: 'mariadb:11.8',
  client: 'mariadb',
  administration: 'mariadb-admin',
  dump: ['mariadb-dump'],
};

/**
 * MySQL as `MysqlService` starts it, but for the disk, and for the collation, which is that of a server with defaults:
 * what the server has written survives a kill without a sync.
 */
export class MysqlServer extends DatabaseServer {
  public readonly kind: string;
  public readonly uri: string;

  constructor(
    name: string,
    network: string,
    private readonly programs: MysqlKind = MYSQL,
  ) {
    super(name, network, [
      '--env',
      'MYSQL_ROOT_PASSWORD=root',
      '--env',
      'MARIADB_ROOT_PASSWORD=root',
      programs.image,
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_0900_ai_ci',
      '--log-bin-trust-function-creators=1',
      '--innodb-flush-method=nosync',
      '--sync-binlog=0',
    ]);
    this.kind = programs.kind;
    this.uri = `mysql+pymysql://mlflow:mlflow@${name}/mlflow?charset=utf8mb4`;
    this.waitUntilReady();
    this.sql("CREATE USER mlflow IDENTIFIED BY 'mlflow'; GRANT ALL ON mlflow.* TO mlflow");
  }

  public dump(): string {
    return this.inContainer([
      ...this.programs.dump,
      '-uroot',
      '-proot',
      '--skip-comments',
      '--no-tablespaces',
      '--single-transaction',
      '--skip-extended-insert',
      'mlflow',
    ]);
  }

  protected recreate(): void {
    this.sql('DROP DATABASE IF EXISTS mlflow; CREATE DATABASE mlflow');
  }

  public execute(sql: string): string {
    return this.inContainer([this.programs.client, '-uroot', '-proot', '--skip-column-names', 'mlflow'], sql).trim();
  }

  /** With the collation of new tables, which a dump does not tell. */
  public override contents(): string {
    return `${super.contents()}\n${this.execute('SELECT @@collation_database')}`;
  }

  protected isReady(): boolean {
    return (
      attempt('docker', [
        'exec',
        this.container,
        this.programs.administration,
        'ping',
        '--host=127.0.0.1',
        '--protocol=tcp',
        '--silent',
      ]).status === 0
    );
  }

  private sql(statements: string): void {
    this.inContainer([this.programs.client, '-uroot', '-proot'], statements);
  }
}

/**
 * PostgreSQL; what the server has written survives a kill without a sync.
 */
export class PostgresqlServer extends DatabaseServer {
  public readonly kind = 'postgresql';
  public readonly uri: string;

  constructor(name: string, network: string) {
    super(name, network, [
      '--env',
      'POSTGRES_USER=mlflow',
      '--env',
      'POSTGRES_PASSWORD=mlflow',
      POSTGRES_IMAGE,
      '-c',
      'fsync=off',
    ]);
    this.uri = `postgresql+psycopg2://mlflow:mlflow@${name}/mlflow`;
    this.waitUntilReady();
  }

  public dump(): string {
    // Each dump names a key of its own, with which it keeps psql from obeying what it holds.
    return this.inContainer(['pg_dump', '--username=mlflow', '--no-owner', '--inserts', 'mlflow']).replace(
      /^\\(un)?restrict .*$/gm,
      '',
    );
  }

  protected recreate(): void {
    const statements = ['DROP DATABASE IF EXISTS mlflow WITH (FORCE)', 'CREATE DATABASE mlflow'];
    this.inContainer([
      'psql',
      '--quiet',
      '--username=mlflow',
      '--dbname=postgres',
      ...statements.flatMap(statement => ['--command', statement]),
    ]);
  }

  public execute(sql: string): string {
    return this.inContainer(
      ['psql', '--quiet', '--no-align', '--tuples-only', '--username=mlflow', '--set=ON_ERROR_STOP=1', 'mlflow'],
      sql,
    ).trim();
  }

  protected isReady(): boolean {
    return (
      attempt('docker', ['exec', this.container, 'pg_isready', '--quiet', '--host=127.0.0.1', '--username=mlflow'])
        .status === 0
    );
  }
}
