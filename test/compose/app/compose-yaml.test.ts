import { parse } from 'yaml';
import { ComposeTag, toComposeYaml } from '../../../src/compose/app/compose-yaml';
import { TRAPS } from '../../any-text';

test.each(['1.1', '1.2'] as const)(
  'YAML %s reads each text back as it was, as value, in a list and as key',
  version => {
    for (const text of [...TRAPS, '\0']) {
      const model = {
        services: {
          web: { command: [text, text], environment: { A: text, [`${text} `]: 'key' }, labels: { [text]: 'x' } },
        },
      };
      expect(parse(toComposeYaml(model), { version })).toEqual(model);
    }
  },
);

test('each text is on one line, and holds no character that YAML 1.1 takes for a line break or refuses', () => {
  for (const text of [...TRAPS, '\0']) {
    const yaml = toComposeYaml({ name: text, [`key ${text.slice(0, 100)}`]: 1 });
    expect(yaml.trimEnd().split('\n')).toHaveLength(2);
    expect(yaml).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/);
  }
});

test('NaN is written as such, and Compose refuses it', () => {
  expect(toComposeYaml({ services: { web: { scale: NaN, cpus: Infinity } } })).toContain('cpus: .nan\n    scale: .nan');
});

test('keys that are too long for YAML to find their end have a mark before them', () => {
  const key = 'k'.repeat(1025);
  expect(toComposeYaml({ x: { [key]: 'text', b: { [key]: ['item'] } } })).toBe(
    `x:\n  ? "${key}"\n  : "text"\n  b:\n    ? "${key}"\n    :\n      - "item"\n`.replaceAll(`"${key}"`, key),
  );
});

test('texts are quoted, numbers, flags and nothing are not', () => {
  expect(toComposeYaml({ services: { web: { image: 'alpine', build: null, cpus: 0.5, init: true, scale: 2 } } })).toBe(
    [
      'services:',
      '  web:',
      '    image: "alpine"',
      '    build: null',
      '    cpus: 0.5',
      '    init: true',
      '    scale: 2',
      '',
    ].join('\n'),
  );
});

test('keys are quoted where a reader could take them for something else', () => {
  const keys = [
    'plain',
    'a_b',
    'a.b/c-d',
    'y',
    'yes',
    'No',
    'on',
    'null',
    '1',
    '1_000',
    '2020-01-01',
    '<<',
    'a b',
    'a:',
    'é',
    '',
  ];
  const yaml = toComposeYaml(Object.fromEntries([['x', Object.fromEntries(keys.map(key => [key, 1]))]]));
  expect(
    yaml
      .split('\n')
      .slice(1, -1)
      .map(line => line.trim().replace(/: 1$/, ''))
      .sort(),
  ).toEqual(
    [
      'plain',
      'a_b',
      'a.b/c-d',
      '"y"',
      '"yes"',
      '"No"',
      '"on"',
      '"null"',
      '"1"',
      '"1_000"',
      '"2020-01-01"',
      '"<<"',
      '"a b"',
      '"a:"',
      '"é"',
      '""',
    ].sort(),
  );
});

test('top-level keys have a fixed order, others follow as they come', () => {
  const yaml = toComposeYaml({
    'x-b': 1,
    configs: {},
    volumes: {},
    services: {},
    'x-a': 1,
    networks: {},
    name: 'n',
    secrets: {},
    include: [],
  });
  expect(Object.keys(parse(yaml))).toEqual([
    'name',
    'include',
    'services',
    'networks',
    'volumes',
    'secrets',
    'configs',
    'x-b',
    'x-a',
  ]);
});

test('services and dependencies stand by name, the keys of a service by what they are about, others after them by name', () => {
  expect(
    toComposeYaml({
      services: {
        web: { user: '1', tty: true, ports: [], depends_on: { b: {}, a: {} }, cap_add: [], image: 'a' },
        db_2: {},
        db: {},
      },
    }),
  ).toBe(
    [
      'services:',
      '  db: {}',
      '  db_2: {}',
      '  web:',
      '    image: "a"',
      '    depends_on:',
      '      a: {}',
      '      b: {}',
      '    ports: []',
      '    user: "1"',
      '    cap_add: []',
      '    tty: true',
      '',
    ].join('\n'),
  );
});

test('names are sorted as dictionaries do, on every machine', () => {
  const names = ['b', 'a', 'A', 'a_b', 'a-b', 'a.b', 'a0', 'aB', 'ab', 'B', 'a10', 'a9', 'z', '0'];
  const written = parse(toComposeYaml({ services: Object.fromEntries(names.map(name => [name, {}])) }), {
    mapAsMap: true,
  }).get('services');
  expect([...written.keys()].slice(1)).toEqual(
    names.filter(name => name !== '0').sort((one, other) => one.localeCompare(other, 'en')),
  );
});

test('lists, and the maps below the keys of a service, keep the order in which they were rendered', () => {
  const yaml = toComposeYaml({
    networks: { z: {}, a: {} },
    services: { web: { depends_on: ['b', 'a'], environment: { z: '1', a: '2' }, dns: ['2', '1'] } },
  });
  const {
    networks,
    services: { web },
  } = parse(yaml);
  expect([Object.keys(networks), web.depends_on, Object.keys(web.environment), web.dns]).toEqual([
    ['z', 'a'],
    ['b', 'a'],
    ['z', 'a'],
    ['2', '1'],
  ]);
});

test('an object that is used twice is written twice, without anchors', () => {
  const shared = { driver: 'local' };
  expect(toComposeYaml({ volumes: { a: shared, b: shared } })).toBe(
    'volumes:\n  a:\n    driver: "local"\n  b:\n    driver: "local"\n',
  );
});

test('the tags by which one file changes another stand before values, which are quoted like all others', () => {
  expect(
    toComposeYaml({
      services: {
        web: {
          a: ComposeTag.reset(),
          b: ComposeTag.override(['1_000', { c: null }]),
          d: ComposeTag.override({}),
          e: ComposeTag.override('no'),
        },
      },
    }),
  ).toBe(
    [
      'services:',
      '  web:',
      '    a: !reset null',
      '    b: !override',
      '      - "1_000"',
      '      - c: null',
      '    d: !override {}',
      '    e: !override "no"',
      '',
    ].join('\n'),
  );
});
