import { Call, Identifiers, Name, classesIn, toTypeScript } from '../../src/import/expression';

test.each<[string]>([
  ['plain'],
  ["it's"],
  ['"quoted"'],
  ['it\'s "both" \\ and `more` ${x}'],
  ['two\nlines\ttab'],
  ['\\'],
  ['\\"'],
  ['\u2028\u0001é😀'],
  [''],
])('the text %j is the same in TypeScript', text => {
  expect(new Function(`return ${toTypeScript(text)}`)()).toBe(text);
});

test('what fits is on one line, other expressions are wrapped', () => {
  expect(toTypeScript({ a: [1, true, null], 'b-c': new Name('X.Y'), 'left-out': undefined })).toBe(
    "{ a: [1, true, null], 'b-c': X.Y }",
  );
  expect(toTypeScript(new Call('f', ['x', { a: 'y'.repeat(200) }]))).toBe(`f('x', {\n  a: '${'y'.repeat(200)}',\n})`);
  expect(toTypeScript(new Call('f', ['x'.repeat(80), 'y'.repeat(80)]))).toBe(
    `f(\n  '${'x'.repeat(80)}',\n  '${'y'.repeat(80)}',\n)`,
  );
});

test('its classes are found, constants are not classes', () => {
  expect(
    classesIn(
      new Call('new Service', [new Name('app'), { a: [new Call('Mount.bind', []), new Name('RestartPolicy.NO')] }]),
    ),
  ).toEqual(['Service', 'Mount', 'RestartPolicy']);
});

test.each([
  ['db', 'db'],
  ['db_volume', 'dbVolume'],
  ['AWS_ACCESS_KEY_ID', 'awsAccessKeyId'],
  ['my-app.v2', 'myAppV2'],
  ['new', 'newService'],
  ['project', 'projectService'],
  ['2nd', 'service2nd'],
  ['myApp', 'myApp'],
])('%s becomes %s', (words, name) => {
  expect(new Identifiers().make(words, 'Service')).toBe(name);
});

test('each name is given once', () => {
  const identifiers = new Identifiers();
  expect(['a-b', 'a_b', 'a.b', 'aB'].map(words => identifiers.make(words, 'Volume'))).toEqual([
    'aB',
    'aBVolume',
    'aBVolume2',
    'aBVolume3',
  ]);
});
