import { Name, toTypeScript } from '../../src/import/expression';
import { durationCall, healthcheckCall, mountCall, portMappings } from '../../src/import/service-entries';

test.each<[unknown, string]>([
  [80, "[{ target: 80, hostIp: '*' }]"],
  ['8080:80/udp', "[{ target: 80, published: 8080, hostIp: '*', protocol: PortProtocol.UDP }]"],
  ['0.0.0.0:8080:80/tcp', "[{ target: 80, published: 8080, hostIp: '0.0.0.0' }]"],
  ['127.0.0.1::80', "[{ target: 80, hostIp: '127.0.0.1' }]"],
  ['[::1]:1:2', "[{ target: 2, published: 1, hostIp: '::1' }]"],
  ['10-11:20-21', "[{ target: 20, published: 10, hostIp: '*' }, { target: 21, published: 11, hostIp: '*' }]"],
  [{ target: 80, published: '81', mode: 'ingress' }, "[{ target: 80, published: 81, hostIp: '*' }]"],
  [
    { target: 80, host_ip: '127.0.0.1', protocol: 'udp' },
    "[{ target: 80, hostIp: '127.0.0.1', protocol: PortProtocol.UDP }]",
  ],
])('%j is %s', (entry, mappings) => {
  expect(toTypeScript(portMappings(entry)!)).toBe(mappings);
});

test.each([
  '10-12:80',
  '10-12:20-21',
  '$PORT:80',
  '80/sctp',
  { target: 80, mode: 'host' },
  { target: 80, name: 'web' },
  { target: 80, published: '10-12' },
])('%j has no typed form', entry => {
  expect(portMappings(entry)).toBeUndefined();
});

const volume = (name: string) => (name === 'data' ? new Name('data') : undefined);

test.each<[unknown, string]>([
  ['data:/d', "Mount.volume(data, '/d')"],
  ['data:/d:ro', "Mount.volume(data, '/d', { readOnly: true })"],
  ['./x:/x', "Mount.bind('./x', '/x', { createHostPath: true })"],
  ['.:/x:ro', "Mount.bind('.', '/x', { createHostPath: true, readOnly: true })"],
  [{ type: 'volume', source: 'data', target: '/d', read_only: false }, "Mount.volume(data, '/d')"],
  [{ type: 'bind', source: './x', target: '/x', bind: { create_host_path: false } }, "Mount.bind('./x', '/x')"],
  [{ type: 'tmpfs', target: '/t' }, "Mount.tmpfs('/t')"],
  [{ type: 'tmpfs', target: '/t', tmpfs: { size: '64m' } }, "Mount.tmpfs('/t', { size: '64m' })"],
])('%j is %s', (entry, call) => {
  expect(toTypeScript(mountCall(entry, volume)!)).toBe(call);
});

test.each([
  '/anonymous',
  'other:/d',
  'data:/d:z',
  'd:/x',
  'C:\\x:/x',
  '$DIR:/x',
  'data:/d:ro:z',
  { type: 'bind', source: './x', target: '/x' }, // only the long form neither creates a folder nor refuses to
  { type: 'bind', source: './x', target: '/x', bind: { propagation: 'shared' } },
  { type: 'volume', source: 'data', target: '/d', volume: { nocopy: true } },
  { type: 'volume', source: 'data', target: '/d', consistency: 'cached' },
  { type: 'tmpfs', target: '/t', tmpfs: { mode: 511 } },
  { type: 'npipe', source: 'x', target: 'y' },
  null,
])('%j has no typed form', entry => {
  expect(mountCall(entry, volume)).toBeUndefined();
});

test.each<[unknown, string, string[]]>([
  [{ test: 'true' }, "Healthcheck.shell('true')", ['retries', 'interval', 'timeout', 'start_period', 'start_interval']],
  [
    { test: ['CMD', 'a', 'b'], interval: '5s', retries: 2, start_period: '1h' },
    "Healthcheck.command(['a', 'b'], { interval: Duration.seconds(5), startPeriod: Duration.minutes(60), retries: 2 })",
    ['timeout', 'start_interval'],
  ],
  [{ test: undefined, disable: true }, 'Healthcheck.disabled()', []],
])('%j is %s', (entry, call, unset) => {
  const found = healthcheckCall(entry)!;
  expect(toTypeScript(found.call)).toBe(call);
  expect(found.unset).toEqual(unset);
});

test.each([
  { test: ['NONE'] },
  { interval: '5s' },
  { test: 'true', interval: '1.5us' },
  { test: ['CMD'] },
  { test: ['true'] },
  { test: 'true', disable: true },
  { test: 'true', retries: '3' },
  { test: 'true', other: '1s' },
])('%j has no typed form', entry => {
  expect(healthcheckCall(entry)).toBeUndefined();
});

test.each([
  ['30s', 'Duration.seconds(30)'],
  ['1m30s', 'Duration.seconds(90)'],
  ['2h', 'Duration.minutes(120)'],
  ['1s500ms', 'Duration.millis(1500)'],
  ['0s', 'Duration.seconds(0)'],
])('%s is %s', (text, call) => {
  expect(toTypeScript(durationCall(text)!)).toBe(call);
});

test.each(['1.5us', '10us', '', '10', 10, undefined, '$T'])('%j has no typed form', text => {
  expect(durationCall(text)).toBeUndefined();
});
