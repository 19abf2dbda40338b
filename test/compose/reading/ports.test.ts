import { publishedPortsOf } from '../../../src/compose/reading/ports';

test.each<[any, any[]]>([
  ['80', [{ hostIp: '*', published: [], target: 80, protocol: 'tcp' }]],
  ['8080:80/udp', [{ hostIp: '*', published: [8080], target: 80, protocol: 'udp' }]],
  ['127.0.0.1:8080:80', [{ hostIp: '127.0.0.1', published: [8080], target: 80, protocol: 'tcp' }]],
  ['127.0.0.1::80', [{ hostIp: '127.0.0.1', published: [], target: 80, protocol: 'tcp' }]],
  ['[::1]:8080:80', [{ hostIp: '::1', published: [8080], target: 80, protocol: 'tcp' }]],
  [
    '1-2:3-4',
    [
      { hostIp: '*', published: [1], target: 3, protocol: 'tcp' },
      { hostIp: '*', published: [2], target: 4, protocol: 'tcp' },
    ],
  ],
  ['1-2:3', [{ hostIp: '*', published: [1, 2], target: 3, protocol: 'tcp' }]],
  [{ target: 80 }, [{ hostIp: '*', published: [], target: 80, protocol: 'tcp' }]],
  [
    { target: 80, published: '8080', host_ip: '::1', protocol: 'udp' },
    [{ hostIp: '::1', published: [8080], target: 80, protocol: 'udp' }],
  ],
  ['1-2:3-40000', []],
  ['${PORT:?set it in .env}:80', []],
])('the port %j is read from either form', (port, read) => {
  expect(publishedPortsOf({ ports: [port] })).toEqual(read);
});

test('a service without ports publishes none', () => {
  expect(publishedPortsOf({})).toEqual([]);
});
