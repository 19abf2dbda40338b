import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { EnvValue } from '../../../src/compose';
import { specBelow, specFaults } from '../../../src/compose/element/spec-faults';
import { COMPOSE_SPEC, SpecKeys } from '../../../src/compose/spec/keys';

// What the schema of the compose specification accepts and refuses, we accept and refuse: on generated values at all of
// its places. The schema is that of dclint, or the file that COMPOSE_SCHEMA names.

/** The schema without the address of its own schema, which this ajv does not know. */
const { $schema, ...SCHEMA } = JSON.parse(
  process.env.COMPOSE_SCHEMA
    ? readFileSync(process.env.COMPOSE_SCHEMA, 'utf8')
    : readFileSync(join(dirname(require.resolve('dclint/package.json')), 'schemas', 'compose.schema.json'), 'utf8'),
);
/**
 * Compose makes the entries of many lists unique before it asks the schema, so lists with an entry twice have tests of
 * their own.
 */
const accepts = new Ajv({ logger: false }).compile(
  JSON.parse(JSON.stringify(SCHEMA, (key, value) => (key === 'uniqueItems' ? undefined : value))),
);

const plain = fc.constantFrom<any>('text', '5', '', 'a=b', 'a', 'tcp', 0, 5, -1, 1.5, 101, true, false, null);
const anything = fc.letrec<{ any: any }>(tie => ({
  any: fc.oneof(
    { maxDepth: 2 },
    plain,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'source', 'target', 'type', 'x-a'), tie('any'), { maxKeys: 3 }),
  ),
})).any;

/** A value of one of the types that a place allows, wrong at some place inside of it at times. */
function near(spec: SpecKeys): fc.Arbitrary<any> {
  const forms = [...(spec.types ?? 'a')].map((type): fc.Arbitrary<any> => {
    switch (type) {
      case 's':
        return spec.values ? fc.constantFrom(...spec.values, 'other') : fc.constantFrom('text', '5', 'missing', 'a=b');
      case 'n':
        return fc.constantFrom(0, 1.5, 7, -3);
      case 'i':
        return fc.constantFrom(0, 7, -3, 101, 2000, -2000);
      case 'b':
        return fc.boolean();
      case 'z':
        return fc.constant(null);
      case 'l':
        return fc.array(nearOrNot(spec.items ?? {}), { maxLength: 3 });
      case 'm':
        return fc
          .tuple(
            fc.record(
              Object.fromEntries(
                Object.entries(spec.keys ?? {}).map(([key, below]) => [
                  key,
                  sometimes(nearOrNot(below), spec.required?.includes(key) ? 0.1 : Object.keys(spec.keys!).length / 2),
                ]),
              ),
            ),
            spec.map
              ? fc.dictionary(fc.constantFrom('a', 'b', 'x-y'), nearOrNot(spec.map), { maxKeys: 2 })
              : fc.constant({}),
          )
          .map(maps => JSON.parse(JSON.stringify(Object.assign({}, ...maps))));
      default:
        return plain;
    }
  });
  return fc.oneof(...forms);
}

function sometimes(value: fc.Arbitrary<any>, weightOfNone: number): fc.Arbitrary<any> {
  return fc.oneof(
    { weight: 10, arbitrary: value },
    { weight: Math.ceil(weightOfNone * 10), arbitrary: fc.constant(undefined) },
  );
}

function nearOrNot(spec: SpecKeys): fc.Arbitrary<any> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(0).chain(() => near(spec)) },
    { weight: 1, arbitrary: anything },
  );
}

/** A map down a path, without any key beside it. */
function at([key, ...rest]: string[], value: any): any {
  return key === undefined ? value : { [key]: at(rest, value) };
}

/** The places of the specification: each key of the file, of services and of other entries. */
const SECTIONS = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'];
const PLACES = [
  ...SECTIONS.map(section => [section]),
  ...SECTIONS.flatMap(section => Object.keys(COMPOSE_SPEC.keys![section].map!.keys!).map(key => [section, 'it', key])),
  ...Object.keys(COMPOSE_SPEC.keys!)
    .filter(key => key !== 'jobs')
    .map(key => [key]),
];

/**
 * What the schema of dclint, which is older, does not have yet; and limits of other names, of which the schema says
 * nothing.
 */
const LEFT_OUT = [
  /"(umask|pre_start|initial_sync|no_cache_filter|provenance|sbom|use_service_name_alias)":/,
  /"models":.*null/,
  /"ulimits":.*"x-[ay]"/,
];
const isComparable = (file: any) =>
  !LEFT_OUT.slice(process.env.COMPOSE_SCHEMA ? 2 : 0).some(pattern => pattern.test(JSON.stringify(file)));

function specAt(keys: string[]): SpecKeys {
  return keys.reduce((node, key) => specBelow(node, key, false)!, COMPOSE_SPEC);
}

const seen = { accepted: 0, refused: 0 };

test.each(PLACES.map(place => [place.join('.'), place] as const))('%s', (_, place) => {
  const values = nearOrNot(specAt(place));
  fc.assert(
    fc.property(values, value => {
      const file = at(place, value);
      const faults = specFaults(COMPOSE_SPEC, file, { complete: true }).filter(
        ({ problem }) => !problem.includes('twice'),
      );
      if (!isComparable(file) || faults.some(({ unknownKey }) => unknownKey)) {
        return; // we refuse unknown keys also where the schema forgets to
      }
      const isAccepted = accepts(file);
      seen[isAccepted ? 'accepted' : 'refused']++;
      if (isAccepted !== (faults.length === 0)) {
        throw new Error(`${JSON.stringify(file)}: ${JSON.stringify(faults)} ${JSON.stringify(accepts.errors)}`);
      }
    }),
    { numRuns: 100 },
  );
});

