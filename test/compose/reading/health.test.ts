import { healthOf } from '../../../src/compose/reading/health';

test.each<[string, any, string, string[]]>([
  ['nothing', undefined, 'image', []],
  ['null', null, 'image', []],
  ['an empty map', {}, 'image', []],
  ['options alone', { interval: '10s', retries: 3 }, 'image', []],
  ['a test that is null', { test: null }, 'image', []],
  ['an empty list', { test: [] }, 'image', []],
  ['a list', { test: ['CMD', 'a', 'b'] }, 'own', ['CMD', 'a', 'b']],
  ['a list for the shell', { test: ['CMD-SHELL', 'a b'] }, 'own', ['CMD-SHELL', 'a b']],
  ['a text', { test: 'a b' }, 'own', ['CMD-SHELL', 'a b']],
  ['a text NONE, a program to Compose', { test: 'NONE' }, 'own', ['CMD-SHELL', 'NONE']],
  ['NONE', { test: ['NONE'] }, 'disabled', []],
  ['NONE with more', { test: ['NONE', 'a'] }, 'disabled', []],
  ['an argument NONE', { test: ['CMD', 'NONE'] }, 'own', ['CMD', 'NONE']],
  ['disable', { disable: true }, 'disabled', []],
  ['disable beside a test', { disable: true, test: ['CMD', 'a'] }, 'disabled', []],
  ['disable that is off', { disable: false, test: ['CMD', 'a'] }, 'own', ['CMD', 'a']],
  ['a reference in disable', { disable: '${OFF}', test: ['CMD', 'a'] }, 'unknown', []],
  ['a reference in the form', { test: ['${FORM}', 'a'] }, 'unknown', []],
])('reads %s', (_, healthcheck, source, tests) => {
  expect(healthOf({ healthcheck })).toEqual({ source, test: tests });
});
