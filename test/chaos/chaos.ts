/**
 * Kills migrations, and the databases below them, at random moments, and compares every end with that of a migration
 * without kills. Prints a table; exits with 1 if a trial failed.
 *
 *   npm run chaos:migration                   the long form: 40 kills of a first migration and 26 of an upgrade, on
 * each database, and 13 of a conversion of MySQL's collation npm run chaos:migration -- mysql          one database npm
 * run chaos:migration -- mysql 3 2      so many kills of a first migration, and of an upgrade from each old version
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseServer, MysqlServer, PostgresqlServer } from './database-server';
import { buildMigrationImage } from './migration-image';
import { Migrator } from './migrator';
import { oldDatabase, OLD_VERSIONS, unconvertedDatabase } from './old-databases';
import { Scenario, Victim } from './scenario';
import { attempt, run } from '../e2e/command';
import { uniqueName } from '../e2e/user-project';

const FRESH_KILLS = 40;
const UPGRADE_KILLS = 13;
const SERVER_SHARE = 0.2;
const TWICE_SHARE = 0.3;
const MOST_FAILURES = 3;

interface Row {
  readonly name: string;
  readonly seconds: number;
  trials: number;
  migrationKills: number;
  serverKills: number;
  failures: number;
}

/**
 * Tries until so many kills have met a migration: one that comes too late, since all was faster this time, does not
 * count.
 */
async function tryKills(scenario: Scenario, kills: number): Promise<Row> {
  await scenario.prepare();
  const row: Row = {
    name: scenario.name,
    seconds: scenario.seconds,
    trials: 0,
    migrationKills: 0,
    serverKills: 0,
    failures: 0,
  };
  while (row.migrationKills + row.serverKills < kills && row.failures < MOST_FAILURES) {
    const victim: Victim = Math.random() < SERVER_SHARE ? 'server' : 'migration';
    const moments = Math.random() < TWICE_SHARE ? [Math.random(), Math.random()] : [Math.random()];
    const what = `${scenario.name}: ${victim} killed at ${moments.map(moment => moment.toFixed(3)).join(', then ')}`;
    row.trials++;
    try {
      const met = await scenario.trial(victim, moments);
      row[`${victim}Kills`] += met;
      say(`${what}: good${met < moments.length ? ', but it came too late' : ''}`);
    } catch (error) {
      row.failures++;
      say(`${what}: FAILED: ${error}`);
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
    const migrator = new Migrator(name, name, `${name}-migrator`);
    for (const kind of kinds) {
      const server =
        kind === 'mysql' ? new MysqlServer(`${name}-mysql`, name) : new PostgresqlServer(`${name}-postgresql`, name);
      servers.push(server);
      rows.push(await tryKills(new Scenario(`${kind}, first migration`, server, migrator), freshKills));
      for (const version of OLD_VERSIONS) {
        rows.push(
          await tryKills(
            new Scenario(`${kind}, upgrade from ${version}`, server, migrator, oldDatabase(kind, version)),
            upgradeKills,
          ),
        );
      }
      if (kind === 'mysql') {
        rows.push(
          await tryKills(
            new Scenario('mysql, another collation', server, migrator, await unconvertedDatabase(server, migrator)),
            upgradeKills,
          ),
        );
      }
      server.remove();
    }
    migrator.close();
  } finally {
    attempt('docker', ['rm', '--force', `${name}-migrator`]);
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
    '| What | undisturbed, s | trials | kills of the migration | kills of the server | failures |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      row =>
        `| ${row.name} | ${row.seconds.toFixed(1)} | ${row.trials} | ${row.migrationKills} | ${row.serverKills} | ${row.failures} |`,
    ),
  ].join('\n');
  console.log(table);
  mkdirSync('test-output', { recursive: true });
  writeFileSync(join('test-output', 'chaos.md'), `${table}\n`);
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
}

const [only, fresh, upgrade] = process.argv.slice(2);
main(only ? [only] : ['mysql', 'postgresql'], Number(fresh ?? FRESH_KILLS), Number(upgrade ?? UPGRADE_KILLS)).catch(
  error => {
    console.error(error);
    process.exit(1);
  },
);
