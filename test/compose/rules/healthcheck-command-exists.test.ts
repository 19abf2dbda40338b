import { messagesOf, modelOf } from './rule-model';
import { HealthcheckCommandExists } from '../../../src/compose/rules/healthcheck-command-exists';

function messages(image: string, test: string | string[], more: any = {}): string[] {
  return messagesOf(
    new HealthcheckCommandExists(),
    modelOf({ services: { web: { image, healthcheck: { test }, ...more } } }),
  );
}

test.each<[string, string | string[]]>([
  ['python:3.13-slim', ['CMD', 'curl', '-f', 'http://localhost']],
  ['python:3.13-slim', ['CMD-SHELL', 'curl -f http://localhost || exit 1']],
  ['docker.io/library/python:3.13-slim-trixie', 'curl -f http://localhost'],
  ['node:22-alpine3.22', '/usr/bin/curl localhost'],
  ['minio/minio:RELEASE.2024-03-15T01-07-19Z', 'curl -f http://localhost:9000/minio/health/live'],
])('%s has not what %j runs', (image, command) => {
  expect(messages(image, command)).toEqual([
    `[app/web] its healthcheck runs curl, which the image "${image}" does not have; use a program of the image, or build an image that has it`,
  ]);
});

test('a shell command fails when none of its alternatives exists', () => {
  expect(messages('postgres:17', 'curl -f a || wget -q a || exit 1')).toEqual([
    expect.stringContaining('runs curl or wget, which'),
  ]);
  expect(messages('postgres:17', 'curl -f a || pg_isready')).toEqual([]);
});

test.each<[string, string | string[]]>([
  ['python:3.13', 'curl localhost'],
  ['python:3.13-slim', ['CMD', 'python', '-c', 'curl']],
  ['python:3.13-slim', ['NONE']],
  ['python:3.13-slim', '${CHECK}'],
  ['python:3.13-slim', 'command -v curl'],
  ['redis:8.2-alpine', 'wget -q localhost'],
  ['nginx:1.29-alpine', 'curl localhost'],
  ['team/python:3.13-slim', 'curl localhost'],
  ['minio/minio:RELEASE.2025-09-07T16-13-09Z', 'curl localhost'],
  ['${IMAGE}', 'curl localhost'],
])('what %s has or what nobody knows, %j, passes', (image, command) => {
  expect(messages(image, command)).toEqual([]);
});

test('a built image may have any program', () => {
  expect(messages('python:3.13-slim', 'curl localhost', { build: '.' })).toEqual([]);
});
