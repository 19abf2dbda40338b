/**
 * Kills migrations, and the databases below them, at random moments, and compares every end with that of a migration
 * which nobody disturbed. Prints a table; ends with 1 if one trial failed.
 *
 *   npm run chaos                   the long form: more than an hour
 *   npm run chaos -- mysql          one database
 *   npm run chaos -- mysql 3 2      so many kills of a fresh database, and of an old one of each version
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseServer, MysqlServer, PostgresqlServer } from './database-server';
import { buildMigrationImage } from './migration-image';
import { oldDatabase, OLD_VERSIONS } from './old-databases';
import { Scenario, Victim } from './trial';
import { MYSQL_IMAGE } from '../../src/default-images';
import { attempt, run } from '../e2e/command';
import { uniqueName } from '../e2e/user-project';

const FRESH_KILLS = 40;
const UPGRADE_KILLS = 25;
const POSTGRES_IMAGE = 'postgres:17';
const SERVER_SHARE = 0.2;
const AGAIN_SHARE = 0.3;

interface Row {
  readonly name: string;
  readonly seconds: number;
  trials: number;
  migrationKills: number;
  serverKills: number;
  failures: number;
}

async function kill(scenario: Scenario, kills: number): Promise<Row> {
  await scenario.prepare();
  const row = { name: scenario.name, seconds: scenario.duration / 1000, trials: 0, migrationKills: 0, serverKills: 0, failures: 0 };
  // A kill that comes too late, since this time all was faster, does not count.
  while (row.migrationKills + row.serverKills < kills && row.failures < 3) {
    const victim: Victim = Math.random() < SERVER_SHARE ? 'server' : 'migration';
    const moments = Math.random() < AGAIN_SHARE ? [Math.random(), Math.random()] : [Math.random()];
    row.trials++;
    try {
      const met = await scenario.trial(victim, moments);
      row[`${victim}Kills`] += met;
      say(`${scenario.name}: ${victim} killed at ${moments.map(moment => moment.toFixed(2)).join(', ')}: good${met < moments.length ? ' (too late)' : ''}`);
    } catch (error) {
      row.failures++;
      say(`${scenario.name}: ${victim} killed at ${moments.join(', ')}: FAILED: ${error}`);
    }
  }
  return row;
}

async function main(kinds: string[], freshKills: number, upgradeKills: number): Promise<void> {
  const name = uniqueName('chaos');
  const scratch = mkdtempSync(join(tmpdir(), 'chaos-'));
  const servers: DatabaseServer[] = [];
  const rows: Row[] = [];
  try {
    buildMigrationImage(scratch, name);
    run('docker', ['network', 'create', name]);
    for (const kind of kinds) {
      const server = kind === 'mysql' ? new MysqlServer(`${name}-mysql`, name, MYSQL_IMAGE) : new PostgresqlServer(`${name}-postgresql`, name, POSTGRES_IMAGE);
      servers.push(server);
      rows.push(await kill(new Scenario(`${kind}, fresh`, server, '', name, name), freshKills));
      for (const version of OLD_VERSIONS) {
        rows.push(await kill(new Scenario(`${kind}, from ${version}`, server, oldDatabase(kind, version), name, name), upgradeKills));
      }
      server.remove();
    }
  } finally {
    servers.forEach(server => server.remove());
    attempt('docker', ['network', 'rm', name]);
    attempt('docker', ['image', 'rm', '--force', name]);
    rmSync(scratch, { recursive: true });
  }
  report(rows);
  process.exitCode = rows.some(row => row.failures > 0) ? 1 : 0;
}

function report(rows: Row[]): void {
  const table = [
    '| Database | undisturbed, s | trials | kills of the migration | kills of the server | failures |',
    '|---|---|---|---|---|---|',
    ...rows.map(row => `| ${row.name} | ${row.seconds.toFixed(1)} | ${row.trials} | ${row.migrationKills} | ${row.serverKills} | ${row.failures} |`),
  ].join('\n');
  console.log(table);
  mkdirSync('test-output', { recursive: true });
  writeFileSync(join('test-output', 'chaos.md'), `${table}\n`);
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
}

const [only, fresh, upgrade] = process.argv.slice(2);
main(only ? [only] : ['mysql', 'postgresql'], Number(fresh ?? FRESH_KILLS), Number(upgrade ?? UPGRADE_KILLS)).catch(error => {
  console.error(error);
  process.exit(1);
});
