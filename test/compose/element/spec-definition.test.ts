import { ComposeApp, EnvValue } from '../../../src/compose';
import { memberName, specDefinition } from '../../../src/compose/element/spec-definition';
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
    '[app] `spec` has no member "mem_limit"; did you mean "memLimit"?',
  );
  expect(() => rendered('services.*', { deploy: { resources: { limit: {} } } })).toThrow('did you mean "limits"?');
});

test.each<[any, string]>([
  [
    { securityOpt: 'label=disable' },
    'the prop `spec.securityOpt`: expected a list, got a string; put the entries into a list',
  ],
  [
    { deploy: { resources: { limits: { cpus: [] } } } },
    'the prop `spec.deploy.resources.limits.cpus`: expected a string or a number, got a list',
  ],
  [
    { ports: [{ target: '80', hostIp: 5 }] },
    'the prop `spec.ports.0.hostIp`: expected a string, got a number; put the value into quotes',
  ],
  [
    { memLimit: null },
    'the prop `spec.memLimit`: expected a string or a number, got null; give it a value, or leave it out',
  ],
  [{ labels: new Map([['a', 'b']]) }, 'the prop `spec.labels`: expected a list or a map, got a Map'],
  [{ extensions: 5 }, '`spec` has no member "extensions"'],
  ['text', 'the prop `spec`: expected a map, got a string'],
  [null, 'the prop `spec`: expected a map, got null'],
])('a value of another type is an error: %j', (struct, message) => {
  expect(() => rendered('services.*', struct)).toThrow(`[app] ${message}`);
});

test('all errors of a struct are reported together', () => {
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
    '[app] the extension "owner" of `spec` does not begin with x-; write "x-owner"',
  );
});

test.each(['capDrop', 'securityOpt'])(
  'an empty list %s, which would seem to remove a protection, is an error',
  member => {
    const key = member.replace(/[A-Z]/, letter => `_${letter.toLowerCase()}`);
    expect(() => rendered('services.*', { [member]: [] })).toThrow(
      `[app] the prop \`spec.${member}\` is an empty list, which removes no restriction, since its entries are added; leave it out, or remove what the service sets: addDeletionOverride('${key}')`,
    );
  },
);
