import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { attempt, run } from '../../test/e2e/command';
import { resolvedModel } from '../../test/import/resolved-model';

// Counts the compose files of a folder that `projen-mlflow import` converts to the same model. Reads files whose names
// begin with compose or docker-compose. Needs `docker compose`, starts nothing.
//   npx tsx bench/import/compare.ts <folder>

const ROOT = resolve(__dirname, '..', '..');

function composeFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => /^(docker-)?compose.*\.ya?ml$/.test(basename(path)) && !path.includes('node_modules'))
    .sort();
}

/** Gives each variable a value where the folder has no `.env`. */
function giveValues(directory: string, fileName: string): void {
  if (!existsSync(join(directory, '.env'))) {
    const table = attempt('docker', ['compose', '--file', fileName, 'config', '--variables'], {
      cwd: directory,
    }).stdout;
    const names = table
      .split('\n')
      .slice(1)
      .map(line => line.split(/\s/)[0])
      .filter(name => name !== '');
    writeFileSync(join(directory, '.env'), names.map((name, index) => `${name}=${4000 + index}\n`).join(''));
  }
}

/** What differs between two models, by path. */
function differences(one: any, other: any, path = ''): string[] {
  if (isDeepStrictEqual(one, other)) {
    return [];
  }
  if (one && other && typeof one === 'object' && typeof other === 'object') {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap(key =>
      differences(one[key], other[key], `${path}.${key}`),
    );
  }
  return [`${path.slice(1)}: ${JSON.stringify(one)} became ${JSON.stringify(other)}`];
}

function outcome(file: string): string {
  const scratch = mkdtempSync(join(tmpdir(), 'import-'));
  const directory = join(scratch, basename(dirname(file)));
  const fileName = basename(file);
  try {
    cpSync(dirname(file), directory, { recursive: true });
    giveValues(directory, fileName);
    let before;
    try {
      before = resolvedModel(directory, fileName);
    } catch (error) {
      return `not valid: ${(error as Error).message}`;
    }
    const { status, stderr } = attempt(
      'npx',
      [
        'tsx',
        join(ROOT, 'src/cli/cli.ts'),
        'import',
        join(directory, fileName),
        '--output',
        join(directory, '.projenrc.ts'),
      ],
      { cwd: ROOT },
    );
    if (status !== 0) {
      return `not imported: ${stderr}`;
    }
    symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
    run('npx', ['tsx', '--tsconfig', join(ROOT, 'tsconfig.dev.json'), '.projenrc.ts'], {
      cwd: directory,
      env: { PROJEN_DISABLE_POST: 'true' },
    });
    const remarks = stderr
      .split('\n')
      .filter(line => /: line \d+: /.test(line))
      .map(line => `\n    said: ${line.replace(/^.*?: line/, 'line')}`)
      .join('');
    const different = differences(before, resolvedModel(directory, 'compose.yaml'));
    return (different.length === 0 ? 'equal' : `different: ${different.join('; ')}`) + remarks;
  } catch (error) {
    return `failed: ${(error as Error).message}`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const [folder] = process.argv.slice(2).map(path => resolve(path));
const outcomes = composeFiles(folder).map(file => ({ file, outcome: outcome(join(folder, file)) }));
outcomes.forEach(({ file, outcome: text }) => console.log(`${relative('.', file)}: ${text}`));
console.log(
  `\n${outcomes.filter(({ outcome: text }) => text.startsWith('equal')).length} of ${outcomes.length} are equal`,
);
