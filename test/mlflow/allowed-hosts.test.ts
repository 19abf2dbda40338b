import { allowedHostsOf, originsOf } from '../../src/mlflow/allowed-hosts';

/** What clients inside the app, and inside the container, call the server. */
const INSIDE = ['mlflow', 'mlflow:5000', 'localhost:5000', '127.0.0.1:5000'];

test.each<[string, any[], string[]]>([
  ['nothing published', [], []],
  ['the default port', [{ target: 5000, published: 5000 }], []],
  ['another port', [{ target: 5000, published: 8080 }], ['localhost:8080', '127.0.0.1:8080']],
  ['port 80, which clients leave out', [{ target: 5000, published: 80 }], ['localhost', 'localhost:80', '127.0.0.1', '127.0.0.1:80']],
  ['a port that the engine picks', [{ target: 5000 }], ['localhost:*', '127.0.0.1:*']],
  ['one address', [{ target: 5000, published: 5000, hostIp: '10.1.2.3' }], ['10.1.2.3:5000']],
  ['an address of version 6', [{ target: 5000, published: 5000, hostIp: '::1' }], ['[::1]:5000']],
  ['an address of version 6 in brackets', [{ target: 5000, published: 5000, hostIp: '[::1]' }], ['[::1]:5000']],
  ['two ports', [{ target: 5000, published: 5000 }, { target: 5000, published: 5001 }], ['localhost:5001', '127.0.0.1:5001']],
  ['a port of something else', [{ target: 9090, published: 9090 }], []],
])('the hosts for %s', (_, ports, outside) => {
  expect(allowedHostsOf('mlflow', 5000, ports, [])).toEqual([...INSIDE, ...outside]);
});

test.each(['*', '0.0.0.0', '::', '[::]'])('on all addresses, %s, the private networks are allowed too', hostIp => {
  const hosts = allowedHostsOf('mlflow', 5000, [{ target: 5000, published: 5000, hostIp }], []);
  expect(hosts).toEqual(expect.arrayContaining([...INSIDE, '10.*:5000', '192.168.*:5000', '172.16.*:5000', '172.31.*:5000']));
  expect(hosts).toHaveLength(4 + 2 + 16);
});

test('no host but the local ones is allowed by default: not all, and none by a pattern', () => {
  expect(allowedHostsOf('mlflow', 5000, [{ target: 5000, published: 5000 }], []).filter(host => host.includes('*'))).toEqual([]);
});

test('the name of the service and its port inside follow the service', () => {
  expect(allowedHostsOf('tracking', 80, [], [])).toEqual(['tracking', 'tracking:80', 'localhost:80', '127.0.0.1:80']);
});

test('the hosts of the team are added, each once', () => {
  expect(allowedHostsOf('mlflow', 5000, [], ['mlflow.example.com', 'mlflow'])).toEqual([...INSIDE, 'mlflow.example.com']);
});

test('pages of each host may change data, but those of localhost, which MLflow allows itself', () => {
  expect(originsOf(['mlflow', 'localhost', 'localhost:5000', '127.0.0.1', '127.0.0.1:5000', 'localhost.example.com', '10.*:80'])).toEqual([
    'http://mlflow', 'https://mlflow', 'http://localhost.example.com', 'https://localhost.example.com', 'http://10.*:80', 'https://10.*:80',
  ]);
});
