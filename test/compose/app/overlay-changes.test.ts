import * as fc from 'fast-check';
import { ComposeTag } from '../../../src/compose/app/compose-yaml';
import { changesBetween } from '../../../src/compose/app/overlay-changes';

const reset = ComposeTag.reset();
const override = (value: any) => ComposeTag.override(value);

test.each<[string, any, any, any]>([
  ['nothing', { a: { b: [1] } }, { a: { b: [1] } }, {}],
  ['a value', { a: 1 }, { a: 2 }, { a: 2 }],
  ['a key that is new', { a: { b: 1 } }, { a: { b: 1, c: [1] } }, { a: { c: [1] } }],
  ['a key that is gone', { a: { b: 1, c: 2 } }, { a: { b: 1 } }, { a: { c: reset } }],
  ['a list, which Compose would join', { a: { b: [1] } }, { a: { b: [1, 2] } }, { a: { b: override([1, 2]) } }],
  ['a list that becomes a map', { a: ['n'] }, { a: { n: { x: 1 } } }, { a: override({ n: { x: 1 } }) }],
  ['a map that becomes a text', { a: { b: { c: 1 } } }, { a: { b: '.' } }, { a: { b: override('.') } }],
  [
    'a map that becomes a number: a tag would make text of it',
    { a: { b: { c: 1 } } },
    { a: { b: 5 } },
    { a: override({ b: 5 }) },
  ],
  [
    'a value that becomes nothing, which Compose takes for no change',
    { a: { b: 1 } },
    { a: { b: null } },
    { a: override({ b: null }) },
  ],
  ['a dot in a key', { a: { 'b.c': 1 } }, { a: { 'b.c': 2 } }, { a: { 'b.c': 2 } }],
])('%s', (_, base, desired, changes) => {
  expect(changesBetween(base, desired)).toEqual(changes);
});

test('logging and single limits are replaced, since Compose does not merge them key by key', () => {
  const service = (logging: any, nofile: any) => ({ services: { 'my.web': { logging, ulimits: { nofile } } } });
  expect(
    changesBetween(
      service({ driver: 'a', options: { x: 1 } }, { soft: 1, hard: 1 }),
      service({ driver: 'b', options: { x: 1 } }, { soft: 1, hard: 2 }),
    ),
  ).toEqual(service(override({ driver: 'b', options: { x: 1 } }), override({ soft: 1, hard: 2 })));
});

/** Compose's own merge, as far as it is the same for all keys. */
function merge(base: any, changes: any): any {
  if (changes instanceof ComposeTag) {
    return changes.value;
  }
  if (changes === null) {
    return base ?? null;
  }
  if (Array.isArray(base)) {
    expect(Array.isArray(changes)).toBe(true); // Compose refuses another type
    return [...base, ...changes];
  }
  if (typeof base === 'object' && base !== null) {
    expect(typeof changes === 'object' && !Array.isArray(changes)).toBe(true);
    const merged = { ...base };
    for (const [key, value] of Object.entries<any>(changes)) {
      if (value instanceof ComposeTag && value.tag === '!reset') {
        delete merged[key];
      } else {
        merged[key] = merge(merged[key], value);
      }
    }
    return merged;
  }
  return changes;
}

test.each([
  [false, override(false)],
  [3, override(3)],
  ['t', override('t')],
  [[1], override([1])],
  [null, reset],
])(
  'an extension that was a map and becomes %j is written below its own key, and the changes are a map',
  (value, expected) => {
    expect(changesBetween({ 'x-logging': { driver: 'a' } }, { 'x-logging': value })).toEqual({ 'x-logging': expected });
  },
);

test('merging the changes into the base gives the wanted result, whatever differs', () => {
  const value = fc.letrec(tie => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('a', '', 1, true, null),
      fc.array(tie('any'), { maxLength: 2 }),
      tie('map'),
    ),
    map: fc.dictionary(fc.constantFrom('a', 'b', 'c.d'), tie('any'), { maxKeys: 3, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(value.map, value.map, (base: any, desired: any) => {
      expect(merge({ services: base }, changesBetween({ services: base }, { services: desired }))).toEqual({
        services: desired,
      });
    }),
    { numRuns: 2000 },
  );
});
