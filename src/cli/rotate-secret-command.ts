import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Command, CommandError, CommandSurroundings, UsageError } from './command';
import { randomHex, randomSecret, selfSignedCertificate, writeSecretFile } from '../compose/internal';

/** How to generate a value of a secret, and how to check a value that a user chose. */
interface Form {
  readonly generate: (name: string) => string;
  readonly pattern: RegExp;
  readonly description: string;
}

const FORMS: { [option: string]: Form } = {
  text: { generate: randomSecret, pattern: /^[^\r\n]+$/, description: 'one line of text' },
  hex: { generate: randomHex, pattern: /^[0-9a-f]{64}$/, description: '32 bytes in hexadecimal digits' },
  certificate: {
    generate: selfSignedCertificate,
    pattern: /^-----BEGIN [^]+-----\n?$/,
    description: 'a private key and its certificate in PEM',
  },
};

/** A command that gets the new value, in a container of a service. */
interface Step {
  readonly service: string;
  readonly command: string[];
}

/** The arguments of the command. */
interface Rotation {
  readonly folder: string;
  readonly name?: string;
  /** The options of Docker Compose that name the compose file. */
  readonly fileOptions: string[];
  /** By the name of the secret. */
  readonly forms: Map<string, Form>;
  /** The steps before the file gets the new value, by the name of the secret. */
  readonly steps: Map<string, Step[]>;
  /** The reasons why secrets must not be changed, by name. */
  readonly refused: Map<string, string>;
}

/**
 * Writes a new random value to the file of a secret, after the services that store the old value got the new one.
 */
export class RotateSecretCommand implements Command {
  public readonly usage = `Usage: projen-mlflow rotate-secret [--text <name>,…] [--hex <name>,…] [--certificate <name>,…]
         [--step <name>=<JSON list of service, program and its arguments>]… [--refuse <name>=<reason>]… [--file <compose file>] <folder> <name>

Writes a new random value to the file of a secret: letters and digits for names in --text, 32 bytes in hexadecimal digits for names in --hex,
a private key and its certificate for names in --certificate. All others are refused. To set a value of your own, write it to the file <name>.new.

For each --step of the secret, the program first gets the new value on standard input, in a container of the service, which is stopped meanwhile.
Services apply the value when they are recreated: docker compose up --detach --wait --force-recreate
`;

  public run(args: string[], { cwd, err }: CommandSurroundings): void {
    const rotation = parse(args);
    const { name, form } = chosen(rotation, cwd);
    const file = `${rotation.folder}/${name}`;
    try {
      rotate(
        file,
        form,
        rotation.steps.get(name) ?? [],
        new Compose(dirname(resolve(cwd, rotation.folder)), rotation.fileOptions),
        cwd,
      );
    } catch (error) {
      if (error instanceof CommandError) {
        throw error;
      }
      throw new CommandError(`${file} or ${file}.new cannot be read or written: ${(error as Error).message}`, {
        cause: error,
      });
    }
    err(`${file}: has a new value\n`);
  }
}

/** Passes the new value to the services that store the old one, then writes it to the file. */
function rotate(
  file: string,
  { generate, pattern, description }: Form,
  steps: Step[],
  compose: Compose,
  cwd: string,
): void {
  const path = resolve(cwd, file);
  const waiting = `${path}.new`; // chosen by the user, or left by an interrupted task
  const waits = existsSync(waiting);
  const secret = waits ? readFileSync(waiting, 'utf8').replace(/[\r\n]+$/, '') : generate(basename(path));
  if (!pattern.test(secret)) {
    throw new CommandError(
      `${file}.new must contain ${description}; fix it, or remove it to get a random value. Nothing was changed`,
    );
  }
  if (steps.length > 0) {
    // fails where there is no engine, before anything is changed
    const running = compose.runningOf(steps.map(({ service }) => service));
    if (!waits) {
      writeDurably(waiting, secret); // after a step it may be the only key for the data
    }
    compose.take(
      steps,
      secret,
      running,
      `${file} was not changed, and ${file}.new contains the new value: run the task again to continue with it`,
    );
  }
  writeDurably(path, secret);
  rmSync(waiting, { force: true });
}

/** Docker Compose in the directory of an app. */
class Compose {
  constructor(
    private readonly directory: string,
    private readonly fileOptions: string[],
  ) {}

