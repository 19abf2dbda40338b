import { Construct } from 'constructs';
import { ComposeApp, ComposeOverlay, ContainerImage, EnvVariable, Network, Service } from '../../../src/compose';
import { Overrides } from '../../../src/compose/element/overrides';
import { specFaults } from '../../../src/compose/element/spec-faults';
import { COMPOSE_SPEC } from '../../../src/compose/spec/keys';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

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
  expect(overrides.apply('services', DEFINITION)).toMatchObject({
    build: { args: { B: 2, C: 3 } },
    ports: [{ target: 443 }],
  });
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
  ['ports', [{ targt: 80 }], 'ports.0.targt', 'targt', 'did you mean "target"?'],
  ['depends_on', { db: { conditon: 'x' } }, 'depends_on.db.conditon', 'conditon', 'did you mean "condition"?'],
])('a key inside of a value that compose does not know is an error: %s %j', (path, value, at, key, remedy) => {
  expect(() => applied(path, value)).toThrow(
    `[web] the override "${at}" names the key "${key}", which the compose specification does not have there; ${remedy}`,
  );
});

test.each<[string, any, string]>([
  ['profiles', 5, 'the override "profiles": expected a list, got a number; put the entries into a list'],
  ['env_file', 5, 'the override "env_file": expected a string or a list, got a number; put'],
  [
    'volumes',
    [{ type: 'volume', target: null }],
    'the override "volumes.0.target": expected a string, got null; give it a value, or leave it out',
  ],
  ['pre_start', 5, 'the override "pre_start": expected a list, got a number'],
  ['links', 'db', 'the override "links": expected a list, got a string'],
  ['links', { db: 'x' }, 'the override "links": expected a list, got a map'],
  ['depends_on', 5, 'the override "depends_on": expected a list or a map, got a number'],
  ['image', 5, 'the override "image": expected a string, got a number; put the value into quotes'],
  ['image', { a: 1 }, 'the override "image": expected a string, got a map'],
  ['ports', '5000:5000', 'the override "ports": expected a list, got a string; put the entries into a list'],
  ['ports.0', true, 'the override "ports.0": expected a string, a number or a map, got true or false'],
  ['ports.0.target', null, 'the override "ports.0.target": expected a string or an integer, got null'],
  [
    'environment.A',
    ['x'],
    'the override "environment.A": expected a string, a number, true or false or null, got a list',
  ],
  ['labels.com\\.example', {}, 'the override "labels.com\\.example": expected'],
  ['labels', { 'com.example': {} }, 'the override "labels.com\\.example": expected'],
  ['networks.0', 5, 'the override "networks.0": expected a string, got a number'],
])('a value of a type that compose does not read there is an error: %s %j', (path, value, message) => {
  expect(() => applied(path, value)).toThrow(`[web] ${message}`);
});

test('all errors of overrides and additions are reported together', () => {
  const overrides = new Overrides(new Construct(testProject(), 'web'));
  overrides.set('deploy', { replicas: [], resources: { limits: { memry: '1g', cpus: {} } } });
  overrides.set('image', 5);
  overrides.append('cap_add', [5, 'ALL', null]);
  const places = [
    '"deploy.replicas"',
    '"deploy.resources.limits.memry"',
    '"deploy.resources.limits.cpus"',
    '"image"',
    '"cap_add.0"',
    '"cap_add.2"',
  ];
  expect(() => overrides.apply('services', DEFINITION)).toThrow(
    new RegExp(places.map(place => place.replaceAll('.', '\\.')).join('[^]*')),
  );
});

test('overrides of app, element and overlay are checked in the same way, before any rule reads them', () => {
  const app = new ComposeApp(testProject(), 'app');
  const web = new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22') });
  const overlay = new ComposeOverlay(app, 'prod');
  web.addOverride('profiles', 5);
  app.addOverride('services.web.env_file', 5);
  app.addOverride('networks', null);
  overlay.element(web).addOverride('ports', '80');
  expect(messageOf(() => app.toDefinition()).split('\n')).toEqual([
    'the compose app is not valid, nothing was written:',
    '  [app/web] the override "profiles": expected a list, got a number; put the entries into a list',
    '  [app] the override "services.web.env_file": expected a string or a list, got a number; put the entries into a list',
    '  [app] the override "networks": expected a map, got null; give it a value, or leave it out',
    '  [app/prod] the override "services.web.ports": expected a list, got a string; put the entries into a list',
  ]);
});

