import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isAvailable } from './available-image';
import { attempt, run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { workspace } from './workspace';
import { MLFLOW_VERSION } from '../../src/mlflow/image/mlflow-version';
import { DatabaseServer, MARIADB, MysqlServer, PostgresqlServer } from '../chaos/database-server';
import { buildMigrationImage } from '../chaos/migration-image';
import { Migrator } from '../chaos/migrator';
import { oldDatabase, unconvertedDatabase } from '../chaos/old-databases';
import { Scenario, Victim } from '../chaos/scenario';

describe('the migration of an app', () => {
  let project: UserProject;
  let port: number;
  const appName = uniqueName('migrate');

  function projenrc(release: string): string {
    return `
import { MlflowStack } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const stack = new MlflowStack(project, 'mlflow', {
  appName: '${appName}',
  s3: { apiPort: ${port + 1}, consolePort: ${port + 2} },
  server: { port: ${port}, workers: 1, labels: { release: '${release}' } },
  migrate: { labels: { release: '${release}' } },
});
project.synth();
`;
  }

  beforeAll(async () => {
    port = await freePort();
    project = new UserProject(projenrc('1'));
    project.projen();
    project.compose(['build', '--quiet'], { timeoutSeconds: 900 });
    project.compose(['up', '-d', '--wait', 'db'], { timeoutSeconds: 300 });
    sql(oldDatabase('mysql', '3.7.0'));
  });

  afterAll(() => project.remove());

  function sql(statements: string): string {
    return project
      .compose(
        [
          'exec',
          '-T',
          'db',
          'bash',
          '-c',
          'MYSQL_PWD=$(cat "$MYSQL_PASSWORD_FILE") mysql -h127.0.0.1 -u"$MYSQL_USER" -N "$MYSQL_DATABASE"',
        ],
        { input: statements },
      )
      .trim();
  }

  test('without it the server refuses an older schema, and says what to do', () => {
    const { status, stderr } = project.tryCompose(['run', '--rm', '--no-deps', '-T', 'mlflow']);
    expect({ status, said: stderr.includes('run `mlflow-migrate`'), trace: stderr.includes('Traceback') }).toEqual({
      status: 3,
      said: true,
      trace: false,
    });
    expect(sql('SELECT version_num FROM alembic_version')).toBe('bf29a5ff90ea');
  });

  test('it does not change a database that somebody is connected to', () => {
    project.compose([
      'exec',
      '-d',
      'db',
      'bash',
      '-c',
      'MYSQL_PWD=$(cat "$MYSQL_PASSWORD_FILE") mysql -h127.0.0.1 -u"$MYSQL_USER" "$MYSQL_DATABASE" -e "SELECT SLEEP(300)"',
    ]);
    const { status, stderr } = project.tryCompose(['run', '--rm', '-T', '-e', 'MIGRATE_WAIT_SECONDS=1', 'migrate']);
    expect({ status, stderr: status === 5 ? '' : stderr }).toEqual({ status: 5, stderr: '' });
    expect(stderr).toMatch(/other clients are connected, from [\w.-]+; stop the servers that use the database/);
    sql(`KILL ${sql("SELECT id FROM information_schema.processlist WHERE info = 'SELECT SLEEP(300)'")}`);
  });

  test('`up` upgrades the database, and the server serves what was in it', () => {
    project.up();
    expect(project.compose(['logs', '--no-color', 'migrate'])).toMatch(
      /upgrading the backend store from revision bf29a5ff90ea to revision \w+: done in/,
    );
    const answer = run('curl', [
      '--silent',
      '--fail',
      `http://127.0.0.1:${port}/api/2.0/mlflow/registered-models/search`,
    ]);
    expect(JSON.parse(answer).registered_models.map(({ name }: { name: string }) => name)).toEqual([
      'classifier',
      'détecteur',
    ]);
  });

  test('with a new release the server is stopped before it runs, and started after it', async () => {
    project.write('.projenrc.ts', projenrc('2'));
    project.projen();
    const file = join(project.directory, 'events.txt');
    // Followed from the beginning: the engine remembers few events, and each healthcheck is three.
    const watch = spawn(
      'docker',
      [
        'events',
        '--filter',
        `label=com.docker.compose.project=${appName}`,
        '--filter',
        'event=start',
        '--filter',
        'event=die',
        '--format',
        '{{.Action}} {{index .Actor.Attributes "com.docker.compose.service"}}',
      ],
      { stdio: ['ignore', openSync(file, 'w'), 'inherit'] },
    );
    try {
      await once(watch, 'spawn');
      await setTimeout(1000);
      sql("ALTER TABLE alembic_version COMMENT = ''"); // as when an earlier one was killed just before it signed
      project.up();
      await setTimeout(1000);
    } finally {
      watch.kill();
    }
    const events = readFileSync(file, 'utf8')
      .split('\n')
      .filter(event => /^(start|die) (migrate|mlflow)$/.test(event));
    expect(events).toEqual(['die mlflow', 'start migrate', 'die migrate', 'start mlflow']);
    expect(project.compose(['logs', '--no-color', 'migrate'])).toContain('nothing to do');
    expect(sql("SELECT table_comment FROM information_schema.tables WHERE table_name = 'alembic_version'")).toBe(
      `MLflow ${MLFLOW_VERSION} made revision ${sql('SELECT version_num FROM alembic_version')}`,
    );
  });
});

describe('a migration that is killed', () => {
  const name = uniqueName('chaos');
  const servers: DatabaseServer[] = [];
  let migrator: Migrator;

  beforeAll(() => {
    buildMigrationImage(mkdtempSync(join(workspace().scratch, 'chaos-')), name);
    run('docker', ['network', 'create', name]);
    migrator = new Migrator(name, name, `${name}-migrator`);
    servers.push(new MysqlServer(`${name}-mysql`, name), new PostgresqlServer(`${name}-postgresql`, name));
  });

  afterAll(() => {
    attempt('docker', ['rm', '--force', `${name}-migrator`]);
    servers.forEach(server => server.remove());
    attempt('docker', ['network', 'rm', name]);
    attempt('docker', ['image', 'rm', '--force', name]);
  });

  test.each<[string, string, Victim[]]>([
    ['mysql', '', ['migration', 'server']],
    ['mysql', '3.7.0', ['migration', 'server']],
    ['mysql', 'another collation', ['migration', 'server']],
    ['postgresql', '', ['migration']],
    ['postgresql', '2.22.0', ['migration']],
  ])('on %s, from "%s", ends as one that is not when it is run again', async (kind, start, victims) => {
    const server = servers.find(candidate => candidate.kind === kind)!;
    const sql =
      start === 'another collation' ? await unconvertedDatabase(server, migrator) : start && oldDatabase(kind, start);
    const scenario = new Scenario(kind, server, migrator, sql);
    await scenario.prepare();
    for (const victim of victims) {
      await kill(scenario, victim);
    }
  });

  async function kill(scenario: Scenario, victim: Victim): Promise<void> {
    let met = 0;
    for (let attempts = 0; met === 0 && attempts < 5; attempts++) {
      // what comes too late is no kill
      met = await scenario.trial(victim, [Math.random() * 0.8]);
    }
    expect(met).toBe(1);
  }

  describe('in a MySQL database with tables of others', () => {
    const theirs = `
      CREATE TABLE orders (id INT PRIMARY KEY, customer VARCHAR(50)) COLLATE utf8mb4_0900_ai_ci;
      INSERT INTO orders VALUES (1, 'Ada');
      CREATE VIEW customers AS SELECT customer FROM orders;
      CREATE TRIGGER count_orders BEFORE INSERT ON orders FOR EACH ROW SET NEW.customer = TRIM(NEW.customer);
      CREATE TABLE mlflow_migrate_notes (id INT PRIMARY KEY);`;
    const server = () => servers[0];

    /** Their tables, with the moment of their creation: a table that was dropped and recreated has another one. */
    function others(): string {
      return (
        ['orders', 'customers', 'mlflow_migrate_notes']
          .map(table =>
            server().execute(
              `SELECT table_name, table_collation, create_time FROM information_schema.tables WHERE table_schema = 'mlflow' AND table_name = '${table}'; SELECT * FROM ${table}; SHOW CREATE TABLE ${table}`,
            ),
          )
          .join('\n') + server().execute("SHOW TRIGGERS LIKE 'orders'; SELECT @@collation_database")
      );
    }

    const collations = () =>
      server().execute(
        "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = 'mlflow' AND table_name IN ('runs', 'tags', 'secrets') AND collation_name IS NOT NULL",
      );

    test('they are not touched by an upgrade that fails, nor by one that succeeds', async () => {
      server().reset(
        `${oldDatabase('mysql', '3.7.0')};${theirs}; CREATE TABLE workspaces (name VARCHAR(63), description TEXT);`,
      );
      const before = others();
      const rows = server().execute('SELECT COUNT(*) FROM metrics');
      const failed = await migrator.run(server().uri);
      expect(failed.code).toBe(1);
      expect(failed.log).toContain("Table 'workspaces' already exists");
      expect(failed.log).toContain('the previous tables are restored');
      expect(others()).toBe(before);
      expect(server().execute('SELECT COUNT(*) FROM metrics')).toBe(rows);
      expect(collations()).toBe('utf8mb4_0900_ai_ci');

      server().execute('DROP TABLE workspaces');
      expect((await migrator.run(server().uri)).code).toBe(0);
      expect(others()).toBe(before);
      expect(server().execute('SELECT COUNT(*) FROM metrics')).toBe(rows);
      expect(collations()).toBe('utf8mb4_0900_bin');
    });

    test('they are not touched by a first migration, and an empty one with a name of MLflow is not dropped', async () => {
      server().reset(`${theirs} CREATE TABLE jobs (id INT PRIMARY KEY, title VARCHAR(9));`);
      const before = others();
      const refused = await migrator.run(server().uri);
      expect(refused.code).toBe(2);
      expect(refused.log).toContain('jobs in the database of the backend store belongs to another application');
      expect(server().execute('SHOW TABLES')).toBe('customers\njobs\nmlflow_migrate_notes\norders');

      server().execute('DROP TABLE jobs');
      expect((await migrator.run(server().uri)).code).toBe(0);
      expect(others()).toBe(before);
      expect(collations()).toBe('utf8mb4_0900_bin');
    });

    test('a foreign key of theirs keeps the collation, and holds after an upgrade that fails', async () => {
      server().reset(`${oldDatabase('mysql', '3.7.0')};${theirs}
        CREATE TABLE workspaces (name VARCHAR(63), description TEXT);
        CREATE TABLE invoices (run VARCHAR(32), FOREIGN KEY (run) REFERENCES runs (run_uuid) ON DELETE CASCADE) COLLATE utf8mb4_0900_ai_ci;
        INSERT INTO invoices SELECT run_uuid FROM runs LIMIT 3`);
      const failed = await migrator.run(server().uri);
      expect(failed.code).toBe(1);
      expect(failed.log).toContain(
        'cannot be converted to utf8mb4_0900_bin while tables of others have foreign keys to it (invoices)',
      );
      expect(server().execute('SELECT COUNT(*) FROM invoices JOIN runs ON run = run_uuid')).toBe('3');
      expect(() => server().execute("INSERT INTO invoices VALUES ('nobody')")).toThrow(/foreign key constraint fails/);

      server().execute('DROP TABLE workspaces');
      const { code, log } = await migrator.run(server().uri);
      expect({ code, log: code === 0 ? '' : log }).toEqual({ code: 0, log: '' });
      expect(server().execute('SELECT COUNT(*) FROM invoices JOIN runs ON run = run_uuid')).toBe('3');
      expect(collations()).toBe('utf8mb4_0900_ai_ci');
    });
  });

  test.each(['mysql', 'postgresql'])(
    'on %s, names that differ only in case, accents or trailing spaces are different, and long prompts are kept',
    async kind => {
      const server = servers.find(candidate => candidate.kind === kind)!;
      server.reset(kind === 'mysql' ? await unconvertedDatabase(server, migrator) : '');
      expect((await migrator.run(server.uri)).code).toBe(0);
      expectDifferentNames(server);
    },
  );

  /** Stores and finds names in a migrated database. */
  function expectDifferentNames(server: DatabaseServer): void {
    const output = run(
      'docker',
      ['run', '--rm', '--interactive', '--network', name, name, 'python', '-W', 'ignore', '-', server.uri],
      { input: readFileSync(join(__dirname, 'names.py'), 'utf8'), timeoutSeconds: 300 },
    );
    const found = JSON.parse(output.trim().split('\n').at(-1)!);
    expect(Object.keys(found).length).toBeGreaterThan(10);
    expect(Object.entries(found).filter(([, good]) => good !== true)).toEqual([]);
  }

  (isAvailable(MARIADB.image) ? test : test.skip)(
    'on MariaDB an older database is upgraded, after a kill too; one migration runs at a time, and names are different',
    async () => {
      const server = new MysqlServer(`${name}-mariadb`, name, MARIADB);
      servers.push(server);
      const scenario = new Scenario(server.kind, server, migrator, oldDatabase('mysql', '3.7.0'));
      await scenario.prepare();
      await kill(scenario, 'migration');
      expectDifferentNames(server);
      for (const sql of ['', oldDatabase('mysql', '3.7.0')]) {
        server.reset(sql);
        expect((await migrator.run(server.uri)).code).toBe(0);
        expect((await migrator.run(server.uri)).log).toContain('nothing to do');
      }

      server.reset(oldDatabase('mysql', '3.7.0'));
      let second = '';
      const running = await migrator.runAnd(server.uri, 0.2, () => {
        second = attempt('docker', [
          'run',
          '--rm',
          '--network',
          name,
          '--env',
          `MLFLOW_BACKEND_STORE_URI=${server.uri}`,
          '--env',
          'MIGRATE_WAIT_SECONDS=1',
          name,
          'mlflow-migrate',
        ]).stderr;
      });
      expect({ running, second }).toEqual({
        running: true,
        second: expect.stringContaining('another migration of this database is running'),
      });
    },
  );

  test('through PgBouncer in transaction mode the lock is held to the end, and is free afterwards', async () => {
    const server = servers[1];
    const [pooler, image] = [`${name}-pgbouncer`, `${name}-pgbouncer`];
    run('docker', ['build', '--quiet', '--tag', image, '-'], {
      timeoutSeconds: 600,
      input: `
FROM debian:13-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends pgbouncer > /dev/null
RUN printf '%s\\n' '[databases]' '* = host=${name}-postgresql user=mlflow password=mlflow' \\
  '[pgbouncer]' 'listen_addr = *' 'listen_port = 5432' 'auth_type = any' 'pool_mode = transaction' > /etc/pgbouncer.ini
USER postgres
CMD ["pgbouncer", "/etc/pgbouncer.ini"]
`,
    });
    try {
      run('docker', ['run', '--detach', '--name', pooler, '--network', name, image]);
      server.reset();
      const uri = server.uri.replace(`@${name}-postgresql/`, `@${pooler}/`);
      let holder = '';
      const running = await migrator.runAnd(uri, 0.2, () => {
        holder = server.execute(
          "SELECT application_name, state FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted",
        );
      });
      // a pooler gives that session to no other client
      expect({ running, holder }).toEqual({ running: true, holder: 'mlflow-migrate-lock|idle in transaction' });
      expect(server.execute("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'")).toBe('0');
      const { code, log } = await migrator.run(uri);
      expect({ code, log }).toEqual({ code: 0, log: expect.stringContaining('nothing to do') });
    } finally {
      attempt('docker', ['rm', '--force', pooler]);
      attempt('docker', ['image', 'rm', '--force', image]);
    }
  });
});
