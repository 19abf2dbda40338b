import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextFile } from 'projen';
import { ComposeApp } from '../../../src/compose';
import { ProjectFiles } from '../../../src/compose/app/project-files';
import { envFilesOf, fullEnvironmentOf, variablesIn } from '../../../src/compose/reading/env-files';
import { testProject } from '../../test-project';

const file = (path: string, others: object = {}) => ({ path, required: true, raw: false, ...others });

test.each<[string, any, object[]]>([
  ['absent', undefined, []],
  ['null', null, []],
  ['a text', 'a.env', [file('a.env')]],
  ['a list', ['a.env', 'b.env'], [file('a.env'), file('b.env')]],
  ['a map', { path: 'a.env' }, [file('a.env')]],
  [
    'a list of maps',
    [
      { path: 'a.env', required: false },
      { path: 'b.env', format: 'raw' },
    ],
    [file('a.env', { required: false }), file('b.env', { raw: true })],
  ],
  ['both forms', ['a.env', { path: 'b.env', required: 'false' }], [file('a.env'), file('b.env', { required: false })]],
  ['values of wrong types', [5, null, {}], []],
])('the files of %s', (_, value, files) => {
  expect(envFilesOf({ env_file: value })).toEqual(files);
});

// What Compose makes of the same lines is held by test/e2e/reading.test.ts.
test.each<[string, { [name: string]: string | null }]>([
  ['A=a', { A: 'a' }],
  ['\uFEFFA=a\r\nB=b\r\n', { A: 'a', B: 'b' }],
  ['A: a', { A: 'a' }],
  ['export A=a', { A: 'a' }],
  ['  A = a  ', { A: 'a' }],
  ['A=a # a comment', { A: 'a' }],
  ['A=a#b', { A: 'a#b' }],
  ['A= # b', { A: '# b' }],
  ['# A=a\n\n  # B=b\nC=c', { C: 'c' }],
  ['A=', { A: '' }],
  ['A=b=c', { A: 'b=c' }],
  ['A', { A: null }],
  ['A=1\nA=2', { A: '2' }],
  ['A="a b" # c', { A: 'a b' }],
  ["A='a b' # c", { A: 'a b' }],
  ['A="a\nb"\nB=c', { A: 'a\nb', B: 'c' }],
  ["A='a\nb'\nB=c", { A: 'a\nb', B: 'c' }],
  ['A="\\"\\n\\\\"', { A: '"\n\\' }],
  ["A='it\\'s'", { A: "it's" }],
  ['A=a"b"', { A: 'a"b"' }],
  ['A=$B', { A: '$B' }],
  ['A="${B:-c}"', { A: '${B:-c}' }],
  ['A="\\$B"', { A: '$$B' }],
  ["A='$B'", { A: '$$B' }],
  ['A=a$$b', { A: 'a$$b' }],
])('reads %j', (text, variables) => {
  expect(Object.fromEntries(variablesIn(text))).toEqual(variables);
});

test('the format `raw` has no quotes, references and comments after values', () => {
  expect(Object.fromEntries(variablesIn('A="a $B" # c\n# D=d\n\n  E= e \nF\n', true))).toEqual({
    A: '"a $$B" # c',
    E: ' e ',
    F: null,
  });
});

test('the last file wins, and `environment` over all of them', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory: 'deploy' });
  new TextFile(project, 'deploy/generated.env', { lines: ['A=generated'] });
  project.synth();
  writeFileSync(join(project.outdir, 'deploy', 'one.env'), 'A=1\nB=1\nC=1\n');
  writeFileSync(join(project.outdir, 'deploy', '$two.env'), 'B=2\nC=2\n');
  const files = new ProjectFiles(app);
  const environment = (definition: object) => {
    const { variables, unread } = fullEnvironmentOf(definition, files);
    return { variables: Object.fromEntries(variables), unread };
  };
  expect(environment({ env_file: ['one.env', './$$two.env'], environment: ['C=3'] })).toEqual({
    variables: { A: '1', B: '2', C: '3' },
    unread: [],
  });
  expect(environment({ env_file: join(project.outdir, 'deploy', 'one.env') }).unread).toEqual([]);
  expect(
    environment({ env_file: ['missing.env', 'generated.env', '${DIR}/one.env', '.'], environment: { A: null } }),
  ).toEqual({
    variables: { A: null },
    unread: ['missing.env', 'generated.env', '${DIR}/one.env', '.'],
  });
});
