import { interpolatedText, referencesIn } from '../../../src/compose/value/interpolated-text';

test.each<[string, unknown[]]>([
  ['text', ['text']],
  ['', []],
  ['$$', ['$']],
  ['a$$b$X-c', ['a$b', { name: 'X' }, '-c']],
  ['${X}${Y}', [{ name: 'X' }, { name: 'Y' }]],
  ['$${X}', ['${X}']],
  ['${X:-a}b', [{ name: 'X', operator: ':-', value: 'a' }, 'b']],
  ['${X-}', [{ name: 'X', operator: '-', value: '' }]],
  ['${X:?say so}', [{ name: 'X', operator: ':?', value: 'say so' }]],
  ['${X+${Y}}', [{ name: 'X', operator: '+', value: '${Y}' }]],
])('%s is taken apart', (text, parts) => {
  expect(interpolatedText(text)).toEqual(parts);
});

test.each(['$', '$1', 'a $ b', '${', '${X', '${X!}', '${1}', '${X:-${Y}'])('%s is refused', text => {
  expect(interpolatedText(text)).toBeUndefined();
});

test('the references within defaults count', () => {
  expect(referencesIn(interpolatedText('$A ${B:-x${C:-${D}}}')!).map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D']);
});
