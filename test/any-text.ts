import fc from 'fast-check';

/** Texts that some reader of YAML, `.env` files or interpolation takes for something else. */
export const TRAPS = [
  '1_000',
  '2020-01-01',
  '2001-12-14t21:59:43.10-05:00',
  'yes',
  'no',
  'on',
  'OFF',
  'y',
  'n',
  '0o14',
  '014',
  '0x_F',
  '0b11',
  '22:22',
  '190:20:30',
  '1e3',
  '+1',
  '.5',
  '.inf',
  '-.INF',
  '.nan',
  'null',
  'Null',
  'NULL',
  '~',
  'true',
  'False',
  '',
  ' ',
  ' padded ',
  '-',
  '- a',
  ': ',
  'a: b',
  '#',
  'a #b',
  '!tag',
  '&a',
  '*a',
  '@a',
  '`a`',
  '%TAG',
  '{a}',
  '[a]',
  '|',
  '>',
  '<<',
  '=',
  '"',
  "'",
  '\\',
  '\\n',
  '? ',
  'emoji 🎉',
  'line\nline',
  '\n',
  '\r\n',
  '\r',
  '\ttab',
  'trailing\n\n',
  `${'a long line '.repeat(20)}\n  indented\n\nafter a gap `,
  'x'.repeat(10_240),
  '\u0007\u001b',
  '\u007f',
  '\u0085',
  '\u009f',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\ufffe\uffff',
  '\u{10ffff}',
  '日本語',
  '---',
  '...',
  '$',
  '$$',
  '$$HOME',
  '${HOME}',
  '${A:?b}',
  '${',
  '$}',
  '{{.Name}}',
  'ends with \\',
  "'ends with \\'",
  '"quoted"',
  "it's",
  '\\$HOME',
  '\\\\',
  '\\0101',
  'export A=1',
  'a=b',
  '__proto__',
  'constructor',
];

/** What is put together to texts: all that means something somewhere, and a little that means nothing. */
const PIECES = [
  '$',
  '$$',
  '${',
  '}',
  '$A',
  '${A:-b}',
  '\\',
  '\\\\',
  '\\n',
  '"',
  "'",
  '`',
  '\n',
  '\r',
  '\t',
  ' ',
  '  ',
  '#',
  ' #',
  ':',
  '=',
  '-',
  ',',
  '[',
  ']',
  '{',
  '&',
  '*',
  '!',
  '%',
  '|',
  '>',
  '@',
  '?',
  '\u0001',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  'a',
  'n',
  '0',
  '_',
  'é',
  '日',
  '🎉',
];

/**
 * Any text that a container can be given: all but NUL and halves of surrogate pairs.
 */
export const anyText: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 30, arbitrary: fc.constantFrom(...TRAPS) },
    { weight: 30, arbitrary: fc.string({ unit: fc.constantFrom(...PIECES) }) },
    { weight: 20, arbitrary: fc.string({ unit: 'binary' }) },
    {
      weight: 10,
      arbitrary: fc.stringMatching(/^[-+]?(0[xob]?)?[0-9_a-f]{1,9}(:[0-5][0-9]){0,2}(\.[0-9_]{0,3})?(e[-+]?[0-9])?$/),
    },
    { weight: 5, arbitrary: fc.date({ noInvalidDate: true }).map(date => date.toISOString()) },
    {
      weight: 3,
      arbitrary: fc
        .string({ unit: fc.constantFrom(...PIECES), minLength: 2, maxLength: 20 })
        .map(text => text.repeat(10_240 / text.length)),
    },
  )
  .filter(text => !text.includes('\0'));

/**
 * Any text that can be the name of an environment variable, or of a label.
 */
export const anyName: fc.Arbitrary<string> = anyText.filter(text => text !== '' && !/=|\s$/.test(text));

/**
 * A text with a character in it that no container can be given.
 */
export const unfitText: fc.Arbitrary<string> = fc
  .tuple(
    anyText.filter(text => !/[\ud800-\udfff]/.test(text)), // else the half could find its other half
    fc.oneof(
      fc.constant('\0'),
      fc.integer({ min: 0xd800, max: 0xdfff }).map(code => String.fromCharCode(code)),
    ),
    fc.nat(),
  )
  .map(
    ([text, character, place]) =>
      `${text.slice(0, place % (text.length + 1))}${character}${text.slice(place % (text.length + 1))}`,
  );
