import { modelOf } from './rule-model';
import { IIncludedFile, ModelEntry } from '../../../src/compose';
import { NoIncludeConflict } from '../../../src/compose/rules/no-include-conflict';

function included(path: string, sections: { [section: string]: { [name: string]: any } }): IIncludedFile {
  return {
    entries: (section: string): ModelEntry[] =>
      Object.entries(sections[section] ?? {}).map(([name, definition]) => ({
        name,
        path: `${path}/${name}`,
        definition,
      })),
  };
}

function violations(own: { [section: string]: any }, ...files: { [section: string]: any }[]): string[] {
  const model = modelOf(own, { included: files.map((file, index) => included(`app/file${index}`, file)) });
  return new NoIncludeConflict().check(model).map(({ path, problem }) => `${path}: ${problem}`);
}

test.each(['services', 'networks', 'volumes', 'configs', 'secrets'])(
  'a name among the %s of the app and of a file is a clash',
  section => {
    expect(violations({ [section]: { a: { x: 1 }, b: {} } }, { [section]: { a: { x: 2 } } })).toEqual([
      `app/a: "a" is among the ${section} of an included file already, as app/file0/a`,
    ]);
  },
);

test('equal declarations are shared, except services', () => {
  const same = { networks: { a: { internal: true } }, volumes: { b: {} }, services: { c: { image: 'x' } } };
  expect(violations(same, structuredClone(same))).toEqual([
    'app/c: "c" is among the services of an included file already, as app/file0/c',
  ]);
});

test('two files clash too', () => {
  expect(violations({}, { services: { a: {} } }, { services: { a: {} } })).toEqual([
    'app/file1/a: "a" is among the services of an included file already, as app/file0/a',
  ]);
});

test('names of different sections do not clash', () => {
  expect(violations({ services: { a: {} } }, { volumes: { a: {} } })).toEqual([]);
});