  /**
   * Filters the services that run.
   */
  public runningOf(services: string[]): string[] {
    const { status, stdout } = this.run(['ps', '--services', '--status', 'running'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0) {
      throw new CommandError(
        'Docker Compose cannot list the running services (see the error above); nothing was changed',
      );
    }
    return stdout.split('\n').filter(service => services.includes(service));
  }

  /**
   * Passes a new value to services while they are stopped.
   *
   * @param running the services that run, which are started again if one of the steps fails
   * @param state the state of the files, for messages
   */
  public take(steps: Step[], secret: string, running: string[], state: string): void {
    if (running.length > 0 && this.run(['stop', ...running]).status !== 0) {
      throw new CommandError(`${running.join(', ')} cannot be stopped (see the error above); ${state}`);
    }
    for (const { service, command } of steps) {
      const { status, signal } = this.run(['run', '--rm', '-T', service, ...command], {
        input: `${secret}\n`,
        stdio: ['pipe', 'inherit', 'inherit'],
      });
      if (status !== 0) {
        if (running.length > 0) {
          this.run(['start', ...running]);
        }
        throw new CommandError(
          `"${command.join(' ')}" in ${service} exited with ${status ?? signal} (see the error above); ${state}`,
        );
      }
    }
  }

  private run(
    args: string[],
    options: { input?: string; stdio?: any[] } = {},
  ): { status: number | null; signal: string | null; stdout: string } {
    const result = spawnSync('docker', ['compose', ...this.fileOptions, ...args], {
      cwd: this.directory,
      env: process.env,
      encoding: 'utf8',
      stdio: ['ignore', 'inherit', 'inherit'],
      ...options,
    });
    if (result.error && result.status === null && result.signal === null) {
      throw new CommandError(
        `docker cannot be run (${(result.error as NodeJS.ErrnoException).code}); install Docker with its plugin Compose. Nothing was changed`,
      );
    }
    return result;
  }
}

/** The secret to rotate. */
function chosen({ folder, name, forms, steps, refused }: Rotation, cwd: string): { name: string; form: Form } {
  const reason = refused.get(name ?? '');
  if (reason !== undefined) {
    const first = (steps.get(name!) ?? []).map(
      ({ service, command }) => `\`docker compose run --rm -T ${service} ${command.join(' ')}\``,
    );
    throw new CommandError(
      `the secret "${name}" was not changed: ${reason}${
        first.length > 0
          ? `. Its value is also stored: before you start the services with a new value, stop them, and pass it to ${first.join(' and ')} on standard input`
          : ''
      }`,
    );
  }
  const files = namesIn(resolve(cwd, folder), folder);
  const names = files.filter(present => forms.has(present));
  const form = forms.get(name ?? '');
  if (name && form && files.includes(name)) {
    return { name, form };
  }
  if (name && form) {
    throw new CommandError(
      lstatSync(join(resolve(cwd, folder), name), { throwIfNoEntry: false })
        ? `${folder}/${name} is not a regular file, so it cannot be replaced; change the file that it points to`
        : `${folder}/${name} does not exist; run \`npx projen\` to create it`,
    );
  }
  throw new CommandError(
    `${name ? `${folder} has no secret "${name}" that can be rotated` : 'expected the name of a secret'}; ${
      names.length > 0 ? `name one of ${names.join(', ')}` : 'name secrets in --text, --hex or --certificate'
    }`,
  );
}

/** Writes the file of a secret, and waits until it is on disk, so that it survives a power failure. */
function writeDurably(path: string, secret: string): void {
  writeSecretFile(path, secret);
  for (const entry of process.platform === 'win32' ? [path] : [path, dirname(path)]) {
    // Windows cannot open a folder
    const file = openSync(entry, statSync(entry).isFile() ? 'r+' : 'r');
    fsyncSync(file);
    closeSync(file);
  }
}

function parse(args: string[]): Rotation {
  try {
    const {
      values,
      positionals: [folder, name, ...others],
    } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        text: { type: 'string' },
        hex: { type: 'string' },
        certificate: { type: 'string' },
        step: { type: 'string', multiple: true },
        refuse: { type: 'string', multiple: true },
        file: { type: 'string' },
      },
    });
    if (!folder || others.length > 0) {
      throw new Error('expected the folder of the secrets and the name of a secret');
    }
    const steps = new Map<string, Step[]>();
    for (const [secret, text] of (values.step ?? []).map(pair)) {
      steps.set(secret, [...(steps.get(secret) ?? []), stepOf(text)]);
    }
    return {
      folder,
      name,
      fileOptions: values.file === undefined ? [] : ['--file', values.file],
      forms: new Map(
        Object.entries(FORMS).flatMap(([option, form]) =>
          ((values as { [option: string]: string | undefined })[option] ?? '')
            .split(',')
            .filter(secret => secret)
            .map((secret): [string, Form] => [secret, form]),
        ),
      ),
      steps,
      refused: new Map((values.refuse ?? []).map(pair)),
    };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The name before the first `=`, and the text after it. */
function pair(text: string): [string, string] {
  return [text.split('=', 1)[0], text.slice(text.indexOf('=') + 1)];
}

function stepOf(text: string): Step {
  const list: unknown = parsedOrNothing(text);
  if (!Array.isArray(list) || list.length < 2 || !list.every(item => typeof item === 'string')) {
    throw new Error(`a step is a JSON list of a service, a program and its arguments, got ${text}`);
  }
  const [service, ...command] = list;
  return { service, command };
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function namesIn(path: string, folder: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    throw new CommandError(
      `the folder ${folder} cannot be read (${(error as NodeJS.ErrnoException).code}); run \`npx projen\` to create it`,
    );
  }
}
