/**
 * Measures synthesis: see bench/README.md. The candidates of a table are measured in turns. Exits with 1 if a limit is
 * exceeded.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { Project, YamlFile } from 'projen';
import { resolve as resolveLazies } from 'projen/lib/_resolve';
import { stringify } from 'yaml';
import { fourServices, library, projenCompose, services } from './apps';
import { Candidate, Cost, costOf, median, medians } from './measure';

const ROOT = resolve(__dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'projen-mlflow-bench-'));

/** Measures the four services alone, and prints the times as JSON: this program calls itself so. */
const FOUR_SERVICES = '--four-services';
const FOUR_SERVICES_RUNS = 3;

const THEIR_TEXT = 'projen `DockerCompose`, to text';
const OUR_TEXT = 'ours, `toYaml()`, checked';

const OURS = 'with `MlflowStack` (all files, checked)';
const OURS_AND_MANIFESTS = 'with `MlflowStack` and `KubernetesApp`';

/** A figure that has a limit. */
interface Figure {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

function newProject(): Project {
  return new Project({ name: 'bench', outdir: mkdtempSync(join(scratch, 'project-')) });
}

/** The text of projen's file, by the method that projen itself calls to write it. */
function projenYaml(file: YamlFile): string {
  return (file as any).synthesizeContent({ resolve: resolveLazies });
}

function printTable(title: string, head: string[], rows: (string | number)[][]): void {
  const text = (cell: string | number) => (typeof cell === 'number' ? cell.toFixed(2) : cell);
  console.log(
    [`\n### ${title}\n`, ...[head, head.map(() => '---'), ...rows].map(row => `| ${row.map(text).join(' | ')} |`)].join(
      '\n',
    ),
  );
}

/**
 * Renders the same four services: a checked file by this library, a file by projen, a finished object by the YAML
 * library.
 */
function fourServiceTimes(): Map<string, number> {
  const app = fourServices(newProject());
  const definition = app.toDefinition();
  const { file } = projenCompose(newProject(), definition);
  return medians(
    [
      { name: THEIR_TEXT, run: () => projenYaml(file) },
      { name: OUR_TEXT, run: () => app.toYaml() },
      { name: '`yaml.stringify` of our ready object', run: () => stringify(definition) },
      { name: 'projen, constructs and text', run: () => projenYaml(projenCompose(newProject(), definition).file) },
      { name: 'ours, constructs and text', run: () => fourServices(newProject()).toYaml() },
    ],
    { rounds: 100, warmUp: 40 },
  );
}

/** Several runs in processes of their own, since what the engine compiles and when differs from process to process. */
function fourServiceApp(): Figure {
  const app = fourServices(newProject());
  const { file } = projenCompose(newProject(), app.toDefinition());
  const bytes = [Buffer.byteLength(projenYaml(file)), Buffer.byteLength(app.toYaml())];
  const runs = Array.from({ length: FOUR_SERVICES_RUNS }, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, __filename, FOUR_SERVICES], {
      encoding: 'utf8',
    });
    if (status !== 0) {
      throw new Error(`measuring four services ended with ${status}:\n${stderr}`);
    }
    return new Map(JSON.parse(stdout) as [string, number][]);
  });
  const ratio = (name: string) => (times: Map<string, number>) => times.get(name)! / times.get(THEIR_TEXT)!;
  printTable(
    `Four services (projen's file has ${bytes[0]} bytes, ours ${bytes[1]}), median of ${runs.length} runs`,
    ['', 'ms of CPU', "of projen's text", 'runs'],
    [...runs[0].keys()].map(name => [
      name,
      median(runs.map(times => times.get(name)!)),
      median(runs.map(ratio(name))),
      runs
        .map(ratio(name))
        .map(value => value.toFixed(2))
        .join(', '),
    ]),
  );
  return {
    what: "four services, to text and checked, of projen's time",
    value: median(runs.map(ratio(OUR_TEXT))),
    limit: 1.2,
  };
}

/** All files of a project that is otherwise empty, into a folder that has them already. */
function wholeSynthesis(): Figure {
  const plain = newProject();
  const theirs = newProject();
  const ours = newProject();
  const both = newProject();
  const definition = fourServices(ours).toDefinition();
  new library.KubernetesApp(fourServices(both), 'kubernetes', { imageRepository: 'registry.example.com' });
  projenCompose(theirs, definition);
  const synthesize = (name: string, project: Project): Candidate => ({ name, run: () => project.synth() });
  const times = medians(
    [
      synthesize('empty project', plain),
      synthesize('with projen `DockerCompose`', theirs),
      synthesize(OURS, ours),
      synthesize(OURS_AND_MANIFESTS, both),
    ],
    { rounds: 30, warmUp: 5 },
  );
  printTable('`project.synth()` with files', ['', 'ms of CPU'], [...times]);
  return {
    what: 'synthesis with manifests of Kubernetes, of that without',
    value: times.get(OURS_AND_MANIFESTS)! / times.get(OURS)!,
    limit: 1.6,
  };
}

