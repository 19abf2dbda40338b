import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files that run inside containers. This module must stay at the top of `src/`: the package is bundled into one
 * file in `lib/` (scripts/bundle.ts), and `..` has to mean the same from both.
 */
export const ASSETS_DIRECTORY = join(__dirname, '..', 'assets');

/**
 * The text of files of `assets/`, joined: a script after the functions that it shares with others.
 */
export function assetText(...paths: string[]): string {
  return paths.map(path => readFileSync(join(ASSETS_DIRECTORY, path), 'utf8')).join('');
}
