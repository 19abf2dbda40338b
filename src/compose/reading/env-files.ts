import { environmentOf } from './environment';
import { ProjectFiles } from '../app/project-files';
import { escapeInterpolation, hasReference, withoutEscapes } from '../value/interpolation';

/**
 * A file of `env_file`, from which a service reads variables.
 */
export interface EnvFileEntry {
  /** The path, from the app's directory, in Compose's syntax. */
  readonly path: string;
  /** Whether it is an error if the file does not exist. */
  readonly required: boolean;
  /** Whether values are literal: quotes and references have no meaning in them. */
  readonly raw: boolean;
}

/**
 * The environment of a service, including its files.
 */
export interface FullEnvironment {
  /** The variables, as `environmentOf` returns them. */
  readonly variables: ReadonlyMap<string, string | null>;
  /**
   * The files whose content is unknown: they are missing, synthesis writes them, or a variable decides their path.
   */
  readonly unread: string[];
}

/**
 * The files of `env_file` of a service, in any form: a path, a list of paths, or a list of maps with `path`, `required`
 * and `format`.
 *
 * @param definition the service, as the compose file holds it
 */
export function envFilesOf({ env_file: value }: { [key: string]: any }): EnvFileEntry[] {
  return [value ?? []]
    .flat()
    .map(entry => (typeof entry === 'string' ? { path: entry } : (entry ?? {})))
    .filter(({ path }) => typeof path === 'string')
    .map(({ path, required, format }) => ({
      path,
      required: required !== false && required !== 'false',
      raw: format === 'raw',
    }));
}

/**
 * The environment of a service: the variables of its files, of which the last one wins, and those of `environment`,
 * which override them.
 *
 * @param definition the service, as the compose file holds it
 * @param files the files of the app
 * @see https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/
 */
export function fullEnvironmentOf(definition: { [key: string]: any }, files: ProjectFiles): FullEnvironment {
  const read = envFilesOf(definition).map(({ path, raw }) => ({
    path,
    raw,
    text: hasReference(path) ? undefined : files.read(withoutEscapes(path)),
  }));
  return {
    variables: new Map([
      ...read.flatMap(({ text, raw }) => [...variablesIn(text ?? '', raw)]),
      ...environmentOf(definition),
    ]),
    unread: read.filter(({ text }) => text === undefined).map(({ path }) => path),
  };
}

/**
 * The variables of an environment file, with values in Compose's syntax; `null` is the value of a name alone, which
 * gets its value from the environment of the user who starts the app. Variables after a syntax error may be left out.
 *
 * @param raw whether the format is `raw`
 * @see https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 */
export function variablesIn(text: string, raw = false): Map<string, string | null> {
  const variables = new Map<string, string | null>();
  let rest = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  while (rest !== '') {
    const line = /^[^\n]*\n?/.exec(rest)![0];
    const { name, separator, start } = headOf(line, raw);
    const value =
      separator === undefined
        ? { text: null, length: line.length }
        : raw
          ? { text: escapeInterpolation(line.slice(start).replace(/\n$/, '')), length: line.length }
          : valueAt(rest, start, line.length);
    if (name !== undefined) {
      variables.set(name, value.text);
    }
    rest = rest.slice(value.length);
  }
  return variables;
}

/** The name and the separator of a line, and the start of the value; an empty line and a comment have no name. */
function headOf(line: string, raw: boolean): { name?: string; separator?: string; start: number } {
  const pattern = raw ? /^\s*(?!#)([^\s=]+)\s*(=|$)/ : /^\s*(?:export\s+)?(?!#)([^\s=:]+)\s*([=:]|$)[ \t]*/;
  const [head, name, separator] = pattern.exec(line) ?? [''];
  return { name, separator: separator || undefined, start: head.length };
}

/** A value, quoted or up to the end of its line, and the length of the text up to the next line. */
function valueAt(rest: string, start: number, lineLength: number): { text: string; length: number } {
  const quoted = /^(?:'((?:[^'\\]|\\[^])*)'|"((?:[^"\\]|\\[^])*)")[^\n]*\n?/.exec(rest.slice(start));
  if (!quoted) {
    return { text: rest.slice(start, lineLength).replace(/ #.*/s, '').trimEnd(), length: lineLength };
  }
  const [whole, single, double] = quoted;
  const text =
    single !== undefined
      ? escapeInterpolation(single.replaceAll("\\'", "'"))
      : double.replace(/\\([^])/g, (escape, character) => ESCAPES[character] ?? escape);
  return { text, length: start + whole.length };
}

/** The meaning of escapes in double quotes, in Compose's syntax. */
const ESCAPES: { [character: string]: string } = { n: '\n', r: '\r', t: '\t', $: '$$', '"': '"', '\\': '\\' };
