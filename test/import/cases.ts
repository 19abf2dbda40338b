import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const CASES = join(__dirname, 'cases');

/**
 * The compose files that the import is tried on, one for each group of features, by name.
 */
export const cases = readdirSync(CASES)
  .filter(file => file.endsWith('.yml'))
  .map(file => file.replace('.yml', ''));

/** What else the cases name. */
const FILES: { [name: string]: string[] } = {
  builds: ['Dockerfile', 'tagged/Dockerfile', 'long/Dockerfile.dev'],
  files: ['settings.conf'],
  volumes: ['must-exist'],
};

/**
 * Lays a case into a folder of its own, of the name of the case, as `compose.yml` with its `.env` and the files that it
 * names.
 *
 * @returns the folder
 */
export function layCase(name: string, parent: string): string {
  const directory = join(parent, name);
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(CASES, `${name}.yml`), join(directory, 'compose.yml'));
  for (const [from, to] of [
    [`${name}.env`, '.env'],
    ['included.yaml', 'included.yaml'],
    ['settings.env', 'settings.env'],
  ]) {
    if (existsSync(join(CASES, from))) {
      copyFileSync(join(CASES, from), join(directory, to));
    }
  }
  for (const path of FILES[name] ?? []) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), '');
  }
  return directory;
}
