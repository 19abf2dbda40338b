import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { Command, CommandError, CommandSurroundings, UsageError } from './command';
import { ComposeSource, Program, UnusableSource } from '../import/internal';

/**
 * Converts an existing compose file to a program with constructs.
 */
export class ImportCommand implements Command {
  public readonly usage = `Usage: projen-mlflow import <compose file> [--output <file>]

Writes constructs for an existing compose file: the text of a .projenrc.ts, on standard output or into a new file.
Differences from the compose file are printed on standard error, with line numbers.
`;

  public run(args: string[], surroundings: CommandSurroundings): void {
    const { file, output } = parse(args);
    importFile(
      resolve(surroundings.cwd, file),
      output === undefined ? undefined : resolve(surroundings.cwd, output),
      surroundings,
    );
  }
}

function parse(args: string[]): { file: string; output?: string } {
  try {
    const {
      values,
      positionals: [file, ...others],
    } = parseArgs({ args, allowPositionals: true, options: { output: { type: 'string', short: 'o' } } });
    if (!file || others.length > 0) {
      throw new Error('expected one compose file');
    }
    return { file, ...values };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function importFile(path: string, output: string | undefined, { cwd, out, err }: CommandSurroundings): void {
  if (output !== undefined && existsSync(output)) {
    throw new CommandError(`${output} already exists and was not changed; use another --output`);
  }
  const name = relative(cwd, path) || path;
  const source = read(path, name);
  const target = output === undefined ? cwd : dirname(output);
  const directory = relative(target, dirname(path)).split(sep).join('/') || '.';
  if (/^\.\.(\/|$)/.test(directory)) {
    throw new CommandError(
      `${name} is not below ${target}, the directory of the project; run the command in a directory above it`,
    );
  }
  const program = new Program(source, {
    fileName: basename(path),
    folderName: basename(dirname(path)),
    directory,
    dotEnv: readDotEnv(join(dirname(path), '.env')),
  });
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
    throw new CommandError(`${name} does not exist`);
  }
  try {
    return new ComposeSource(readFileSync(path, 'utf8'));
  } catch (error) {
    throw error instanceof UnusableSource ? new CommandError(`${name} cannot be imported: ${error.message}`) : error;
  }
}

/** The variables of a `.env` file. It only matters whether their values are empty. */
function readDotEnv(path: string): Map<string, string> | undefined {
  return existsSync(path)
    ? new Map(
        [...readFileSync(path, 'utf8').matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*[=:][ \t]*(.*)$/gm)].map(
          ([, name, value]) => [name, value.replace(/^(''|"")?\s*(#.*)?$/, '')],
        ),
      )
    : undefined;
}

/** Remarks on existing files that synthesis overwrites, or that have another effect than before. */
function remarksOnFiles(path: string): string[] {
  const { base, folder } = { base: basename(path), folder: dirname(path) };
  const written = ['compose.yaml', '.env.example'].filter(file => existsSync(join(folder, file)));
  const overlay = base.replace(/(\.ya?ml)$/, '.override$1');
  return [
    ...written.map(file => `synthesis overwrites ${file}; commit the existing file first`),
    ...(base === 'compose.yaml'
      ? []
      : [`synthesis writes compose.yaml, which Compose prefers to ${base}; remove ${base} afterwards`]),
    ...(existsSync(join(folder, overlay)) ? [`Compose merges ${overlay} into it, which is not imported`] : []),
  ];
}
