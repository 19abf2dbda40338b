import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';

/**
 * The result of `docker compose config` for a compose file. It needs no engine, and no other file of the app than those
 * that the compose file includes.
 *
 * @param yaml the text of the compose file
 * @param appDirectory the directory that its paths are relative to
 * @param variables the values of its variables
 * @throws when Compose is not installed, or does not accept the file
 */
export function composeConfig(
  yaml: string,
  appDirectory: string,
  variables: { [name: string]: string },
): { [key: string]: any } {
  const directory = mkdtempSync(join(tmpdir(), 'compose-template-'));
  try {
    writeFileSync(join(directory, 'compose.yaml'), yaml);
    writeFileSync(join(directory, 'variables.env'), '');
    const { error, status, stdout, stderr } = spawnSync(
      'docker',
      [
        'compose',
        '--project-directory',
        resolve(appDirectory),
        '--file',
        'compose.yaml',
        '--env-file',
        'variables.env',
        '--profile',
        '*',
        'config',
        '--format',
        'json',
      ],
      // Values in the environment need no quotes, and override those of the machine.
      {
        cwd: directory,
        env: { ...withoutComposeSettings(process.env), ...variables },
        encoding: 'utf8',
        maxBuffer: 1024 ** 3,
      },
    );
    if (error || /is not a docker command|unknown flag: --(file|project-directory)/.test(stderr)) {
      throw new Error(
        'resolved() asks Docker Compose, which is not installed here ("docker compose" does not run); install it, or assert without resolved()',
      );
    }
    if (status !== 0) {
      throw new Error(`Docker Compose does not accept the compose file: ${stderr.trim()}`);
    }
    // Compose doubles each `$` of its result, so that it can be read again.
    return relativeTo(resolve(appDirectory), JSON.parse(stdout.replaceAll('$$', '$')));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** With `COMPOSE_PROFILES` and the like the result would depend on the machine. */
function withoutComposeSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('COMPOSE_')));
}

/** A copy with relative paths, so that it is the same on each machine. */
function relativeTo(directory: string, value: any): any {
  if (typeof value === 'string') {
    return value === directory || value.startsWith(directory + sep)
      ? `.${value.slice(directory.length).replaceAll('\\', '/')}`
      : value;
  }
  if (Array.isArray(value)) {
    return value.map(item => relativeTo(directory, item));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, relativeTo(directory, item)]))
    : value;
}
