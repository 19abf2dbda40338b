import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Command, CommandError, CommandSurroundings, UsageError } from './command';
import { randomHex, randomSecret } from '../compose/random-secret';
import { writeSecretFile } from '../compose/secret-file';

/** The arguments of the command. */
interface Rotation {
  readonly folder: string;
  readonly name?: string;
  /** What makes a new value, by the name of the secret. */
  readonly generators: Map<string, () => string>;
  /** Why a secret is not changed, by its name. */
  readonly refused: Map<string, string>;
}

/**
 * Puts a new random value into the file of a secret.
 */
export class RotateSecretCommand implements Command {
  public readonly usage = `Usage: projen-mlflow rotate-secret [--text <name>,…] [--hex <name>,…] [--refuse <name>=<reason>]… <folder> <name>

Puts a new random value into the file of a secret: letters and digits for one that --text names, 32 bytes in hexadecimal digits for one that
--hex names. It refuses all others. Services apply the value when they are recreated: docker compose up --detach --wait --force-recreate
`;

  public run(args: string[], { cwd, err }: CommandSurroundings): void {
    const { folder, name, generators, refused } = parse(args);
    const names = namesIn(resolve(cwd, folder), folder).filter(present => generators.has(present) && !refused.has(present));
    const reason = refused.get(name ?? '');
    if (reason !== undefined) {
      throw new CommandError(`the secret "${name}" is not changed: ${reason}`);
    }
    if (!name || !names.includes(name)) {
      throw new CommandError(`${name ? `${folder} has no secret "${name}" that may be changed` : 'it takes the name of a secret'}; ${
        names.length > 0 ? `name one of ${names.join(', ')}` : 'name secrets in --text or --hex'}`);
    }
    writeSecretFile(join(resolve(cwd, folder), name), generators.get(name)!());
    err(`${folder}/${name}: has a new value\n`);
  }
}

function parse(args: string[]): Rotation {
  try {
    const { values, positionals: [folder, name, ...others] } = parseArgs({
      args, allowPositionals: true, options: { text: { type: 'string' }, hex: { type: 'string' }, refuse: { type: 'string', multiple: true } },
    });
    if (!folder || others.length > 0) {
      throw new Error('it takes the folder of the secrets and the name of one');
    }
    const entriesOf = (list: string | undefined, generate: () => string) => (list ?? '').split(',').map((secret): [string, () => string] => [secret, generate]);
    return {
      folder,
      name,
      generators: new Map([...entriesOf(values.text, randomSecret), ...entriesOf(values.hex, randomHex)]),
      refused: new Map((values.refuse ?? []).map(text => [text.split('=', 1)[0], text.slice(text.indexOf('=') + 1)])),
    };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function namesIn(path: string, folder: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).filter(entry => entry.isFile()).map(({ name }) => name).sort();
  } catch (error) {
    throw new CommandError(`the folder ${folder} cannot be read (${(error as NodeJS.ErrnoException).code}); run \`npx projen\`, which makes it`);
  }
}
