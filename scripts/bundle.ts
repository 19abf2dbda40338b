/**
 * Makes one file of each entry of the compiled package, in place of its modules: to find and open some 180 of them took longer than to run
 * what is in them (bench/README.md). Declarations stay as jsii wrote them.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const LIB = resolve(__dirname, '..', 'lib');
const ENTRIES = ['index', join('cli', 'cli')];

async function bundle(entry: string): Promise<void> {
  const file = join(LIB, `${entry}.js`);
  await build({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    keepNames: true, // errors and ids of constructs have names of classes in them
    sourcemap: 'linked',
    logLevel: 'warning',
    footer: { js: namesForImports(file) },
  });
}

/** What Node.js reads to know which names an ES module can import: it does not run the file for that. */
function namesForImports(file: string): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return file === join(LIB, 'index.js') ? `0 && (module.exports = { ${Object.keys(require(file)).join(', ')} });` : '';
}

async function main(): Promise<void> {
  await Promise.all(ENTRIES.map(bundle));
  const kept = ENTRIES.map(entry => `${entry}.js`);
  readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.js(\.map)?$/.test(file) && !kept.includes(file.replace(/\.map$/, '')))
    .forEach(file => rmSync(join(LIB, file)));
}

void main();
