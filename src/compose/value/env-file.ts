import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Construct } from 'constructs';
import { Component } from 'projen';
import { EnvVariable } from './env-variable';
import { ignorePattern } from '../app/app-directory';
import { GeneratedFile } from '../app/generated-file';
import { expectPath, expectRoom } from '../app/project-files';
import { closeToOthers, randomSecret } from '../secret/secret-file';

/**
 * The `.env` file of an app and its committed example.
 *
 * `.env.example` is written at each synthesis and contains no secrets. `.env` is created if it is missing, with random
 * values for the secrets, readable only by its owner and ignored by git; its text is never changed afterwards. If it
 * has secrets that others can read, its mode is corrected at each synthesis.
 */
export class EnvFile extends Component {
  private readonly path: string;
  private readonly variables: () => EnvVariable[];

  /**
   * @param path the path of `.env`, relative to the project's directory
   * @param variables the variables of the app, in the order of the files
   */
  constructor(scope: Construct, id: string, path: string, variables: () => EnvVariable[]) {
    super(scope, id);
    this.path = path;
    expectPath(this, path);
    expectRoom(scope, path);
    this.variables = variables;
    this.project.addGitIgnore(ignorePattern(path));
    this.project.addPackageIgnore(ignorePattern(path));
    new GeneratedFile(this, `${path}.example`, () => this.renderExample(), { marker: true });
  }

  public synthesize(): void {
    const variables = this.variables();
    const path = join(this.project.outdir, this.path);
    if (!existsSync(path)) {
      if (variables.length > 0) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, this.renderNew(variables), { mode: 0o600, flag: 'wx' });
      }
      return;
    }
    if (variables.some(({ secret }) => secret)) {
      closeToOthers(path, 0o600);
    }
    const present = namesIn(readFileSync(path, 'utf8'));
    for (const variable of variables.filter(({ variableName }) => !present.has(variableName))) {
      this.project.logger.warn(`${this.path} has no ${variable.variableName}; add it (see ${this.path}.example)`);
    }
  }

  private renderNew(variables: EnvVariable[]): string {
    return `# Made once by projen, yours to change; it holds secrets, so git ignores it.\n${render(variables, initialValue)}`;
  }

  private renderExample(): string {
    return [
      '# The variables of this app. `npx projen` makes a .env with random secrets where there is none.',
      '# By hand: copy this file to .env and fill in what is empty, in single quotes.',
      render(this.variables(), variable => variable.defaultValue ?? ''),
    ].join('\n');
  }
}

function initialValue(variable: EnvVariable): string {
  return variable.secret ? randomSecret() : (variable.defaultValue ?? '');
}

function render(variables: EnvVariable[], valueOf: (variable: EnvVariable) => string): string {
  return variables
    .map(variable =>
      [
        '',
        ...(variable.description ? [`# ${variable.description.replace(/\r?\n/g, '\n# ')}`] : []),
        `${variable.variableName}=${quote(valueOf(variable))}`,
        '',
      ].join('\n'),
    )
    .join('');
}

/**
 * Quotes a value for Compose's parser of `.env` files: double quotes allow escapes of `\`, `"`, `$` and line breaks,
 * single quotes cannot contain a `\` at the end.
 *
 * @see https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 */
function quote(value: string): string {
  if (/^[A-Za-z0-9_.:\/@+-]*$/.test(value)) {
    return value;
  }
  const escaped = value
    .replace(/[\\"$]/g, character => `\\${character}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}

function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*[=:]/gm)].map(([, name]) => name));
}
