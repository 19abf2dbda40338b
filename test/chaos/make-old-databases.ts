/**
 * Makes the files in `old-databases/`: installs each old MLflow from the package index, lets it fill an empty database
 * through its own client (`fill.py`), and dumps that.
 *
 *   npx tsx test/chaos/make-old-databases.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MysqlServer, PostgresqlServer } from './database-server';
import { OLD_DATABASES, OLD_VERSIONS, oldDatabaseFile } from './old-databases';
import { PYTHON_IMAGE } from '../../src/default-images';
import { attempt, run } from '../e2e/command';
import { uniqueName } from '../e2e/user-project';

const name = uniqueName('old-databases');
run('docker', ['network', 'create', name]);
const servers = [new MysqlServer(`${name}-mysql`, name), new PostgresqlServer(`${name}-postgresql`, name)];
try {
  for (const version of OLD_VERSIONS) {
    run(
      'docker',
      [
        'build',
        '--quiet',
        '--tag',
        name,
        '--build-arg',
        `BASE=${PYTHON_IMAGE}`,
        '--build-arg',
        `VERSION=${version}`,
        OLD_DATABASES,
      ],
      { timeoutSeconds: 900 },
    );
    for (const server of servers) {
      server.reset();
      run('docker', ['run', '--rm', '--interactive', '--network', name, name, 'python', '-', server.uri], {
        input: readFileSync(join(OLD_DATABASES, 'fill.py'), 'utf8'),
        timeoutSeconds: 600,
      });
      writeFileSync(oldDatabaseFile(server.kind, version), gzipSync(server.dump(), { level: 9 }));
      console.log(`${oldDatabaseFile(server.kind, version)}: done`);
    }
  }
} finally {
  servers.forEach(server => server.remove());
  attempt('docker', ['network', 'rm', name]);
  attempt('docker', ['image', 'rm', '--force', name]);
}
