import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The versions of MLflow whose databases are kept here. */
export const OLD_VERSIONS = ['2.22.0', '3.7.0'];

/** Where they are kept. */
export const OLD_DATABASES = join(__dirname, 'old-databases');

/** The file of a database that an old MLflow has filled; `make-old-databases.ts` makes it anew. */
export function oldDatabaseFile(kind: string, version: string): string {
  return join(OLD_DATABASES, `mlflow-${version}.${kind}.sql.gz`);
}

/** A database that an old MLflow has filled, as SQL. */
export function oldDatabase(kind: string, version: string): string {
  return gunzipSync(readFileSync(oldDatabaseFile(kind, version))).toString();
}
