import { attempt } from '../e2e/command';

/**
 * The model that `docker compose config` resolves from a compose file.
 */
export function resolvedModel(directory: string, fileName: string): any {
  const { status, stdout, stderr } = attempt(
    'docker',
    ['compose', '--file', fileName, '--profile', '*', 'config', '--format', 'json', '--no-path-resolution'],
    { cwd: directory },
  );
  if (status !== 0) {
    throw new Error(
      `docker compose config refuses ${fileName}: ${stderr
        .split('\n')
        .filter(line => !line.includes('level=warning'))
        .join(' ')
        .trim()}`,
    );
  }
  const model = JSON.parse(stdout);
  for (const mount of Object.values<any>(model.services ?? {}).flatMap(service => service.volumes ?? [])) {
    if (mount.volume && Object.keys(mount.volume).length === 0) {
      delete mount.volume; // the short form has it, the long one does not; without options it says nothing
    }
  }
  return model;
}