function sizes(): void {
  const rows = [10, 100, 1000].map(count => {
    const app = services(newProject(), count);
    const definition = app.toDefinition();
    const { file } = projenCompose(newProject(), definition);
    const times = medians(
      [
        { name: 'ours', run: () => app.toYaml() },
        { name: 'projen', run: () => projenYaml(file) },
        { name: 'yaml', run: () => stringify(definition) },
        { name: 'our constructs', run: () => services(newProject(), count).toYaml() },
        { name: 'projen constructs', run: () => projenYaml(projenCompose(newProject(), definition).file) },
      ],
      { rounds: count === 1000 ? 10 : 50, warmUp: 5 },
    );
    const perService = ['ours', 'projen', 'yaml', 'our constructs', 'projen constructs'].map(
      name => times.get(name)! / count,
    );
    return [`${count}`, times.get('ours')!, ...perService, times.get('ours')! / times.get('projen')!];
  });
  printTable(
    'Services of one app, to text',
    [
      'services',
      'ours, ms of CPU',
      'ours, ms per service',
      'projen, ms per service',
      '`yaml.stringify`, ms per service',
      'ours with constructs, ms per service',
      'projen with constructs, ms per service',
      "our text, of projen's",
    ],
    rows,
  );
}

/** What loading projen takes in a new process, and then loading the package. */
function loadCosts(): { theirs: Cost; ours: Cost } {
  const code = `
const costOf = load => {
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  load();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - begin, cpu: (user + system) / 1000 };
};
console.log(JSON.stringify({ theirs: costOf(() => require('projen')), ours: costOf(() => require('./lib')) }));`;
  return JSON.parse(spawnSync(process.execPath, ['-e', code], { cwd: ROOT, encoding: 'utf8' }).stdout);
}

function loading(): Figure {
  const runs = Array.from({ length: 31 }, loadCosts).slice(1);
  const row = (name: string, costs: Cost[]) => [
    name,
    median(costs.map(({ wall }) => wall)),
    median(costs.map(({ cpu }) => cpu)),
  ];
  printTable(
    'Loading, in processes of their own',
    ['', 'ms', 'ms of CPU'],
    [
      row(
        "`require('projen')`",
        runs.map(({ theirs }) => theirs),
      ),
      row(
        "and then `require('projen-mlflow')`",
        runs.map(({ ours }) => ours),
      ),
    ],
  );
  return { what: "loading, more than projen's own, ms", value: median(runs.map(({ ours }) => ours.cpu)), limit: 25 };
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
  writeFileSync(
    join(directory, '.projenrc.ts'),
    `
import { javascript, typescript } from 'projen';
${app && "import { MlflowStack } from 'projen-mlflow';"}
const project = new typescript.TypeScriptProject({ name: 'my-team', defaultReleaseBranch: 'main', projenrcTs: true, packageManager: javascript.NodePackageManager.NPM });
${app}
project.synth();
`,
  );
  npxProjen(directory, ['tsx', '.projenrc.ts']);
  return directory;
}

function npxProjen(directory: string, command = ['projen', '--no-post']): Cost {
  // Without the installation of packages after synthesis, which is the same for both.
  return costOf('npx', command, { cwd: directory, env: { ...process.env, PROJEN_DISABLE_POST: 'true' } });
}

function wholeCommand(): Figure {
  const without = userProject('without', '');
  const withApp = userProject('with', "new MlflowStack(project, 'mlflow');");
  const pairs = Array.from({ length: 11 }, (_, index) =>
    index % 2 ? [npxProjen(without), npxProjen(withApp)] : [npxProjen(withApp), npxProjen(without)].reverse(),
  ).slice(1);
  const row = (name: string, select: (pair: Cost[], of: keyof Cost) => number, unit = 1) => [
    name,
    ...(['wall', 'cpu'] as const).map(of => median(pairs.map(pair => select(pair, of))) * unit),
  ];
  printTable(
    '`npx projen` in a TypeScript project',
    ['', 'ms', 'ms of CPU'],
    [
      row('without the app', ([base], of) => base[of]),
      row('with `MlflowStack`', ([, ours], of) => ours[of]),
      row('more, median of pairs', ([base, ours], of) => ours[of] - base[of]),
      row('more, median of pairs, %', ([base, ours], of) => ours[of] / base[of] - 1, 100),
    ],
  );
  const of = pairs.some(pair => pair.some(({ cpu }) => Number.isNaN(cpu))) ? 'wall' : 'cpu';
  return {
    what: '`npx projen`, more than without the app, %',
    value: median(pairs.map(([base, ours]) => ours[of] / base[of] - 1)) * 100,
    limit: 5,
  };
}

function all(): void {
  const load = loadavg()[0].toFixed(1);
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, Node.js ${process.version}, ${process.platform} ${process.arch}`;
  console.log(`${machine}, load ${load} before`);
  const figures = [fourServiceApp(), wholeSynthesis()];
  sizes();
  figures.push(loading());
  if (!process.argv.includes('--quick')) {
    figures.push(wholeCommand());
  }
  printTable(
    'Limits',
    ['', 'at most', 'now', ''],
    figures.map(({ what, value, limit }) => [what, limit, value, value <= limit ? 'met' : 'exceeded']),
  );
  process.exitCode = figures.some(({ value, limit }) => value > limit) ? 1 : 0;
}

try {
  if (process.argv.includes(FOUR_SERVICES)) {
    console.log(JSON.stringify([...fourServiceTimes()]));
  } else {
    all();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
