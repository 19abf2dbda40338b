import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DatabaseServer } from './database-server';
import { Migrator } from './migrator';

/** The versions of MLflow whose databases are kept here. */
export const OLD_VERSIONS = ['2.22.0', '3.7.0'];

/** Where they are kept. */
export const OLD_DATABASES = join(__dirname, 'old-databases');

/** The file of a database that an old MLflow has filled; `make-old-databases.ts` recreates it. */
export function oldDatabaseFile(kind: string, version: string): string {
  return join(OLD_DATABASES, `mlflow-${version}.${kind}.sql.gz`);
}

/** A database that an old MLflow has filled, as SQL. */
export function oldDatabase(kind: string, version: string): string {
  return gunzipSync(readFileSync(oldDatabaseFile(kind, version))).toString();
}

/** A MySQL database with the schema of this MLflow and the collation that MySQL has by default, as SQL. */
export async function unconvertedDatabase(server: DatabaseServer, migrator: Migrator): Promise<string> {
  server.reset(oldDatabase('mysql', '3.7.0'));
  const { code, log } = await migrator.run(server.uri);
  if (code !== 0) {
    throw new Error(`the migration of an old database ended with ${code}:\n${log.slice(-3000)}`);
  }
  return server.dump().replaceAll('utf8mb4_0900_bin', 'utf8mb4_0900_ai_ci');
}
