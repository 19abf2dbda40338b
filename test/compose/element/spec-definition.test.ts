import { ComposeApp, EnvValue } from '../../../src/compose';
import { memberName, mergeDefinitions, specDefinition } from '../../../src/compose/element/spec-definition';
import { testProject } from '../../test-project';

function rendered(path: string, struct: any): any {
  return specDefinition(new ComposeApp(testProject(), 'app'), path, struct);
}

test.each([
  ['cpus', 'cpus'],
  ['mem_limit', 'memLimit'],
  ['ipv4_address', 'ipv4Address'],
  ['device_read_bps', 'deviceReadBps'],
  ['build', 'imageBuild'],
])('the key %s is the member %s', (key, member) => {
  expect(memberName(key)).toBe(member);
});

test('members become keys at any depth; names that users give stay as they are', () => {
  expect(
    rendered('services.*', {
      imageBuild: { cacheFrom: ['a'], args: { fooBar: 'x' } },
      networks: { myNet: { gwPriority: 1 } },
      develop: { watch: [{ path: '.', action: 'sync', initialSync: true }] },
    }),
  ).toEqual({
    build: { cache_from: ['a'], args: { fooBar: 'x' } },
    networks: { myNet: { gw_priority: 1 } },
    develop: { watch: [{ path: '.', action: 'sync', initial_sync: true }] },
  });
});

test('members that are undefined are left out', () => {
  expect(rendered('services.*', { memLimit: undefined })).toEqual({});
  expect(rendered('services.*', undefined)).toEqual({});
});

test('a member that the specification does not know is an error, with the nearest one', () => {
  expect(() => rendered('services.*', { mem_limit: '1g' })).toThrow(
    '[app] the compose specification has nothing for the member "mem_limit" of `spec`; did you mean "memLimit"?',
  );
  expect(() => rendered('services.*', { deploy: { resources: { limit: {} } } })).toThrow('did you mean "limits"?');
});

test.each<[any, string]>([
  [
    { securityOpt: 'label=disable' },
    'the prop `spec.securityOpt`: expected a list, got text; put the entries into a list',
  ],
  [
    { deploy: { resources: { limits: { cpus: [] } } } },
    'the prop `spec.deploy.resources.limits.cpus`: expected text or a number, got a list',
  ],
  [
    { ports: [{ target: '80', hostIp: 5 }] },
    'the prop `spec.ports.0.hostIp`: expected text, got a number; put the value into quotes',
  ],
  [
    { memLimit: null },
    'the prop `spec.memLimit`: expected text or a number, got null; give it a value, or leave it out',
  ],
  [{ labels: new Map([['a', 'b']]) }, 'the prop `spec.labels`: expected a list or a map, got a Map'],
  [{ extensions: 5 }, 'the compose specification has nothing for the member "extensions"'],
  ['text', 'the prop `spec`: expected a map, got text'],
  [null, 'the prop `spec`: expected a map, got null'],
])('a value of another type is an error: %j', (struct, message) => {
  expect(() => rendered('services.*', struct)).toThrow(`[app] ${message}`);
});

test('all that is wrong with a struct is told at once', () => {
  expect(() => rendered('services.*', { mem_limit: '1g', capAdd: 'A', profiles: 'x' })).toThrow(
    /member "mem_limit"[^]*`spec\.capAdd`[^]*`spec\.profiles`/,
  );
});

test('a reference stays what it is', () => {
  const value = EnvValue.of('a');
  expect(rendered('services.*', { image: value, labels: { a: value } })).toEqual({
    image: value,
    labels: { a: value },
  });
});

test('extensions stand among the other keys, at any depth, and begin with x-', () => {
  expect(
    rendered('services.*', { cpus: 1, extensions: { 'x-a': { anyName: 1 } }, logging: { extensions: { 'x-b': 2 } } }),
  ).toEqual({ cpus: 1, 'x-a': { anyName: 1 }, logging: { 'x-b': 2 } });
  expect(() => rendered('', { extensions: { owner: 'me' } })).toThrow(
    '[app] "owner" among the extensions of `spec` is not the name of one; write "x-owner"',
  );
});

test.each<[string, any, any, any]>([
  ['maps are merged, the other one wins', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
  ['a list of arguments is replaced', { command: ['a', 'b'] }, { command: ['c'] }, { command: ['c'] }],
  [
    'a list of maps gets more entries',
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
      p: [
        { target: 53, protocol: 'tcp' },
        { target: 53, protocol: 'udp' },
      ],
    },
    { p: [{ target: 53, published: '5353', protocol: 'udp' }] },
    {
      p: [
        { target: 53, protocol: 'tcp' },
        { target: 53, published: '5353', protocol: 'udp' },
      ],
    },
  ],
  [
    'a port without a protocol is one of TCP',
    {
      p: [
        { target: 53, protocol: 'tcp' },
        { target: 53, protocol: 'udp' },
      ],
    },
    { p: [{ target: 53, published: '1' }] },
    {
      p: [
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
