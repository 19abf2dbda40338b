import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, TextFile } from 'projen';
import { ComposeApp } from '../../../src/compose';
import { ProjectFiles } from '../../../src/compose/app/project-files';
import { testProject } from '../../test-project';

function app(project: Project = testProject()): ComposeApp {
  return new ComposeApp(project, 'app', { directory: 'deploy' });
}

test('existing files are found, missing ones are reported, from the directory of the app', () => {
  const project = testProject();
  mkdirSync(join(project.outdir, 'deploy'));
  writeFileSync(join(project.outdir, 'deploy', 'there.txt'), '');
  const files = new ProjectFiles(app(project));
  expect(files.lacks('./there.txt')).toBe(false);
  expect(files.lacks('there.txt')).toBe(false);
  expect(files.lacks('.', 'there.txt')).toBe(false);
  expect(files.lacks('..')).toBe(false);
  expect(files.lacks('not-there.txt')).toBe(true);
  expect(files.lacks('../there.txt')).toBe(true);
});

test('files that synthesis writes are not missing, nor their folders, in any project', () => {
  const parent = testProject();
  const child = new Project({ parent, name: 'child', outdir: 'child' });
  new TextFile(parent, 'conf/web/settings.ini');
  const files = new ProjectFiles(app(child));
  expect(files.lacks('compose.yaml')).toBe(false);
  expect(files.lacks('.env')).toBe(false);
  expect(files.lacks('../../conf/web/settings.ini')).toBe(false);
  expect(files.lacks('../../conf')).toBe(false);
  expect(files.lacks('../../conf/other')).toBe(true);
});

test('expected paths are not missing, nor their contents and parents', () => {
  const one = app();
  one.expectPath('certificates/tls');
  const files = new ProjectFiles(one);
  expect(files.lacks('certificates/tls')).toBe(false);
  expect(files.lacks('./certificates/tls/server.key')).toBe(false);
  expect(files.lacks('certificates')).toBe(false);
  expect(files.lacks('certificates/other')).toBe(true);
});

test('paths outside of the project are never missing, and cannot be expected', () => {
  const one = app();
  expect(new ProjectFiles(one).lacks('../../elsewhere')).toBe(false);
  expect(new ProjectFiles(one).lacks('/no/such/path')).toBe(false);
  expect(() => one.expectPath('../../elsewhere')).toThrow(
    '[app] the path "../../elsewhere" of `path` leads out of the project',
  );
});
