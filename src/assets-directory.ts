import { join } from 'node:path';

/**
 * The files that run inside of containers. This module must stay at the top of `src/`: the package is bundled into one
 * file in `lib/` (scripts/bundle.ts), and `..` has to mean the same from both.
 */
export const ASSETS_DIRECTORY = join(__dirname, '..', 'assets');
