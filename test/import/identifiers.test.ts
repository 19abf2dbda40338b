import { Identifiers } from '../../src/import/identifiers';

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
