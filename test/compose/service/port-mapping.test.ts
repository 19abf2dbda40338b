import { PortProtocol } from '../../../src/compose';
import { portDefinition } from '../../../src/compose/service/port-mapping';

test('by default a port is published on 127.0.0.1 with TCP', () => {
  expect(portDefinition({ target: 80, published: 8080 })).toEqual({
    target: 80,
    published: '8080',
    host_ip: '127.0.0.1',
    protocol: 'tcp',
  });
});

test('address and protocol are for the team to choose', () => {
  expect(portDefinition({ target: 53, published: 53, hostIp: '0.0.0.0', protocol: PortProtocol.UDP })).toEqual({
    target: 53,
    published: '53',
    host_ip: '0.0.0.0',
    protocol: 'udp',
  });
});

test('without a port of the host the engine picks one', () => {
  expect(portDefinition({ target: 80 }).published).toBeUndefined();
});

test('every address is no address to Compose', () => {
  expect(portDefinition({ target: 80, published: 8080, hostIp: '*' })).toEqual({
    target: 80,
    published: '8080',
    protocol: 'tcp',
  });
});
