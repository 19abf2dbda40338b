import { parseImage } from '../../../src/compose/reading/image';

test.each<[string, any]>([
  ['nginx', { repository: 'nginx' }],
  ['library/nginx:1.29', { repository: 'nginx', tag: '1.29' }],
  ['docker.io/library/nginx:1.29', { repository: 'nginx', tag: '1.29' }],
  ['ghcr.io/mlflow/mlflow:v3', { repository: 'ghcr.io/mlflow/mlflow', tag: 'v3' }],
  ['localhost:5000/a/b__c-d:T_.-1', { repository: 'localhost:5000/a/b__c-d', tag: 'T_.-1' }],
  [`a@sha256:${'0'.repeat(64)}`, { repository: 'a', digest: `sha256:${'0'.repeat(64)}` }],
  [
    `[::1]:5000/a:1@sha256:${'f'.repeat(64)}`,
    { repository: '[::1]:5000/a', tag: '1', digest: `sha256:${'f'.repeat(64)}` },
  ],
  ['Team.example/app', { repository: 'Team.example/app' }],
])('%s is a reference', (reference, parts) => {
  expect(parseImage(reference)).toEqual({ tag: undefined, digest: undefined, ...parts });
});

test.each([
  '',
  'Nginx',
  'a:',
  ':1',
  'a b',
  'a:1:2',
  'a//b',
  '-a',
  'a@sha256:1',
  'a:-1',
  'https://a/b',
  `a:${'x'.repeat(129)}`,
])('%j is none', reference => {
  expect(parseImage(reference)).toBeUndefined();
});
