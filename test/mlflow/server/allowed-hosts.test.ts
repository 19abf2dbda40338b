import { admitsEveryHost, allowedHostsOf, originsOf } from '../../../src/mlflow/server/allowed-hosts';

/** What clients inside the app, and inside the container, call the server. */
const INSIDE = ['mlflow', 'mlflow:5000', 'localhost:5000', '127.0.0.1:5000'];

/** Whether MLflow allows a host by a pattern: as Python's `fnmatch` where it has a `*`, else by comparison. */
function matches(pattern: string, host: string): boolean {
  const expression = pattern.replace(/\[!?[^\]]+\]|./g, part =>
    part.length > 1 ? part.replace('[[]', '\\[') : part === '*' ? '.*' : part.replace(/[.+^$(){}|[\]\\/]/, '\\$&'),
  );
  return pattern.includes('*') ? new RegExp(`^${expression}$`).test(host) : pattern === host;
}

test.each<[string, any[], string[]]>([
  ['nothing published', [], []],
  ['the default port', [{ target: 5000, published: 5000 }], []],
  ['another port', [{ target: 5000, published: 8080 }], ['localhost:8080', '127.0.0.1:8080']],
  [
    'port 80, which clients leave out',
    [{ target: 5000, published: 80 }],
    ['localhost', 'localhost:80', '127.0.0.1', '127.0.0.1:80'],
  ],
  ['a port that the engine picks', [{ target: 5000 }], ['localhost:*', '127.0.0.1:*']],
  ['one address', [{ target: 5000, published: 5000, hostIp: '10.1.2.3' }], ['10.1.2.3:5000']],
  ['an address of version 6', [{ target: 5000, published: 5000, hostIp: '::1' }], ['[::1]:5000']],
  ['an address of version 6 in brackets', [{ target: 5000, published: 5000, hostIp: '[::1]' }], ['[::1]:5000']],
  [
    'two ports',
    [
      { target: 5000, published: 5000 },
      { target: 5000, published: 5001 },
    ],
    ['localhost:5001', '127.0.0.1:5001'],
  ],
  ['a port of something else', [{ target: 9090, published: 9090 }], []],
])('the hosts for %s', (_, ports, outside) => {
  expect(allowedHostsOf('mlflow', 5000, ports, [])).toEqual([...INSIDE, ...outside]);
});

test.each(['*', '0.0.0.0', '::', '[::]'])('on all addresses, %s, the private networks are allowed too', hostIp => {
  const hosts = allowedHostsOf('mlflow', 5000, [{ target: 5000, published: 5000, hostIp }], []);
  expect(hosts).toEqual(
    expect.arrayContaining([...INSIDE, '10.*.[0-9]:5000', '192.168.*.[0-9][0-9][0-9]:5000', '172.1[6-9].*.[0-9]:5000']),
  );
  for (const address of ['10.0.0.1', '10.255.255.255', '192.168.1.20', '172.16.0.1', '172.29.1.30', '172.31.255.254']) {
    expect([address, hosts.some(host => matches(host, `${address}:5000`))]).toEqual([address, true]);
  }
});

test.each([
  '10.attacker.example',
  '192.168.1.1.attacker.example',
  '172.16.attacker.example',
  '10.1',
  '1.10.0.0.1',
  '172.32.0.1',
  '10.0.0.1.nip.io',
])('on all addresses %s is not allowed: patterns of addresses match no name', name => {
  const hosts = allowedHostsOf(
    'mlflow',
    5000,
    [{ target: 5000, published: 5000, hostIp: '0.0.0.0' }],
    ['10.*:5000', '192.168.1.*'],
  );
  expect(hosts.filter(host => matches(host, `${name}:5000`) || matches(host, name))).toEqual([]);
  expect(originsOf(hosts).filter(origin => matches(origin, `http://${name}:5000`))).toEqual([]);
});

test.each([
  ['192.168.1.*', ['192.168.1.[0-9]', '192.168.1.[0-9][0-9]', '192.168.1.[0-9][0-9][0-9]']],
  ['10.*:*', ['10.*.[0-9]:*', '10.*.[0-9][0-9]:*', '10.*.[0-9][0-9][0-9]:*']],
])('the pattern of addresses %s matches addresses only', (pattern, expected) => {
  expect(allowedHostsOf('mlflow', 5000, [], [` ${pattern} `])).toEqual([...INSIDE, ...expected]);
});

test('an address of version 6 at a port that the engine picks is no set of characters', () => {
  const [pattern] = allowedHostsOf('mlflow', 5000, [{ target: 5000, hostIp: '::1' }], []).filter(host =>
    host.includes('::1'),
  );
  expect(pattern).toBe('[[]::1]:*');
  expect(matches(pattern, '[::1]:32768')).toBe(true);
});

test.each([
  '*',
  ' *',
  '*:*',
  '*:5000',
  '**',
  '*.*',
  '?*',
  '*?',
  '[a-z]*',
  '[!x]*',
  'http*',
  'http://*',
  'https://*:*',
  '*://*',
])('%s matches every host', pattern => {
  expect(admitsEveryHost(pattern)).toBe(true);
});

test.each([
  '*.example.com',
  '*.example.com:*',
  'mlflow.*.example.com',
  'https://*.example.com',
  'localhost:*',
  '10.*.[0-9]:5000',
  '?',
  'mlflow',
])('%s does not match every host', pattern => {
  expect(admitsEveryHost(pattern)).toBe(false);
});

test('by default only local hosts are allowed, without a pattern', () => {
  expect(
    allowedHostsOf('mlflow', 5000, [{ target: 5000, published: 5000 }], []).filter(host => host.includes('*')),
  ).toEqual([]);
});

test('the name of the service and its port inside follow the service', () => {
  expect(allowedHostsOf('tracking', 80, [], [])).toEqual(['tracking', 'tracking:80', 'localhost:80', '127.0.0.1:80']);
});

test('configured hosts are added, each once', () => {
  expect(allowedHostsOf('mlflow', 5000, [], ['mlflow.example.com', 'mlflow'])).toEqual([
    ...INSIDE,
    'mlflow.example.com',
  ]);
});

test('pages of each host may change data, but those of localhost, which MLflow allows itself', () => {
  expect(
    originsOf([
      'mlflow',
      'localhost',
      'localhost:5000',
      '127.0.0.1',
      '127.0.0.1:5000',
      'localhost.example.com',
      '10.*:80',
    ]),
  ).toEqual([
    'http://mlflow',
    'https://mlflow',
    'http://localhost.example.com',
    'https://localhost.example.com',
    'http://10.*:80',
    'https://10.*:80',
  ]);
});
