import { run } from './command';

/** All that anybody may see of an app who is not given its secrets, by where it is seen. */
export interface Traces {
  readonly [place: string]: string;
}

/**
 * Collects what the engine and the containers of an app expose.
 *
 * @param directory where the compose file is
 * @param services those that run, and have a shell
 */
export function traces(directory: string, services: string[]): Traces {
  const compose = (...args: string[]) => run('docker', ['compose', ...args], { cwd: directory });
  const containers = compose('ps', '--all', '--quiet').trim().split('\n');
  const images = JSON.parse(run('docker', ['inspect', ...containers])).map(({ Image }: any) => Image);
  const inProcesses = (file: string) =>
    services
      .map(service =>
        compose(
          'exec',
          '-T',
          service,
          'bash',
          '-c',
          `for process in /proc/[0-9]*; do tr '\\0' '\\n' < $process/${file}; done 2> /dev/null; true`,
        ),
      )
      .join('\n');
  return {
    inspect: run('docker', ['inspect', ...containers]),
    logs: compose('logs', '--no-color'),
    history: [...new Set<string>(images)].map(image => run('docker', ['history', '--no-trunc', image])).join('\n'),
    arguments: compose('top') + inProcesses('cmdline'),
    environments: inProcesses('environ'),
  };
}

/**
 * The places where one of the secrets stands, or its form in a URL. A place that shows nothing at all is one too: then
 * nothing was looked at.
 */
export function placesOf(secrets: string[], places: Traces): string[] {
  const forms = secrets.flatMap(secret => [secret, encodeURIComponent(secret)]);
  return Object.entries(places)
    .filter(([, text]) => text.length < 100 || forms.some(form => text.includes(form)))
    .map(([place]) => place);
}
