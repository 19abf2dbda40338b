import { ChildProcess, spawn } from 'node:child_process';
import { ClusterStack } from './cluster-stack';

/** The name of the metric that clients log. */
export const KEY = 'chaos';

/** What a database is asked with, in its pod. */
interface Dialect {
  /** The client of the administrator: other connections of MLflow's account hinder a migration. */
  readonly client: string;
  readonly dump: string;
  /** SQL that prints statements which drop all tables. */
  readonly drops: string;
  readonly tables: string;
  readonly quote: string;
  /** Whether a schema is being changed, and which addresses MLflow's account is connected from. */
  readonly sample: string;
}

const DIALECTS: { readonly [kind: string]: Dialect } = {
  mysql: {
    client: 'MYSQL_PWD=$(cat "$MYSQL_ROOT_PASSWORD_FILE") mysql -uroot -N --unbuffered "$MYSQL_DATABASE"',
    dump: 'MYSQL_PWD=$(cat "$MYSQL_ROOT_PASSWORD_FILE") mysqldump -uroot --set-gtid-purged=OFF "$MYSQL_DATABASE"',
    drops:
      "SELECT CONCAT('SET foreign_key_checks = 0; DROP TABLE `', table_name, '`;') FROM information_schema.tables" +
      ' WHERE table_schema = DATABASE();',
    tables: 'SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()',
    quote: '`',
    sample:
      "SELECT CONCAT(EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'mlflow_migrate_state')," +
      " ' ', IFNULL((SELECT GROUP_CONCAT(DISTINCT SUBSTRING_INDEX(host, ':', 1)) FROM performance_schema.processlist" +
      " WHERE db = DATABASE() AND user <> 'root' AND IFNULL(state, '') <> 'User lock'), ''));",
  },
  postgresql: {
    client: 'psql --quiet --tuples-only --no-align --username postgres "$POSTGRES_DB"',
    dump: 'pg_dump --username postgres "$POSTGRES_DB"',
    drops: "SELECT format('DROP TABLE %I CASCADE;', tablename) FROM pg_tables WHERE schemaname = 'public';",
    tables: "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    quote: '"',
    sample:
      // by MLflow's account: a vacuum takes such locks too
      "SELECT CONCAT(EXISTS (SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE mode = 'AccessExclusiveLock'" +
      " AND granted AND usename <> 'postgres')::int," +
      " ' ', (SELECT string_agg(DISTINCT host(client_addr), ',') FROM pg_stat_activity" +
      " WHERE usename <> 'postgres' AND application_name <> 'mlflow-migrate-lock'));",
  },
};

/**
 * The database in its pod.
 */
export class ClusterDatabase {
  /** How often the database was looked at. */
  public samples = 0;
  /** How often the schema was being changed then. */
  public changes = 0;
  /** The servers that were connected meanwhile. */
  public readonly intruders: string[] = [];

  private readonly dialect: Dialect;
  private sampler?: ChildProcess;

  constructor(
    private readonly stack: ClusterStack,
    kind: string,
  ) {
    this.dialect = DIALECTS[kind];
  }

  /** Runs SQL; returns the lines that it prints. */
  public query(sql: string): string[] {
    return this.shell(this.dialect.client, sql).split('\n').filter(Boolean);
  }

  /** The database as SQL. */
  public dump(): string {
    return this.shell(this.dialect.dump);
  }

  /** Puts the database back. */
  public restore(dump: string): void {
    this.query(this.query(this.dialect.drops).join('\n'));
    this.query(dump);
  }

  /** The number of rows of each table, without what clients log. */
  public counts(): { [table: string]: string } {
    const { quote } = this.dialect;
    const key = `${quote}key${quote}`;
    const statements = this.query(this.dialect.tables).map(
      table =>
        `SELECT CONCAT('${table} ', COUNT(*)) FROM ${quote}${table}${quote}${table === 'metrics' ? ` WHERE ${key} <> '${KEY}'` : ''};`,
    );
    return Object.fromEntries(this.query(statements.join('\n')).map(line => line.split(' ')));
  }

  /** What clients logged: `<run> <step>`. */
  public logged(): Set<string> {
    const { quote } = this.dialect;
    return new Set(this.query(`SELECT CONCAT(run_uuid, ' ', step) FROM metrics WHERE ${quote}key${quote} = '${KEY}';`));
  }

  /** Looks several times a second whether a server is connected while the schema changes. */
  public watch(): void {
    const script = `while sleep 0.15; do echo "$0"; done | ${this.dialect.client}`;
    this.sampler = spawn('kubectl', [
      ...['--namespace', this.stack.namespace, 'exec', 'db-0', '--container', 'db', '--'],
      ...['bash', '-c', script, this.dialect.sample],
    ]);
    this.sampler.stdout!.on('data', chunk =>
      `${chunk}`
        .split('\n')
        .filter(Boolean)
        .forEach(line => this.look(line)),
    );
    const sampler = this.sampler;
    sampler.on('exit', () => setTimeout(() => this.sampler === sampler && this.watch(), 500));
  }

  /** Looks no longer. */
  public unwatch(): void {
    const sampler = this.sampler;
    this.sampler = undefined;
    sampler?.kill();
  }

  private look(line: string): void {
    const [changing, addresses = ''] = line.split(' ');
    this.samples++;
    if (changing === '1') {
      this.changes++;
      const names = addresses.split(',').map(address => this.stack.podOf.get(address) ?? address);
      this.intruders.push(...names.filter(name => name.startsWith('mlflow-')).map(name => `${name} (${line})`));
    }
  }

  private shell(script: string, input = ''): string {
    return this.stack.kubectl(
      ['exec', '--stdin', 'db-0', '--container', 'db', '--', 'bash', '-c', `set -o pipefail; ${script}`],
      { input },
    );
  }
}
