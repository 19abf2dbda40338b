import { VariableInput } from '../../../src/kubernetes/translation/cluster-input';
import { podSpec, service, translated } from '../cluster';

const app = {
  services: { web: service({ configs: ['script', 'page'], secrets: ['KEY'], environment: { A: '${A:?}' } }) },
  configs: { script: { file: './web/script.sh' }, page: { content: 'Hello, ${A}' } },
  secrets: { KEY: { file: './secrets/KEY' } },
};
const variables = new Map<string, VariableInput>([['A', { value: 'it\'s "A"', secret: false }]]);

test('kustomize generates what pods see as files, so that a change starts them anew', () => {
  const { kustomization, errors } = translated(app, { variables });

  expect(errors).toEqual([]);
  expect(kustomization).toMatchObject({
    configMapGenerator: [
      { name: 'variables', literals: ['A="it\'s "A""'] },
      { name: 'script', files: ['script=web/script.sh'] },
      { name: 'page', literals: ['page="Hello, it\'s "A""'] },
    ],
    secretGenerator: [{ name: 'key', files: ['KEY=secrets/KEY'] }],
  });
});

test('no secret is in what is committed', () => {
  const { files } = translated(app, { variables: new Map([...variables, ['B', { secret: true }]]) });

  expect([...files.values()].map(text => text()).join()).not.toMatch(/kind: "Secret"/);
});

test('secrets may be in one Secret object that somebody else makes', () => {
  const output = translated(app, { variables, secrets: { kind: 'existing', name: 'team-secrets' } });

  expect(output.kustomization.secretGenerator).toBeUndefined();
  expect(podSpec(output).volumes.at(-1).projected.sources).toEqual([
    { secret: { name: 'team-secrets', items: [{ key: 'KEY', path: 'KEY' }] } },
  ]);
});

test('the external-secrets operator makes the Secret object', () => {
  const external = { store: 'vault', key: 'mlflow/{name}' };
  const output = translated(app, { variables, secrets: { kind: 'external', external } });

  expect(output.objects.find(({ kind }) => kind === 'ExternalSecret')).toEqual({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'app-secrets' },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      target: { name: 'app-secrets' },
      data: [{ secretKey: 'KEY', remoteRef: { key: 'mlflow/KEY' } }],
    },
  });
  expect(podSpec(output).volumes.at(-1).projected.sources[0].secret.name).toBe('app-secrets');
});

test('external configs and secrets are objects that are there', () => {
  const output = translated({
    services: { web: service({ configs: ['page'], secrets: ['KEY'] }) },
    configs: { page: { external: true, name: 'team-page' } },
    secrets: { KEY: { external: true } },
  });

  expect(output.errors).toEqual([]);
  expect(JSON.stringify(podSpec(output).volumes)).toContain('"configMap":{"name":"team-page"');
  expect(output.kustomization.configMapGenerator).toBeUndefined();
});

test.each([
  [{ secrets: { KEY: { environment: 'KEY' } } }, 'the secret "KEY" is a variable of .env'],
  [
    { secrets: { KEY: { file: '../KEY' } } },
    'the file "../KEY" of the secret "KEY" is not in the directory of the app',
  ],
  [{ secrets: { KEY: { file: '/etc/KEY' } } }, 'the file "/etc/KEY" of the secret "KEY"'],
])('%j is an error', (definition, text) => {
  const { errors } = translated({ services: { web: service({ secrets: ['KEY'] }) }, ...definition });
  expect(errors).toEqual([expect.stringContaining(text)]);
});

test('owners of files have no counterpart', () => {
  const { warnings } = translated({
    services: { web: service({ secrets: [{ source: 'KEY', uid: '1000' }] }) },
    secrets: { KEY: { file: './secrets/KEY' } },
  });
  expect(warnings).toEqual([expect.stringContaining('`secrets.uid` has no counterpart')]);
});
