import { ComposeApp, EnvValue } from '../../src/compose';
import { memberName, mergeDefinitions, specDefinition } from '../../src/compose/spec-definition';
import { testProject } from '../test-project';

function rendered(path: string, struct: any): any {
  return specDefinition(new ComposeApp(testProject(), 'app'), path, struct);
}

test.each([['cpus', 'cpus'], ['mem_limit', 'memLimit'], ['ipv4_address', 'ipv4Address'], ['device_read_bps', 'deviceReadBps'], ['build', 'imageBuild']])(
  'the key %s is the member %s', (key, member) => {
    expect(memberName(key)).toBe(member);
  },
);

test('members become keys at any depth; names that users give stay as they are', () => {
  expect(rendered('services.*', {
    imageBuild: { cacheFrom: ['a'], args: { fooBar: 'x' } },
    networks: { myNet: { gwPriority: 1 } },
    develop: { watch: [{ path: '.', action: 'sync', initialSync: true }] },
  })).toEqual({
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

test('extensions stand among the other keys, at any depth, and begin with x-', () => {
  expect(rendered('services.*', { cpus: 1, extensions: { 'x-a': { anyName: 1 } }, logging: { extensions: { 'x-b': 2 } } }))
    .toEqual({ 'cpus': 1, 'x-a': { anyName: 1 }, 'logging': { 'x-b': 2 } });
  expect(() => rendered('', { extensions: { owner: 'me' } })).toThrow('[app] "owner" among the extensions of `spec` is not the name of one; write "x-owner"');
});

test.each<[string, any, any, any]>([
  ['maps are merged, the other one wins', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
  ['a list of words is replaced', { command: ['a', 'b'] }, { command: ['c'] }, { command: ['c'] }],
  ['a list of maps gets more entries', { l: [{ path: 'a' }] }, { l: [{ path: 'b' }] }, { l: [{ path: 'a' }, { path: 'b' }] }],
  ['an entry of the same target is replaced', { v: [{ target: 1, x: 1 }, { target: 2 }] }, { v: [{ target: 1, y: 1 }] }, { v: [{ target: 2 }, { target: 1, y: 1 }] }],
  ['ports of one number and two protocols are two', { p: [{ target: 53, protocol: 'tcp' }, { target: 53, protocol: 'udp' }] }, { p: [{ target: 53, published: '5353', protocol: 'udp' }] },
    { p: [{ target: 53, protocol: 'tcp' }, { target: 53, published: '5353', protocol: 'udp' }] }],
  ['a port without a protocol is one of TCP', { p: [{ target: 53, protocol: 'tcp' }, { target: 53, protocol: 'udp' }] }, { p: [{ target: 53, published: '1' }] },
    { p: [{ target: 53, protocol: 'udp' }, { target: 53, published: '1' }] }],
  ['a list of names becomes a map where a map comes', { networks: ['a', 'b'] }, { networks: { b: { priority: 1 } } }, { networks: { a: {}, b: { priority: 1 } } }],
  ['what is not there is added', { a: undefined }, { a: { b: 1 } }, { a: { b: 1 } }],
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
