import { Construct } from 'constructs';
import { ComposeApp, EnvVariable, Network } from '../../src/compose';
import { Overrides } from '../../src/compose/overrides';
import { testProject } from '../test-project';
import { userOfAll } from '../user-of-all';

const DEFINITION = {
  image: 'alpine',
  ports: [{ target: 80 }, { target: 443 }],
  environment: { A: '1', B: '2' },
  networks: ['internal'],
  build: { context: '.' },
};

function applied(path: string, ...value: any[]): any {
  const overrides = new Overrides(new Construct(testProject(), 'web'));
  if (value.length > 0) {
    overrides.set(path, value[0]);
  } else {
    overrides.delete(path);
  }
  return overrides.apply('services', DEFINITION);
}

test.each<[string, any, any]>([
  ['image', 'busybox', { image: 'busybox' }],
  ['cpus', 0.5, { cpus: 0.5 }],
  ['read_only', false, { read_only: false }],
  ['deploy.resources.limits.memory', '1g', { deploy: { resources: { limits: { memory: '1g' } } } }],
  ['environment.B', 'x', { environment: { A: '1', B: 'x' } }],
  ['environment.new', null, { environment: { A: '1', B: '2', new: null } }],
  ['ports.1.target', 8443, { ports: [{ target: 80 }, { target: 8443 }] }],
  ['ports.0', '8080:80', { ports: ['8080:80', { target: 443 }] }],
  ['ports.7', { target: 22 }, { ports: [{ target: 80 }, { target: 443 }, { target: 22 }] }],
  ['ports', [], { ports: [] }],
  ['networks', { internal: { aliases: ['web'] } }, { networks: { internal: { aliases: ['web'] } } }],
  ['labels.com\\.example\\.team', 'x', { labels: { 'com.example.team': 'x' } }],
  ['labels', { 'a.b': 'x' }, { labels: { 'a.b': 'x' } }],
  ['x-team', { any: { thing: [1] } }, { 'x-team': { any: { thing: [1] } } }],
  ['x-team.any.0.thing', 1, { 'x-team': { any: { 0: { thing: 1 } } } }],
  ['deploy.x-team', 1, { deploy: { 'x-team': 1 } }],
])('an override sets %s to %j', (path, value, changed) => {
  expect(applied(path, value)).toEqual({ ...DEFINITION, ...changed });
});

test.each<[string, any]>([
  ['image', { image: undefined }],
  ['environment.A', { environment: { B: '2' } }],
  ['ports.0', { ports: [{ target: 443 }] }],
  ['ports.0.target', { ports: [{}, { target: 443 }] }],
  ['cpus', {}],
  ['deploy.resources.limits.memory', {}],
  ['ports.7', {}],
  ['ports.7.published', {}],
  ['networks.internal', {}],
])('a deletion takes %s away, or nothing where it is not', (path, changed) => {
  expect(JSON.parse(JSON.stringify(applied(path)))).toEqual(JSON.parse(JSON.stringify({ ...DEFINITION, ...changed })));
});

test('what was rendered is not changed itself', () => {
  const before = structuredClone(DEFINITION);
  applied('ports.0.target', 1);
  applied('environment.A');
  expect(DEFINITION).toEqual(before);
});

test('overrides are applied in the order in which they were made', () => {
  const overrides = new Overrides(new Construct(testProject(), 'web'));
  overrides.set('build.args.A', 1);
  overrides.set('build.args', { B: 2 });
  overrides.set('build.args.C', 3);
  overrides.delete('build.context');
  overrides.set('ports.0.target', 81);
  overrides.delete('ports.0');
  expect(overrides.apply('services', DEFINITION)).toMatchObject({ build: { args: { B: 2, C: 3 } }, ports: [{ target: 443 }] });
});

test.each([
  ['restrat', 'restrat', 'did you mean "restart"?'],
  ['deploy.resources.limit.memory', 'limit', 'did you mean "limits"?'],
  ['ports.0.publish', 'publish', 'did you mean "published"?'],
  ['healthcheck.intervall', 'intervall', 'did you mean "interval"?'],
  ['image.name', 'name', 'there are no keys below a plain value'],
  ['ports.first', 'first', 'there are no keys below a plain value'],
  ['', '', expect.any(String)],
])('the path "%s" is an error', (path, key, remedy) => {
  const message = `[web] the override "${path}" names the key "${key}", which the compose specification does not have there; `;
  expect(() => applied(path, 1)).toThrow(message + (typeof remedy === 'string' ? remedy : ''));
  expect(() => applied(path)).toThrow(message);
});

