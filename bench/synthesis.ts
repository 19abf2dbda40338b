/**
 * What synthesis costs, in figures: see bench/README.md. All of one table is measured in one process and one run.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { Project, YamlFile } from 'projen';
import { resolve as resolveLazies } from 'projen/lib/_resolve';
import { stringify } from 'yaml';
import { fourServices, projenCompose, services } from './apps';
import { Candidate, median, medians } from './measure';

const ROOT = resolve(__dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'projen-mlflow-bench-'));

function newProject(): Project {
  return new Project({ name: 'bench', outdir: mkdtempSync(join(scratch, 'project-')) });
}

/** The text of projen's file, by the method that projen itself calls to write it. */
function projenYaml(file: YamlFile): string {
  return (file as any).synthesizeContent({ resolve: resolveLazies });
}

function printTable(title: string, head: string[], rows: (string | number)[][]): void {
  const text = (cell: string | number) => (typeof cell === 'number' ? cell.toFixed(2) : cell);
  console.log([`\n### ${title}\n`, ...[head, head.map(() => '---'), ...rows].map(row => `| ${row.map(text).join(' | ')} |`)].join('\n'));
}

/** Rendering the same four services: a checked file by us, a file by projen, a ready object by the YAML library alone. */
function fourServiceApp(): void {
  const app = fourServices(newProject());
  const definition = app.toDefinition();
  const { file } = projenCompose(newProject(), definition);
  const times = medians([
    { name: 'projen `DockerCompose`, to text', run: () => projenYaml(file) },
    { name: 'ours, `toYaml()`, checked', run: () => app.toYaml() },
    { name: '`yaml.stringify` of our ready object', run: () => stringify(definition) },
    { name: 'projen, constructs and text', run: () => projenYaml(projenCompose(newProject(), definition).file) },
    { name: 'ours, constructs and text', run: () => fourServices(newProject()).toYaml() },
  ], { rounds: 100, warmUp: 40 });
  const base = times.get('projen `DockerCompose`, to text')!;
  const bytes = [Buffer.byteLength(projenYaml(file)), Buffer.byteLength(app.toYaml())];
  printTable(`Four services (projen's file has ${bytes[0]} bytes, ours ${bytes[1]})`, ['', 'ms', 'of projen\'s text'],
    [...times].map(([name, time]) => [name, time, time / base]));
}

/** All files of a project that is otherwise empty, into a folder that has them already. */
function wholeSynthesis(): void {
  const plain = newProject();
  const theirs = newProject();
  const ours = newProject();
  const definition = fourServices(ours).toDefinition();
  projenCompose(theirs, definition);
  const synthesize = (name: string, project: Project): Candidate => ({ name, run: () => project.synth() });
  const times = medians([
    synthesize('empty project', plain), synthesize('with projen `DockerCompose`', theirs), synthesize('with `MlflowStack` (all files, checked)', ours),
  ], { rounds: 30, warmUp: 5 });
  printTable('`project.synth()` with files', ['', 'ms'], [...times]);
}

function sizes(): void {
  const rows = [10, 100, 1000].map(count => {
    const app = services(newProject(), count);
    const definition = app.toDefinition();
    const { file } = projenCompose(newProject(), definition);
    const times = medians([
      { name: 'ours', run: () => app.toYaml() }, { name: 'projen', run: () => projenYaml(file) }, { name: 'yaml', run: () => stringify(definition) },
      { name: 'our constructs', run: () => services(newProject(), count).toYaml() },
      { name: 'projen constructs', run: () => projenYaml(projenCompose(newProject(), definition).file) },
    ], { rounds: count === 1000 ? 10 : 50, warmUp: 5 });
    const perService = ['ours', 'projen', 'yaml', 'our constructs', 'projen constructs'].map(name => times.get(name)! / count);
    return [`${count}`, times.get('ours')!, ...perService, times.get('ours')! / times.get('projen')!];
  });
  printTable('Services of one app, to text', [
    'services', 'ours, ms', 'ours, ms per service', 'projen, ms per service', '`yaml.stringify`, ms per service',
    'ours with constructs, ms per service', 'projen with constructs, ms per service', 'our text, of projen\'s',
  ], rows);
}

/** The time that a Node process needs to load modules, as it tells itself. */
function loadTime(modules: string[]): number {
  const code = `const begin = performance.now(); ${modules.map(name => `require(${JSON.stringify(name)});`).join(' ')} console.log(performance.now() - begin)`;
  return Number(spawnSync(process.execPath, ['-e', code], { cwd: ROOT, encoding: 'utf8' }).stdout);
}

function loading(): void {
  const runs = Array.from({ length: 21 }, () => [loadTime(['projen']), loadTime(['projen', './lib'])]).slice(1);
  const projen = median(runs.map(([time]) => time));
  printTable('Loading, each in a process of its own', ['', 'ms'], [
    ['`require(\'projen\')`', projen],
    ['and then `require(\'projen-mlflow\')`', median(runs.map(([, time]) => time))],
    ['more, median of pairs', median(runs.map(([without, withUs]) => withUs - without))],
  ]);
}

/** A user's TypeScript project whose `npx projen` can run: what is installed here, and this package. */
function userProject(name: string, app: string): string {
  const directory = join(scratch, name);
  const modules = join(directory, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const entry of readdirSync(join(ROOT, 'node_modules')).filter(file => file !== '.package-lock.json')) {
    symlinkSync(join(ROOT, 'node_modules', entry), join(modules, entry));
  }
  symlinkSync(ROOT, join(modules, 'projen-mlflow'));
  writeFileSync(join(directory, '.projenrc.ts'), `
import { javascript, typescript } from 'projen';
${app && "import { MlflowStack } from 'projen-mlflow';"}
const project = new typescript.TypeScriptProject({ name: 'my-team', defaultReleaseBranch: 'main', projenrcTs: true, packageManager: javascript.NodePackageManager.NPM });
${app}
project.synth();
`);
  npxProjen(directory, ['tsx', '.projenrc.ts']);
  return directory;
}

function npxProjen(directory: string, command = ['projen', '--no-post']): number {
  const begin = process.hrtime.bigint();
  // Without the installation of packages after synthesis, which both would do alike.
  const env = { ...process.env, PROJEN_DISABLE_POST: 'true' };
  const { status, stdout, stderr } = spawnSync('npx', command, { cwd: directory, encoding: 'utf8', env });
  if (status !== 0) {
    throw new Error(`npx ${command.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  }
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

function wholeCommand(): void {
  const without = userProject('without', '');
  const withApp = userProject('with', "new MlflowStack(project, 'mlflow');");
  const pairs = Array.from({ length: 10 }, (_, index) => (
    index % 2 ? [npxProjen(without), npxProjen(withApp)] : [npxProjen(withApp), npxProjen(without)].reverse()
  )).slice(1);
  const base = median(pairs.map(([time]) => time));
  const more = median(pairs.map(([one, other]) => other - one));
  printTable('`npx projen` in a TypeScript project', ['', 'ms'], [
    ['without the app', base],
    ['with `MlflowStack`', median(pairs.map(([, time]) => time))],
    [`more, median of pairs (${(100 * more / base).toFixed(1)} %)`, more],
  ]);
}

console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, Node.js ${process.version}, ${process.platform} ${process.arch}`);
try {
  fourServiceApp();
  wholeSynthesis();
  sizes();
  loading();
  if (!process.argv.includes('--quick')) {
    wholeCommand();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
