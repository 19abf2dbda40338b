import { objectOf, service, translated } from '../../cluster';

const app = {
  services: {
    web: service({ networks: ['inside', 'outside'], ports: ['8080:80'] }),
    db: service({ networks: ['inside'], volumes: ['data:/data'] }),
    alone: service({ network_mode: 'none' }),
  },
  networks: { inside: { internal: true }, outside: {} },
};
const labelOf = (network: string) => ({
  podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'app', [`network.projen-mlflow/${network}`]: 'true' } },
});

test('nothing reaches a pod, and it reaches nothing but name servers, unless another policy allows it', () => {
  const output = translated(app);
  const podSelector = { matchLabels: { 'app.kubernetes.io/part-of': 'app' } };

  expect(objectOf(output, 'NetworkPolicy', 'default-deny').spec).toEqual({
    podSelector,
    policyTypes: ['Ingress', 'Egress'],
  });
  expect(objectOf(output, 'NetworkPolicy', 'dns').spec).toEqual({
    podSelector,
    policyTypes: ['Egress'],
    egress: [
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
    ],
  });
});

test('pods of a network reach each other, and the world where the network lets them', () => {
  const output = translated(app);

  expect(objectOf(output, 'NetworkPolicy', 'network-inside').spec).toEqual({
    ...labelOf('inside'),
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [labelOf('inside')] }],
    egress: [{ to: [labelOf('inside')] }],
  });
  expect(objectOf(output, 'NetworkPolicy', 'network-outside').spec.egress).toEqual([
    { to: [labelOf('outside')] },
    { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }] },
  ]);
});

test('a network whose replies find no way back has no egress', () => {
  const networks = { outside: { driver_opts: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } } };
  const output = translated({ services: { web: service({ networks: ['outside'] }) }, networks });

  expect(objectOf(output, 'NetworkPolicy', 'network-outside').spec.egress).toHaveLength(1);
});

test('a service without a network is reached by nobody', () => {
  const { objects } = translated(app);
  expect(objects.filter(({ metadata }) => metadata.name === 'alone').map(({ kind }) => kind)).toEqual(['Deployment']);
});

test('a service that names its ports has an address, one with data or without ports leads to its pods', () => {
  const output = translated(app);

  expect(objectOf(output, 'Service', 'web').spec).toEqual({
    selector: { 'app.kubernetes.io/part-of': 'app', 'app.kubernetes.io/name': 'web' },
    ports: [{ name: 'tcp-80', port: 80, targetPort: 80 }],
  });
  expect(objectOf(output, 'Service', 'db').spec).toEqual({
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: { 'app.kubernetes.io/part-of': 'app', 'app.kubernetes.io/name': 'db' },
  });
});

test('ports of both kinds and protocols, of ranges too', () => {
  const output = translated({
    services: { web: service({ ports: ['53:53/udp', '8000-8001:90-91'], expose: ['53'] }) },
  });

  expect(objectOf(output, 'Service', 'web').spec.ports).toEqual([
    { name: 'udp-53', port: 53, targetPort: 53, protocol: 'UDP' },
    { name: 'tcp-90', port: 90, targetPort: 90 },
    { name: 'tcp-91', port: 91, targetPort: 91 },
    { name: 'tcp-53', port: 53, targetPort: 53 },
  ]);
});

test('aliases in a network are names as well', () => {
  const output = translated({
    services: { web: service({ networks: { inside: { aliases: ['front'] } } }) },
    networks: { inside: {} },
  });
  expect(objectOf(output, 'Service', 'front').spec).toEqual(objectOf(output, 'Service', 'web').spec);
});

test.each([
  [{ networks: { inside: { aliases: ['other'] } } }, 'two objects are called Service/other'],
  [{ networks: { inside: { aliases: ['a_b'] } } }, 'its alias "a_b" is not a valid name in Kubernetes'],
  [{ links: ['other:elsewhere'] }, '`links` gives a name of its own'],
  [{ network_mode: 'host' }, 'its `network_mode` "host" needs containers on one machine'],
])('%j is an error', (definition, text) => {
  const { errors } = translated({ services: { web: service(definition), other: service() }, networks: { inside: {} } });
  expect(errors).toEqual([expect.stringContaining(text)]);
});

test.each(['true', 'yes', 'on'])('a network that is internal by the text %j has no egress', internal => {
  const output = translated({ ...app, networks: { inside: { internal }, outside: {} } });
  const { egress } = objectOf(output, 'NetworkPolicy', 'network-inside').spec;
  expect(egress).toEqual([{ to: [labelOf('inside')] }]);
});