test.each<[string, any, string, string, string]>([
  ['deploy', { resources: { limit: {} } }, 'deploy.resources.limit', 'limit', 'did you mean "limits"?'],
  ['ports', [{ targt: 80 }], 'ports.targt', 'targt', 'did you mean "target"?'],
  ['depends_on', { db: { conditon: 'x' } }, 'depends_on.db.conditon', 'conditon', 'did you mean "condition"?'],
  ['image', { a: 1 }, 'image.a', 'a', 'there are no keys below a plain value'],
])('a key inside of a value that compose does not know is an error: %s %j', (path, value, at, key, remedy) => {
  expect(() => applied(path, value)).toThrow(`[web] the override "${at}" names the key "${key}", which the compose specification does not have there; ${remedy}`);
});

test('a named key of what was rendered as a list is an error', () => {
  expect(() => applied('networks.internal.aliases', ['web'])).toThrow(
    '[web] the override "networks.internal.aliases" names the key "internal", but what was rendered there is a list; give the number of an entry, or override the whole list with a map',
  );
});

test('a reference may be a value, anywhere', () => {
  const variable = new EnvVariable(new ComposeApp(testProject(), 'app'), 'A');
  expect(applied('deploy.labels', { a: [variable] }).deploy.labels.a[0]).toBe(variable);
});

test('the keys depend on the kind of construct', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Network(app, 'net').addOverride('ipam.config.0.subnet', '10.1.0.0/24');
  userOfAll(app);
  expect(app.toDefinition().networks.net).toEqual({ ipam: { config: [{ subnet: '10.1.0.0/24' }] } });
  new Network(app, 'other').addOverride('image', 'x');
  expect(() => app.toDefinition()).toThrow('[app/other] the override "image" names the key "image"');
});

function withChanges(change: (overrides: Overrides) => void): any {
  const overrides = new Overrides(new Construct(testProject(), 'web'));
  change(overrides);
  return overrides.apply('services', DEFINITION);
}

test('values are added behind those of a list, or make one', () => {
  expect(withChanges(overrides => {
    overrides.append('ports', [{ target: 22 }, '8080:80']);
    overrides.append('cap_add', ['SYS_NICE']);
    overrides.append('cap_add', ['SYS_NICE', 'CHOWN']);
    overrides.append('x-team.owners', ['me']);
    overrides.append('deploy.placement.constraints', ['a']);
  })).toEqual({
    ...DEFINITION,
    'ports': [{ target: 80 }, { target: 443 }, { target: 22 }, '8080:80'],
    'cap_add': ['SYS_NICE', 'SYS_NICE', 'CHOWN'],
    'x-team': { owners: ['me'] },
    'deploy': { placement: { constraints: ['a'] } },
  });
});

test('whatever the order of additions, entries by number and whole lists, nothing is lost', () => {
  const changes: ((overrides: Overrides) => void)[] = [
    overrides => overrides.set('cap_add', ['A', 'B']),
    overrides => overrides.append('cap_add', ['C']),
    overrides => overrides.set('networks.1', 'other'),
    overrides => overrides.append('networks', ['third']),
    overrides => overrides.delete('ports.0'),
    overrides => overrides.append('ports', [{ target: 22 }]),
  ];
  for (const order of permutations(changes)) {
    expect(withChanges(overrides => order.forEach(change => change(overrides)))).toMatchObject({
      cap_add: ['A', 'B', 'C'], networks: ['internal', 'other', 'third'], ports: [{ target: 443 }, { target: 22 }],
    });
  }
});

function permutations<T>(items: T[]): T[][] {
  return items.length < 2 ? [items] : items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map(rest => [item, ...rest]));
}

test('with `once` an entry that is there is not added again', () => {
  expect(withChanges(overrides => {
    overrides.append('ports', [{ target: 80 }, { target: 22 }], { once: true });
    overrides.append('ports', [{ target: 22 }], { once: true });
  }).ports).toEqual([{ target: 80 }, { target: 443 }, { target: 22 }]);
});

test.each<[string, any, string]>([
  ['image', 'x', 'the override "image" adds to a list, but the compose specification has none there; set the value with addOverride'],
  ['environment', 'C=3', 'the override "environment" adds to a list, but what was rendered there is none; set a key below it, or the whole list, with addOverride'],
  ['cap_ad', 'ALL', 'the override "cap_ad" names the key "cap_ad", which the compose specification does not have there; did you mean "cap_add"?'],
  ['ports', { targt: 1 }, 'the override "ports.targt" names the key "targt", which the compose specification does not have there; did you mean "target"?'],
])('an addition to %s of %j is an error', (path, value, message) => {
  expect(() => withChanges(overrides => overrides.append(path, [value]))).toThrow(`[web] ${message}`);
});
