import { LiteralPaths } from '../../../src/compose/reading/literal-paths';

test('texts and numbers at paths are found, those of variables and other types left out', () => {
  const service = { a: 1, b: { c: 'x' }, d: [{ e: '1' }, {}, { e: '$$2' }, { e: '${E}' }], f: true, g: null };
  expect(new LiteralPaths('a', 'b.c', 'b', 'd.*.e', 'f', 'g', 'g.h', 'a.b', 'none').in(service)).toEqual([
    { key: 'a', value: 1 },
    { key: 'b.c', value: 'x' },
    { key: 'd.0.e', value: '1' },
    { key: 'd.2.e', value: '$$2' },
  ]);
});
