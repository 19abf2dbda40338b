import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, TextFile } from 'projen';
import { ComposeApp, ContainerImage, Dockerfile, EnvVariable, Secret, Service } from '../../../src/compose';
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
    '[app] the path "../../elsewhere" of `path` is outside of the project',
  );
});

describe('what is in the way of a file is an error before anything is written', () => {
  const folder = (path: string) => (root: string) => void mkdirSync(join(root, path), { recursive: true });
  const file = (path: string) => (root: string) => writeFileSync(join(root, path), '');
  const link = (path: string) => (root: string) => symlinkSync('/nowhere/at/all', join(root, path));
  const FOLDER = 'is a folder, where a file of this name is written; move it away, or give the file another name';
  test.each<[string, (root: string) => void, string]>([
    ['the compose file', folder('deploy/compose.yaml'), `[app] "deploy/compose.yaml" ${FOLDER}`],
    ['.env', folder('deploy/.env'), `[app] "deploy/.env" ${FOLDER}`],
    ['.env.example', folder('deploy/.env.example'), `[app/env-file] "deploy/.env.example" ${FOLDER}`],
    ['a secret', folder('deploy/secrets/key'), `[app/key] "deploy/secrets/key" ${FOLDER}`],
    ['a Dockerfile', folder('deploy/image/Dockerfile'), `[app/image] "deploy/image/Dockerfile" ${FOLDER}`],
    [
      'the directory of the app',
      file('deploy'),
      '[app] "deploy" is a file, where a folder is needed for "deploy/compose.yaml"; move it away',
    ],
    [
      'a link',
      root => (folder('deploy')(root), link('deploy/compose.yaml')(root)),
      '[app] "deploy/compose.yaml" is a link that leads to nothing, where "deploy/compose.yaml" is written; take it away',
    ],
  ])('%s', (_, prepare, message) => {
    const project = testProject();
    prepare(project.outdir);
    const before = readdirSync(project.outdir, { recursive: true });
    const it = app(project);
    const image = new Dockerfile(it, 'image');
    image.addStage('image', 'alpine');
    const service = new Service(it, 'web', { image: ContainerImage.fromDockerfile(image) });
    service.addEnvironment('A', new EnvVariable(it, 'A'));
    service.addSecret(new Secret(it, 'key'));
    expect(() => project.synth()).toThrow(message);
    expect(readdirSync(project.outdir, { recursive: true })).toEqual(before);
  });
});
