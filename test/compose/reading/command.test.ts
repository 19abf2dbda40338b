import { argumentsOf, splitArguments } from '../../../src/compose/reading/command';

test.each([
  ['nothing', undefined, undefined],
  ['null', null, undefined],
  ['an empty list', [], []],
  ['an empty text', '', []],
  ['a list', ['a b', '', 5], ['a b', '', '5']],
  ['a text', ' mlflow  server\t--host\n0.0.0.0 ', ['mlflow', 'server', '--host', '0.0.0.0']],
  ['a number', 5, ['5']],
  ['quotes', "a 'b c' \"d e\"f '' \"it's\"", ['a', 'b c', 'd ef', '', "it's"]],
  ['escapes', String.raw`a\ b "c\"d" 'e\f' \t`, ['a b', 'c"d', String.raw`e\f`, 't']],
  ['what ends a line', 'a b; c', ['a', 'b']],
  ['a pipe', 'a | b', ['a']],
  ['a redirection', 'a 2>&1', ['a']],
  ['a redirection after a word', 'a b>c', ['a', 'b']],
  ['the ends of lines in quotes', 'sh -c "a; b && c | d > e"', ['sh', '-c', 'a; b && c | d > e']],
  ['backquotes', 'a `b c`', ['a', '`b c`']],
  ['a substitution', 'a $$(b "c d")', ['a', '$$(b "c d")']],
  ['references', 'a ${B:-c d} $E$$F', ['a', '${B:-c d}', '$E$$F']],
  ['a reference in quotes', 'a "${B:?say it\'s there}"', ['a', "${B:?say it's there}"]],
  ['an open quote', "a 'b", undefined],
  ['an open substitution', 'a $$(b', undefined],
  ['a backslash at the end', 'a \\', undefined],
  ['a parenthesis', 'a (b)', undefined],
])('reads %s', (_, value, words) => {
  expect(argumentsOf(value)).toEqual(words);
});

test('characters beyond the basic plane stay whole', () => {
  expect(splitArguments('a 🚀b')).toEqual(['a', '🚀b']);
});
