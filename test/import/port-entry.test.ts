import { toTypeScript } from '../../src/import/expression';
import { portMappings } from '../../src/import/port-entry';

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
