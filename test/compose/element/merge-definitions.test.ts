import { EnvValue } from '../../../src/compose';
import { mergeDefinitions } from '../../../src/compose/element/merge-definitions';

test.each<[string, any, any, any]>([
  ['maps are merged, the other one wins', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
  ['a list of arguments is replaced', { command: ['a', 'b'] }, { command: ['c'] }, { command: ['c'] }],
  [
    'a list of maps without an identity gets more entries',
    { l: [{ path: 'a' }] },
    { l: [{ path: 'b' }] },
    { l: [{ path: 'a' }, { path: 'b' }] },
  ],
  [
    'an entry of the same target is replaced',
    { v: [{ target: 1, x: 1 }, { target: 2 }] },
    { v: [{ target: 1, y: 1 }] },
    { v: [{ target: 2 }, { target: 1, y: 1 }] },
  ],
  [
    'ports of one number and two protocols are two',
    {
      ports: [
        { target: 53, protocol: 'tcp' },
        { target: 53, protocol: 'udp' },
      ],
    },
    { ports: [{ target: 53, published: '5353', protocol: 'udp' }] },
    {
      ports: [
        { target: 53, protocol: 'tcp' },
        { target: 53, published: '5353', protocol: 'udp' },
      ],
    },
  ],
  [
    'a port without a protocol is one of TCP',
    {
      ports: [
        { target: 53, protocol: 'tcp' },
        { target: 53, protocol: 'udp' },
      ],
    },
    { ports: [{ target: 53, published: '1' }] },
    {
      ports: [
        { target: 53, protocol: 'udp' },
        { target: 53, published: '1' },
      ],
    },
  ],
  [
    'a list of names becomes a map where a map comes',
    { networks: ['a', 'b'] },
    { networks: { b: { priority: 1 } } },
    { networks: { a: {}, b: { priority: 1 } } },
  ],
  ['what is not there is added', { a: undefined }, { a: { b: 1 } }, { a: { b: 1 } }],
  [
    'a list of labels is added to a map',
    { labels: { a: '1', b: '2' } },
    { labels: ['b=3', 'c=x=y', 'd'] },
    { labels: { a: '1', b: '3', c: 'x=y', d: null } },
  ],
  [
    'so is a list of variables',
    { environment: { A: '1' } },
    { environment: ['B=2'] },
    { environment: { A: '1', B: '2' } },
  ],
  [
    'hosts may have a colon',
    { extra_hosts: { a: '1.1.1.1' } },
    { extra_hosts: ['b:::1', 'c=2.2.2.2'] },
    { extra_hosts: { a: '1.1.1.1', b: '::1', c: '2.2.2.2' } },
  ],
  ['a map overrides a list', { labels: ['a=1'] }, { labels: { b: '2' } }, { labels: { a: '1', b: '2' } }],
  ['a list of names is added to one', { networks: ['a'] }, { networks: ['b'] }, { networks: { a: {}, b: {} } }],
  [
    'a list of dependencies is added to a map',
    { depends_on: { a: { condition: 'service_healthy' } } },
    { depends_on: ['b'] },
    { depends_on: { a: { condition: 'service_healthy' }, b: { condition: 'service_started' } } },
  ],
  [
    'a context overrides a map',
    { build: { context: '.', dockerfile: 'x' } },
    { build: './y' },
    { build: { context: './y', dockerfile: 'x' } },
  ],
  [
    'tmpfs may be a text',
    { tmpfs: ['/tmp:mode=1777', '/run'] },
    { tmpfs: '/tmp:size=1m' },
    { tmpfs: ['/run', '/tmp:size=1m'] },
  ],
  [
    'short ports are added, and replace those of their number',
    { ports: [{ target: 80 }, { target: 443 }] },
    { ports: ['127.0.0.1:8080:80', 22, '443:443/udp'] },
    { ports: [{ target: 443 }, '127.0.0.1:8080:80', 22, '443:443/udp'] },
  ],
  [
    'short mounts are added, and replace those of their path',
    {
      volumes: [
        { type: 'volume', source: 'a', target: '/a' },
        { type: 'volume', source: 'b', target: '/b' },
      ],
    },
    { volumes: ['./x:/a:ro', 'c:/c'] },
    { volumes: [{ type: 'volume', source: 'b', target: '/b' }, './x:/a:ro', 'c:/c'] },
  ],
  [
    'short secrets are added, and replace those of their path',
    {
      secrets: [
        { source: 'a', target: '/run/secrets/a' },
        { source: 'b', target: 'x' },
      ],
    },
    { secrets: ['a', 'c'] },
    { secrets: [{ source: 'b', target: 'x' }, 'a', 'c'] },
  ],
  [
    'a port of the same address and number of the host is replaced',
    {
      ports: [
        { target: 80, published: '8080', host_ip: '127.0.0.1', protocol: 'tcp' },
        { target: 81, published: '8081', host_ip: '127.0.0.1', protocol: 'tcp' },
      ],
    },
    { ports: [{ target: 90, published: '8080', host_ip: '127.0.0.1' }, '10.0.0.1:8081:91'] },
    {
      ports: [
        { target: 81, published: '8081', host_ip: '127.0.0.1', protocol: 'tcp' },
        { target: 90, published: '8080', host_ip: '127.0.0.1' },
        '10.0.0.1:8081:91',
      ],
    },
  ],
  [
    'a config at the same path is replaced',
    {
      configs: [
        { source: 'a', target: '/etc/a' },
        { source: 'b', target: '/etc/b' },
      ],
    },
    { configs: [{ source: 'c', target: 'etc/a' }] },
    {
      configs: [
        { source: 'b', target: '/etc/b' },
        { source: 'c', target: 'etc/a' },
      ],
    },
  ],
  [
    'a device at the same path is replaced',
    { devices: ['/dev/a:/dev/x', '/dev/b'] },
    { devices: [{ source: '/dev/c', target: '/dev/x' }, '/dev/d:/dev/b:r'] },
    { devices: [{ source: '/dev/c', target: '/dev/x' }, '/dev/d:/dev/b:r'] },
  ],
  [
    'an environment file of the same path is replaced, in any form',
    { env_file: ['a.env', { path: 'b.env' }] },
    { env_file: [{ path: 'a.env', required: false }, 'c.env'] },
    { env_file: [{ path: 'b.env' }, { path: 'a.env', required: false }, 'c.env'] },
  ],
  [
    'names are added, each once',
    { profiles: ['a', 'b'], group_add: [10], dns: ['1.1.1.1'] },
    { profiles: ['b', 'c'], group_add: ['10', '11'], dns: '9.9.9.9' },
    { profiles: ['a', 'b', 'c'], group_add: ['10', '11'], dns: ['1.1.1.1', '9.9.9.9'] },
  ],
  ['of two lists of labels too', { labels: ['a=1', 'b=2'] }, { labels: ['b=3'] }, { labels: ['a=1', 'b=3'] }],
  [
    'arguments are replaced, those of a healthcheck and an entrypoint too',
    { entrypoint: ['a', 'b'], healthcheck: { test: ['CMD', 'a', 'b'] } },
    { entrypoint: ['a'], healthcheck: { test: ['CMD', 'a'] } },
    { entrypoint: ['a'], healthcheck: { test: ['CMD', 'a'] } },
  ],
  [
    'what confines a container stays unless the same setting is given',
    { cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], cap_add: ['CHOWN'] },
    { cap_drop: [], security_opt: ['label=disable'], cap_add: ['CAP_CHOWN', 'KILL'] },
    {
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true', 'label=disable'],
      cap_add: ['CAP_CHOWN', 'KILL'],
    },
  ],
  [
    'a protection is removed by the setting itself',
    { security_opt: ['no-new-privileges:true', 'label=disable'] },
    { security_opt: ['no-new-privileges=false'] },
    { security_opt: ['label=disable', 'no-new-privileges=false'] },
  ],
  ['a plain value takes the place of a map', { a: { b: 1 } }, { a: false }, { a: false }],
])('merging: %s', (_, base, over, result) => {
  expect(mergeDefinitions(base, over)).toEqual(result);
});

test('merging takes a reference as a whole', () => {
  const value = EnvValue.of('a');
  expect(mergeDefinitions({ a: { b: value } }, { a: { c: 'x' } }).a.b).toBe(value);
  expect(mergeDefinitions({ a: value }, { a: 'x' })).toEqual({ a: 'x' });
});

test('merging leaves both sides as they were', () => {
  const base = { a: { b: 1 } };
  mergeDefinitions(base, { a: { c: 2 } });
  expect(base).toEqual({ a: { b: 1 } });
});
