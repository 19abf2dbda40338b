import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { ComposeSource, UnusableSource } from './compose-source';
import { Program } from './program';

const USAGE = `Usage: projen-mlflow import <compose file> [--output <file>]

Writes constructs for an existing compose file: the text of a .projenrc.ts, on standard output or into a new file.
What differs from the compose file is said on standard error, by line.
`;

/**
 * Where a command reads and writes.
 */
export interface CommandSurroundings {
  /** The working directory. */
  readonly cwd: string;
  /** Takes what goes to standard output. */
  readonly out: (text: string) => void;
  /** Takes what goes to standard error. */
  readonly err: (text: string) => void;
}

/** An error for whoever typed the command. */
class CommandError extends Error {}

/**
 * The command `projen-mlflow`.
 *
 * @param args what stands behind its name
 * @returns the exit code: 0, or 2 when the arguments or the compose file are of no use
 */
export function runCommand(args: string[], { cwd, out, err }: CommandSurroundings): number {
  try {
    const { file, output, help } = parse(args);
    if (help) {
      out(USAGE);
    } else {
      importFile(resolve(cwd, file), output === undefined ? undefined : resolve(cwd, output), { cwd, out, err });
    }
    return 0;
  } catch (error) {
    if (!(error instanceof CommandError)) {
      throw error;
    }
    err(`projen-mlflow: ${error.message}\n`);
    return 2;
  }
}

function parse(args: string[]): { file: string; output?: string; help?: boolean } {
  try {
    const { values, positionals: [command, file = '', ...others] } = parseArgs({
      args, allowPositionals: true, options: { output: { type: 'string', short: 'o' }, help: { type: 'boolean', short: 'h' } },
    });
    if (!values.help && (command !== 'import' || !file || others.length > 0)) {
      throw new Error('it takes the command "import" and one compose file');
    }
    return { file, ...values };
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function importFile(path: string, output: string | undefined, { cwd, out, err }: CommandSurroundings): void {
  if (output !== undefined && existsSync(output)) {
    throw new CommandError(`${output} exists already and is left as it is; give another --output`);
  }
  const name = relative(cwd, path) || path;
  const source = read(path, name);
  const target = output === undefined ? cwd : dirname(output);
  const directory = relative(target, dirname(path)).split(sep).join('/') || '.';
  if (directory.startsWith('..')) {
    throw new CommandError(`${name} is not below ${target}, where the project would be; run the command in a folder above it`);
  }
  const program = new Program(source, { fileName: basename(path), folderName: basename(dirname(path)), directory, dotEnv: readDotEnv(join(dirname(path), '.env')) });
  const text = program.toTypeScript();
  if (output === undefined) {
    out(text);
  } else {
    writeFileSync(output, text, { flag: 'wx' });
  }
  for (const remark of [...program.remarks.lines, ...remarksOnFiles(path)]) {
    err(`${name}: ${remark}\n`);
  }
}

function read(path: string, name: string): ComposeSource {
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new CommandError(`there is no file ${name}`);
  }
  try {
    return new ComposeSource(readFileSync(path, 'utf8'));
  } catch (error) {
    throw error instanceof UnusableSource ? new CommandError(`${name} cannot be imported: ${error.message}`) : error;
  }
}

/** The variables of a `.env` file; of their values it matters only whether they are empty. */
function readDotEnv(path: string): Map<string, string> | undefined {
  return existsSync(path)
    ? new Map([...readFileSync(path, 'utf8').matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*[=:][ \t]*(.*)$/gm)]
      .map(([, name, value]) => [name, value.replace(/^(''|"")?\s*(#.*)?$/, '')]))
    : undefined;
}

/** What synthesis does to files that are there. */
function remarksOnFiles(path: string): string[] {
  const { base, folder } = { base: basename(path), folder: dirname(path) };
  const written = ['compose.yaml', '.env.example'].filter(file => existsSync(join(folder, file)));
  const overlay = base.replace(/(\.ya?ml)$/, '.override$1');
  return [
    ...written.map(file => `synthesis writes ${file} anew; commit what is there first`),
    ...(base === 'compose.yaml' ? [] : [`synthesis writes compose.yaml, which Compose takes instead of ${base}; remove ${base} then`]),
    ...(existsSync(join(folder, overlay)) ? [`Compose adds ${overlay} to it, which is not imported`] : []),
  ];
}