/** Values of all types, at each key of a service. */
const VALUES = [
  5,
  '5',
  true,
  null,
  [],
  ['a'],
  [null],
  [5],
  {},
  { a: 'b' },
  { a: null },
  [{ target: null }],
  [{ a: 'b' }],
  [{ type: 'bind' }],
  [{ source: 'a' }],
  [[]],
];

test.each(Object.keys(COMPOSE_SPEC.keys!.services.map!.keys!))(
  'no value of %s makes synthesis fail with an internal error',
  key => {
    const spec = COMPOSE_SPEC.keys!.services.map!.keys![key];
    for (const values of [VALUES, VALUES.filter(value => specFaults(spec, value).length === 0)]) {
      // those of the right type reach the rules
      const app = new ComposeApp(testProject(), 'app');
      values.forEach((value, index) => {
        const db = new Service(app, `db-${index}`, { image: ContainerImage.fromRegistry('postgres:17') });
        new Service(app, `web-${index}`, { image: ContainerImage.fromRegistry('alpine:3.22'), dependsOn: [db] });
        db.addOverride(key, value);
      });
      expect(messageOf(() => app.toDefinition())).not.toMatch(
        /failed: |is not a function|(?<!no-)undefined|Cannot read/,
      );
    }
  },
);

function messageOf(run: () => void): string {
  try {
    run();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a named key of what was rendered as a list is an error', () => {
  expect(() => applied('networks.internal.aliases', ['web'])).toThrow(
    '[web] the override "networks.internal.aliases" names the key "internal", but the rendered value is a list; give the number of an entry, or override the whole list with a map',
  );
});

test('a reference may be a value, anywhere', () => {
  const variable = new EnvVariable(new ComposeApp(testProject(), 'app'), 'A');
  expect(applied('deploy.labels', { a: variable }).deploy.labels.a).toBe(variable);
  expect(applied('dns', [variable]).dns[0]).toBe(variable);
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

test('values are appended to a list, or make one', () => {
  expect(
    withChanges(overrides => {
      overrides.append('ports', [{ target: 22 }, '8080:80']);
      overrides.append('cap_add', ['SYS_NICE']);
      overrides.append('cap_add', ['SYS_NICE', 'CHOWN']);
      overrides.append('x-team.owners', ['me']);
      overrides.append('deploy.placement.constraints', ['a']);
    }),
  ).toEqual({
    ...DEFINITION,
    ports: [{ target: 80 }, { target: 443 }, { target: 22 }, '8080:80'],
    cap_add: ['SYS_NICE', 'SYS_NICE', 'CHOWN'],
    'x-team': { owners: ['me'] },
    deploy: { placement: { constraints: ['a'] } },
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
      cap_add: ['A', 'B', 'C'],
      networks: ['internal', 'other', 'third'],
      ports: [{ target: 443 }, { target: 22 }],
    });
  }
});

function permutations<T>(items: T[]): T[][] {
  return items.length < 2
    ? [items]
    : items.flatMap((item, index) =>
        permutations(items.filter((_, other) => other !== index)).map(rest => [item, ...rest]),
      );
}

test('with `once` an existing entry is not added again', () => {
  expect(
    withChanges(overrides => {
      overrides.append('ports', [{ target: 80 }, { target: 22 }], { once: true });
      overrides.append('ports', [{ target: 22 }], { once: true });
    }).ports,
  ).toEqual([{ target: 80 }, { target: 443 }, { target: 22 }]);
});

test.each<[string, any, string]>([
  [
    'image',
    'x',
    'the override "image" adds to a list, but the compose specification has none there; set the value with addOverride',
  ],
  [
    'environment',
    'C=3',
    'the override "environment" adds to a list, but the rendered value is not a list; set a key below it, or the whole list, with addOverride',
  ],
  [
    'cap_ad',
    'ALL',
    'the override "cap_ad" names the key "cap_ad", which the compose specification does not have there; did you mean "cap_add"?',
  ],
  [
    'ports',
    { targt: 1 },
    'the override "ports.0.targt" names the key "targt", which the compose specification does not have there; did you mean "target"?',
  ],
])('an addition to %s of %j is an error', (path, value, message) => {
  expect(() => withChanges(overrides => overrides.append(path, [value]))).toThrow(`[web] ${message}`);
});
