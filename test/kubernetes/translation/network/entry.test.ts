import { EntryDefinition } from '../../../../src/kubernetes/translation/cluster-input';
import { container, objectOf, service, translated } from '../../cluster';

const traits = new Map([
  [
    'web',
    {
      entryPort: 5000,
      entryEnvironment: { TRUST: '*' },
      hostsVariable: 'HOSTS',
      originsVariable: 'ORIGINS',
    },
  ],
]);
const entered = (entry: EntryDefinition, environment: { [name: string]: string } = {}) =>
  translated(
    { services: { web: service({ ports: ['5000'], environment }), s3: service({ ports: ['9000', '9001'] }) } },
    { entry, traits },
  );
const route = { host: 'mlflow.example.com' };

test('a gateway has a route to the service that is made for users, with time for large artifacts', () => {
  const output = entered({ kind: 'gateway', gateway: 'infra/edge', routes: [route] });

  expect(objectOf(output, 'HTTPRoute', 'mlflow-example-com').spec).toEqual({
    parentRefs: [{ name: 'edge', namespace: 'infra' }],
    hostnames: ['mlflow.example.com'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ name: 'web', port: 5000 }],
        timeouts: { request: '3600s', backendRequest: '3600s' },
      },
    ],
  });
});

test('an ingress has TLS, and no limit for bodies', () => {
  const output = entered({ kind: 'ingress', className: 'nginx', issuer: 'letsencrypt', routes: [route] });
  const { metadata, spec } = objectOf(output, 'Ingress', 'mlflow-example-com');

  expect(metadata.annotations).toMatchObject({
    'cert-manager.io/cluster-issuer': 'letsencrypt',
    'nginx.ingress.kubernetes.io/proxy-body-size': '0',
  });
  expect(spec).toMatchObject({
    ingressClassName: 'nginx',
    tls: [{ hosts: ['mlflow.example.com'], secretName: 'mlflow-example-com-tls' }],
    rules: [
      {
        host: 'mlflow.example.com',
        http: { paths: [{ backend: { service: { name: 'web', port: { number: 5000 } } } }] },
      },
    ],
  });
});

test.each([
  [{ kind: 'gateway', gateway: 'infra/edge' }, 'infra'],
  [{ kind: 'gateway', gateway: 'edge' }, 'team'],
  [{ kind: 'gateway', gateway: 'edge', proxyNamespace: 'envoy' }, 'envoy'],
  [{ kind: 'ingress' }, 'ingress-nginx'],
] as const)('only pods of the proxy’s namespace reach the service: %j', (entry, namespace) => {
  const output = entered({ ...entry, routes: [route] });

  expect(objectOf(output, 'NetworkPolicy', 'entry-web').spec.ingress).toEqual([
    {
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }],
      ports: [{ port: 5000, protocol: 'TCP' }],
    },
  ]);
});

test('another host may lead to another service', () => {
  const output = entered({
    kind: 'gateway',
    gateway: 'edge',
    routes: [route, { host: 's3.example.com', service: 's3', port: 9000 }],
  });

  expect(objectOf(output, 'HTTPRoute', 's3-example-com').spec.rules[0].backendRefs).toEqual([
    { name: 's3', port: 9000 },
  ]);
  objectOf(output, 'NetworkPolicy', 'entry-s3');
});

test('a service answers under its names in the cluster and those of the entry', () => {
  const environment = { HOSTS: 'web,web:5000', ORIGINS: 'http://web' };
  const { env } = container(entered({ kind: 'gateway', gateway: 'edge', routes: [route] }, environment));
  const value = (name: string) => env.find((each: any) => each.name === name)?.value.split(',');

  expect(value('HOSTS')).toEqual([
    'web',
    'web:5000',
    'web.team',
    'web.team.svc',
    'web.team.svc.cluster.local',
    'web.team:5000',
    'web.team.svc:5000',
    'web.team.svc.cluster.local:5000',
    'localhost:*',
    '127.0.0.1:*',
    'mlflow.example.com',
  ]);
  expect(value('ORIGINS')).toContain('https://mlflow.example.com');
  expect(value('TRUST')).toEqual(['*']);
});

test('a service may have variables in a cluster only', () => {
  const own = new Map([['web', { environment: { PLACE: '/data/own', KEPT: 'no' } }]]);
  const output = translated({ services: { web: service({ environment: { KEPT: 'yes' } }) } }, { traits: own });

  expect(container(output).env).toEqual([
    { name: 'KEPT', value: 'yes' },
    { name: 'PLACE', value: '/data/own' },
  ]);
});

test('without an entry nobody from outside is trusted', () => {
  const output = translated({ services: { web: service({ environment: { HOSTS: '*' } }) } }, { traits });

  expect(container(output).env).toEqual([{ name: 'HOSTS', value: '*' }]);
});

test.each([
  [{ routes: [{ host: 'https://mlflow.example.com' }] }, '"https://mlflow.example.com" is not a host name'],
  [{ routes: [{ host: 'mlflow.example.com:443' }] }, '"mlflow.example.com:443" is not a host name'],
  [{ routes: [{ host: 'mlflow' }] }, '"mlflow" is not a host name'],
  [{ routes: [route, { ...route, service: 's3', port: 9000 }] }, 'the host "mlflow.example.com" leads to two services'],
  [{ routes: [{ ...route, service: 'gone' }] }, 'the entry leads to "gone", which is not in the cluster'],
  [{ routes: [{ ...route, service: 's3' }] }, 'no port is known for the host "mlflow.example.com"'],
  [{ routes: [route], gateway: 'a/b/c' }, '"a/b/c" is not the name of a gateway'],
])('%j is an error', (entry, text) => {
  const { errors } = entered({ kind: 'gateway', gateway: 'edge', ...entry });
  expect(errors[0]).toContain(text);
});
