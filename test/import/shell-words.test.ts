import { shellWords } from '../../src/import/shell-words';

test.each<[string, string[]]>([
  ['serve --port 80', ['serve', '--port', '80']],
  ['  spaces\taround\n', ['spaces', 'around']],
  ['\'one word\' "another; one" \'\'', ['one word', 'another; one', '']],
  ['a"b c"d\'e\'', ['ab cde']],
  ['#no comment', ['#no', 'comment']],
  ['', []],
])('%j has the words %j', (line, words) => {
  expect(shellWords(line)).toEqual(words);
});

test.each(['a && b', 'a > b', 'a; b', 'a\\ b', '`a`', '$(a)', '"a\\"b"', "'open", 'a"open', '(a)'])('%j is left to Compose', line => {
  expect(shellWords(line)).toBeUndefined();
});
