/**
 * Bundles each entry of the package into one file, instead of the modules that jsii compiles: finding and opening some
 * 180 modules takes longer than running them. It bundles the sources, whose modules share one scope: esbuild wraps each
 * compiled module in a function, and Node.js parses the inside of a function twice. Declarations stay as jsii wrote
 * them.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { build, Plugin } from 'esbuild';

const ROOT = resolve(__dirname, '..');
const LIB = join(ROOT, 'lib');
/** The translation for Kubernetes is loaded by those who use it alone. */
const ON_DEMAND = join('kubernetes', 'translation', 'translate');
const ENTRIES = ['index', join('cli', 'cli'), ON_DEMAND];

/** Leaves `require('./translation/translate')` in the bundle of the package, as its path from there. */
const onDemand: Plugin = {
  name: 'on-demand',
  setup(building) {
    building.onResolve({ filter: /\/translation\/translate$/ }, ({ kind }) =>
      kind === 'require-call' ? { path: `./${ON_DEMAND.split(sep).join('/')}.js`, external: true } : undefined,
    );
  },
};

/**
 * What jsii adds to each class that it compiles. Python gets an object of a class that is not exported as its nearest
 * base class that has this.
 */
const TYPES_FOR_JSII = `for (const [name, type] of Object.entries(module.exports)) {
  if (typeof type === 'function') {
    type[Symbol.for('jsii.rtti')] = { fqn: 'projen-mlflow.' + name, version: '${version()}' };
  }
}
`;

function version(): string {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
}

async function bundle(entry: string): Promise<void> {
  const compiled = join(LIB, `${entry}.js`);
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'src', `${entry}.ts`)],
    outfile: compiled,
    write: false,
    bundle: true,
    packages: 'external',
    plugins: [onDemand],
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
    footer: { js: entry === 'index' ? TYPES_FOR_JSII + namesForImports(compiled) : '' },
  });
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, path.endsWith('.js') ? withNamesOfClasses(text) : text);
  }
}

/**
 * Restores the names of classes, which errors and ids of constructs show: esbuild writes a class that refers to itself
 * as `var Service = class _Service`. Its option `keepNames` calls a function for each function that is made, which is a
 * third of what loading takes.
 */
function withNamesOfClasses(code: string): string {
  const names = [...code.matchAll(/^var (\w+) = class _\1\b/gm)].map(([, name]) => name);
  return names.length === 0 ? code : code.replace(new RegExp(`\\b_(${names.join('|')})\\b`, 'g'), '$1');
}

/** What Node.js reads to know which names an ES module can import: it does not run the file for that. */
function namesForImports(file: string): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return `0 && (module.exports = { ${Object.keys(require(file)).join(', ')} });`;
}

async function main(): Promise<void> {
  await Promise.all(ENTRIES.map(bundle));
  const kept = ENTRIES.map(entry => `${entry}.js`);
  readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.js(\.map)?$/.test(file) && !kept.includes(file.replace(/\.map$/, '')))
    .forEach(file => rmSync(join(LIB, file)));
}

void main();