test('the generated values are of both kinds', () => {
  expect(seen).toEqual({ accepted: expect.any(Number), refused: expect.any(Number) });
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(PLACES.length * 10);
});

test.each<[string, any, string, string]>([
  ['services.*.ports', '5000:5000', 'expected a list, got a string', 'put the entries into a list'],
  ['services.*.image', 5, 'expected a string, got a number', 'put the value into quotes'],
  ['services.*.image', null, 'expected a string, got null', 'give it a value, or leave it out'],
  [
    'services.*.volumes',
    [{ type: 'bind', target: null }],
    'expected a string, got null',
    'give it a value, or leave it out',
  ],
  ['services.*.networks.*.priority', '5', 'expected a number, got a string', 'write the value without quotes'],
  ['services.*.networks.*.priority', NaN, 'expected a number, got NaN', 'give it a number'],
  ['services.*.labels', new Map([['a', 'b']]), 'expected a list or a map, got a Map', 'put the entries into a list'],
  [
    'services.*.depends_on.*.condition',
    'service_healty',
    'expected one of "service_started", "service_healthy", "service_completed_successfully", got another string',
    'did you mean "service_healthy"?',
  ],
  ['services.*.oom_score_adj', 5000, 'expected a number from -1000 to 1000, got 5000', 'give it one in that range'],
  ['services.*.cpu_count', 1.5, 'expected a string or an integer, got a number', 'put the value into quotes'],
  ['services.*.group_add', ['A', 'B', 'A'], 'the list has this entry twice, which Compose rejects', 'keep one of them'],
  ['services.*.healthcheck.interval', () => '5s', 'expected a string, got a function', 'give it a string'],
  ['services', { 'a b': {} }, '"a b" is not a valid name', 'use letters, digits, dots, dashes and underscores'],
])('%s: %j', (place, value, problem, remedy) => {
  expect(specFaults(specAt(place.split('.')), value)).toEqual([expect.objectContaining({ problem, remedy })]);
});

test.each(['cap_add', 'ports', 'volumes', 'profiles', 'environment', 'labels', 'dns', 'links'])(
  '%s may have an entry twice, since Compose makes them unique',
  key => {
    expect(specFaults(specAt(['services', '*', key]), ['a', 'a'])).toEqual([]);
  },
);

test('references are treated as text, which Compose converts if possible', () => {
  const reference = EnvValue.of('a');
  expect(specFaults(specAt(['services', '*', 'image']), reference)).toEqual([]);
  expect(
    specFaults(specAt(['services', '*', 'depends_on']), { db: { condition: reference, required: reference } }),
  ).toEqual([]);
  expect(specFaults(specAt(['services', '*', 'ports']), reference)).toEqual([
    expect.objectContaining({ problem: 'expected a list, got a reference' }),
  ]);
  expect(specFaults(specAt(['services', '*', 'networks', '*', 'priority']), reference)).toEqual([
    expect.objectContaining({ problem: 'expected a number, got a reference' }),
  ]);
});

test('required keys of a map are checked only in a complete definition', () => {
  const watch = { watch: [{ path: '.' }] };
  expect(specFaults(specAt(['services', '*', 'develop']), watch)).toEqual([]);
  expect(specFaults(specAt(['services', '*', 'develop']), watch, { complete: true })).toEqual([
    {
      keys: ['watch', '0'],
      problem: 'expected the key "action", which is missing',
      remedy: 'give it one of rebuild, sync, restart, sync+restart, sync+exec',
    },
  ]);
});

test('an entry of labels whose name begins with x- is no extension', () => {
  expect(specFaults(specAt(['services', '*', 'labels']), { 'x-a': [] })).toHaveLength(1);
  expect(specFaults(specAt(['services', '*']), { 'x-a': [] })).toEqual([]);
});

test.each<[string, any, string]>([
  ['a function', () => 'a', 'a function'],
  ['a symbol', Symbol('a'), 'a symbol'],
  ['a Map', new Map(), 'a Map'],
  ['NaN', NaN, 'NaN'],
])('%s in an extension is an error, at any depth', (_, value, kind) => {
  const problem = `expected a string, a number, true or false, null, a list or a map, got ${kind}`;
  const remedy = 'give it a value that YAML can hold';
  expect(specFaults(specAt(['services', '*']), { 'x-a': value })).toEqual([{ keys: ['x-a'], problem, remedy }]);
  expect(specFaults(specAt([]), { 'x-a': { b: [1, { c: value }] } })).toEqual([
    { keys: ['x-a', 'b', '1', 'c'], problem, remedy },
  ]);
  const definition = { 'x-a': { toDefinition: () => ({ b: value }) } };
  expect(specFaults(specAt(['services', '*']), definition)).toEqual([{ keys: ['x-a', 'b'], problem, remedy }]);
});

test('an extension may hold anything that YAML can hold', () => {
  const value = { a: [1, 'b', true, null, undefined, { c: EnvValue.of('d') }] };
  expect(specFaults(specAt(['services', '*']), { 'x-a': value })).toEqual([]);
});
