import { basename } from 'node:path';
import { messagesOf, modelOf } from './rule-model';
import { ComposeApp, Dockerfile } from '../../../src/compose';
import { DockerfileExists } from '../../../src/compose/rules/dockerfile-exists';
import { testProject } from '../../test-project';

test.each<[any, string, string]>([
  ['./web', './web', 'Dockerfile'],
  [{ context: './web', dockerfile: 'web.Dockerfile' }, './web', 'web.Dockerfile'],
  [{ target: 'server' }, '.', 'Dockerfile'],
  ['/no/such/folder', '/no/such/folder', 'Dockerfile'],
  [{ context: __dirname, dockerfile: 'web.Dockerfile' }, __dirname, 'web.Dockerfile'],
])('a build %j without its Dockerfile is reported', (build, context, dockerfile) => {
  expect(messagesOf(new DockerfileExists(), modelOf({ services: { web: { build } } }))).toEqual([
    `[app/web] it is built from "${context}", which has no "${dockerfile}"; write one, create it with new Dockerfile(…), or set build.dockerfile to its name`,
  ]);
});

test.each<[any]>([
  ['https://example.com/team/app.git#main'],
  ['git@example.com:team/app.git'],
  ['github.com/team/app'],
  ['ssh://git@example.com/app'],
  ['../elsewhere'],
  ['${CONTEXT}'],
  [{ context: '.', dockerfile: '${DOCKERFILE:-Dockerfile}' }],
  [{ context: '.', dockerfile_inline: 'FROM alpine' }],
  [{ context: 'docker-image://alpine' }],
  [{ context: 'service:base' }],
])('a build %j is not judged', build => {
  expect(messagesOf(new DockerfileExists(), modelOf({ services: { web: { build } } }))).toEqual([]);
});

test('a Dockerfile that synthesis writes exists', () => {
  const app = new ComposeApp(testProject(), 'app', { directory: 'deploy' });
  const { contextPath } = new Dockerfile(app, 'web');
  expect(messagesOf(new DockerfileExists(), modelOf({ services: { web: { build: contextPath } } }, { app }))).toEqual(
    [],
  );
});

test('a Dockerfile in a folder with an absolute path exists', () => {
  const build = { context: __dirname, dockerfile: basename(__filename) };
  expect(messagesOf(new DockerfileExists(), modelOf({ services: { web: { build } } }))).toEqual([]);
});
