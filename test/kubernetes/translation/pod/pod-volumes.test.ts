import { container, podSpec, translated, translatedService } from '../../cluster';

test('paths in memory, with their size', () => {
  const output = translatedService({
    tmpfs: ['/tmp', '/run:size=64m'],
    volumes: [{ type: 'tmpfs', target: '/cache', tmpfs: { size: '1g' } }],
    shm_size: '256m',
  });

  expect(podSpec(output).volumes).toEqual([
    { name: 'scratch-cache', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
    { name: 'scratch-tmp', emptyDir: { medium: 'Memory' } },
    { name: 'scratch-run', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
    { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '256Mi' } },
  ]);
  expect(container(output).volumeMounts).toContainEqual({ name: 'shared-memory', mountPath: '/dev/shm' });
});

test('a volume without a name, or whose content is of no use later, is scratch space with a limit', () => {
  const traits = new Map([['web', { scratchMounts: ['/var/tmp'] }]]);
  const output = translatedService({ volumes: ['/anonymous', 'scratch:/var/tmp'] }, { traits });

  expect(podSpec(output).volumes).toEqual([
    { name: 'scratch-anonymous', emptyDir: { sizeLimit: '20Gi' } },
    { name: 'scratch', emptyDir: { sizeLimit: '20Gi' } },
  ]);
});

test('secrets are files at the same paths, which the group of the pod may read', () => {
  const output = translated({
    services: {
      web: { image: 'nginx:1', restart: 'always', secrets: ['A', { source: 'B', target: '/etc/b.key', mode: '0400' }] },
    },
    secrets: { A: { file: './secrets/A' }, B: { file: './secrets/B' } },
  });

  expect(podSpec(output).volumes).toEqual([
    { name: 'secret-b', secret: { secretName: 'b', defaultMode: 0o400 } },
    {
      name: 'secrets',
      projected: { defaultMode: 0o440, sources: [{ secret: { name: 'a', items: [{ key: 'A', path: 'A' }] } }] },
    },
  ]);
  expect(container(output).volumeMounts).toEqual([
    { name: 'secret-b', mountPath: '/etc/b.key', subPath: 'B', readOnly: true },
    { name: 'secrets', mountPath: '/run/secrets', readOnly: true },
  ]);
  expect(container(output).env).toBeUndefined();
});

test('a config is a single file', () => {
  const output = translated({
    services: {
      web: { image: 'nginx:1', restart: 'always', configs: [{ source: 'page', target: '/srv/index.html' }] },
    },
    configs: { page: { file: './page.html' } },
  });

  expect(podSpec(output).volumes).toEqual([{ name: 'config-page', configMap: { name: 'page', defaultMode: 0o444 } }]);
  expect(container(output).volumeMounts).toEqual([
    { name: 'config-page', mountPath: '/srv/index.html', subPath: 'page', readOnly: true },
  ]);
});

test('what a service says that it cannot mount in a cluster is not there', () => {
  const traits = new Map([['web', { omittedMounts: ['/mnt/db'], omittedEnvironment: ['DB_PATH'] }]]);
  const output = translatedService({ volumes: ['data:/mnt/db:ro'], environment: { DB_PATH: '/mnt/db' } }, { traits });

  expect(podSpec(output).volumes).toBeUndefined();
  expect(container(output).env).toBeUndefined();
});

test.each([
  [{ volumes: ['./site:/srv'] }, 'it mounts "./site" of the host, which a pod cannot see'],
  [{ volumes: ['/var/run/docker.sock:/var/run/docker.sock'] }, 'it mounts "/var/run/docker.sock" of the host'],
  [{ volumes: [{ type: 'image', source: 'alpine', target: '/x' }] }, 'a mount of the type "image" is not translated'],
  [{ volumes: ['data:${TARGET}'] }, 'a variable decides the path "${TARGET}" of a mount'],
])('%j is an error', (definition, text) => {
  expect(translatedService(definition).errors).toEqual([expect.stringContaining(text)]);
});
