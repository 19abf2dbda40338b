import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Command, CommandError, CommandSurroundings, UsageError } from './command';
import { randomHex, randomSecret } from '../compose/random-secret';
import { writeSecretFile } from '../compose/secret-file';

/**
 * Puts a new random value into the file of a secret.
 */
export class RotateSecretCommand implements Command {
  public readonly usage = `Usage: projen-mlflow rotate-secret [--of <name>,<name>…] <folder> <name>

Puts a new random value into the file of a secret; with --of only into one of these. Services take it over when they are made anew:
docker compose up --detach --wait --force-recreate
`;

  public run(args: string[], { cwd, err }: CommandSurroundings): void {
    const { folder, name, of } = parse(args);
    const names = namesIn(resolve(cwd, folder), folder).filter(present => of?.includes(present) ?? true);
    if (!name || !names.includes(name)) {
      throw new CommandError(`${name ? `${folder} has no secret "${name}" that may be changed` : 'it takes the name of a secret'}; name one of ${names.join(', ')}`);
    }
    const path = join(resolve(cwd, folder), name);
    const isHex = /^[0-9a-f]{64}$/.test(readFileSync(path, 'utf8')); // the form that some servers ask a key to have
    writeSecretFile(path, isHex ? randomHex() : randomSecret());
    err(`${folder}/${name}: has a new value\n`);
  }
}

function parse(args: string[]): { folder: string; name?: string; of?: string[] } {
  try {
    const { values, positionals: [folder, name, ...others] } = parseArgs({ args, allowPositionals: true, options: { of: { type: 'string' } } });
    if (!folder || others.length > 0) {
      throw new Error('it takes the folder of the secrets and the name of one');
    }
    return { folder, name, of: values.of?.split(',') };
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
