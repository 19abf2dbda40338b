import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command';
import { uniqueName } from './user-project';
import { workspace } from './workspace';
import { MYSQL_IMAGE, POSTGRES_IMAGE } from '../../src/default-images';

/**
 * External databases: they are in no app, insist on TLS, and have certificates of the company's own
 * authority.
 */
export class CompanyDatabases {
  /** The network that they are in. */
  public readonly network = uniqueName('company');

  private readonly folder = join(workspace().scratch, this.network);
  private readonly containers: string[] = [];

  /** Starts them; each has the users and databases `runs`, `models` and `copy`, with the password `company`. */
  public start(): void {
    this.makeCertificates();
    run('docker', ['network', 'create', this.network]);
    this.startServer('postgres', POSTGRES_IMAGE, 'POSTGRES_PASSWORD', 'postgres', [
      'postgres',
      '-c',
      'ssl=on',
      '-c',
      'ssl_cert_file=/tls/server.pem',
      '-c',
      'ssl_key_file=/tmp/server.key',
      '-c',
      'hba_file=/tls/pg_hba.conf',
    ]);
    this.startServer('mysql', MYSQL_IMAGE, 'MYSQL_ROOT_PASSWORD', 'mysql', [
      'mysqld',
      '--ssl-ca=/tls/ca.pem',
      '--ssl-cert=/tls/server.pem',
      '--ssl-key=/tmp/server.key',
      '--require-secure-transport=ON',
      '--log-bin-trust-function-creators=1',
    ]);
    for (const name of ['runs', 'models', 'copy']) {
      this.postgres('postgres', `CREATE ROLE ${name} LOGIN PASSWORD 'company'`);
      this.postgres('postgres', `CREATE DATABASE ${name} OWNER ${name}`);
      this.mysql(
        '',
        `CREATE DATABASE ${name}; CREATE USER ${name} IDENTIFIED BY 'company'; GRANT ALL ON ${name}.* TO ${name}`,
      );
    }
  }

  /** Puts the certificate of the company's authority into a folder. */
  public giveAuthority(folder: string): void {
    copyFileSync(join(this.folder, 'ca.pem'), join(folder, 'company-ca.pem'));
  }

  /** Asks PostgreSQL, as its administrator. */
  public postgres(database: string, sql: string): string {
    return retry(() =>
      run('docker', ['exec', `${this.network}-postgres`, 'psql', '-U', 'postgres', '-d', database, '-Atc', sql]).trim(),
    );
  }

  /** Asks MySQL, as its administrator; over TCP, since the server of its set-up does not listen there. */
  public mysql(database: string, sql: string): string {
    return this.mysqlCommand(['mysql', '-N', ...(database ? [database] : [])], sql).trim();
  }

  /** Copies a database of MySQL into another one of it. */
  public copyMysql(from: string, to: string): void {
    this.mysqlCommand(
      ['mysql', to],
      this.mysqlCommand(['mysqldump', '--single-transaction', '--set-gtid-purged=OFF', from], ''),
    );
  }

  /** Removes them. */
  public remove(): void {
    attempt('docker', ['rm', '--force', '--volumes', ...this.containers]);
    attempt('docker', ['network', 'rm', this.network]);
  }

  private mysqlCommand([program, ...args]: string[], input: string): string {
    return retry(() =>
      run(
        'docker',
        ['exec', '-i', '-e', 'MYSQL_PWD=admin', `${this.network}-mysql`, program, '-h127.0.0.1', '-uroot', ...args],
        { input },
      ),
    );
  }

  private startServer(name: string, image: string, passwordVariable: string, user: string, command: string[]): void {
    const container = `${this.network}-${name}`;
    this.containers.push(container);
    run('docker', [
      'run',
      '--detach',
      '--name',
      container,
      '--network',
      this.network,
      '--network-alias',
      `${name}.company.test`,
      '--network-alias',
      `other-${name}.company.test`,
      '--volume',
      `${this.folder}:/tls:ro`,
      '--env',
      `${passwordVariable}=admin`,
      '--entrypoint',
      'bash',
      image,
      '-c',
      `install -o ${user} -m 600 /tls/server.key /tmp/server.key && exec docker-entrypoint.sh "$@"`,
      'bash',
      ...command,
    ]);
  }

  /** Those of `<server>.company.test`, by an authority that nobody else knows. */
  private makeCertificates(): void {
    mkdirSync(this.folder);
    writeFileSync(join(this.folder, 'pg_hba.conf'), 'local all all trust\nhostssl all all all scram-sha-256\n');
    writeFileSync(join(this.folder, 'names'), 'subjectAltName=DNS:postgres.company.test,DNS:mysql.company.test\n');
    const openssl = (...args: string[]) => run('openssl', args, { cwd: this.folder });
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=Company',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-addext',
      'keyUsage=critical,keyCertSign',
    );
    openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=databases',
      '-keyout',
      'server.key',
      '-out',
      'server.csr',
    );
    openssl(
      'x509',
      '-req',
      '-in',
      'server.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      'names',
      '-out',
      'server.pem',
    );
  }
}

/** Tries again while a server starts. */
function retry(action: () => string): string {
  const end = Date.now() + 120_000;
  for (;;) {
    try {
      return action();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      run('sleep', ['0.5']);
    }
  }
}
