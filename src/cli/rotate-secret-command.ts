import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, CommandError, CommandSurroundings, UsageError } from './command';
import { randomHex, randomSecret } from '../compose/random-secret';
import { writeSecretFile } from '../compose/secret-file';

/**
 * Puts a new random value into the file of a secret.
 */
export class RotateSecretCommand implements Command {
  public readonly usage = `Usage: projen-mlflow rotate-secret <folder> <name>

Puts a new random value into the file of a secret. Services take it over when they are made anew:
docker compose up --detach --wait --force-recreate
`;

  public run(args: string[], { cwd, err }: CommandSurroundings): void {
    const [folder, name, ...others] = args;
    if (!folder || others.length > 0) {
      throw new UsageError('it takes the folder of the secrets and the name of one');
    }
    const names = namesIn(resolve(cwd, folder), folder);
    if (!name || !names.includes(name)) {
      throw new CommandError(`${name ? `${folder} has no secret "${name}"` : 'it takes the name of a secret'}; name one of ${names.join(', ')}`);
    }
    const path = join(resolve(cwd, folder), name);
    // Who asked for a key in hexadecimal digits would take nothing else.
    writeSecretFile(path, /^[0-9a-f]{64}$/.test(readFileSync(path, 'utf8')) ? randomHex() : randomSecret());
    err(`${folder}/${name}: has a new value\n`);
  }
}

function namesIn(path: string, folder: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).filter(entry => entry.isFile()).map(({ name }) => name).sort();
  } catch (error) {
    throw new CommandError(`the folder ${folder} cannot be read (${(error as NodeJS.ErrnoException).code}); run \`npx projen\`, which makes it`);
  }
}
