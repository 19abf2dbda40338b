import { container, translatedService } from '../cluster';

const variables = new Map([
  ['BUCKET', { value: 'models', secret: false }],
  ['EMPTY', { value: '', secret: false }],
  ['TOKEN', { secret: true }],
]);
const secrets = { kind: 'existing' as const, name: 'team-secrets' };
const env = (environment: any) => container(translatedService({ environment }, { variables, secrets })).env;
const bucket = { valueFrom: { configMapKeyRef: { name: 'variables', key: 'BUCKET' } } };

test('a variable is a reference to the ConfigMap', () => {
  expect(env({ A: '${BUCKET:?set it in .env}' })).toEqual([{ name: 'A', ...bucket }]);
});

test('a value with variables stays one, and the container gets them beside it', () => {
  expect(env({ A: 's3://${BUCKET}/$$(x)' })).toEqual([
    { name: 'BUCKET', ...bucket },
    { name: 'A', value: 's3://$(BUCKET)/$$(x)' },
  ]);
  expect(env({ BUCKET: '${BUCKET}', A: 's3://${BUCKET}/' })).toEqual([
    { name: 'BUCKET', ...bucket },
    { name: 'A', value: 's3://$(BUCKET)/' },
  ]);
});

test('where the container has another variable of that name, the value is written out', () => {
  expect(env({ BUCKET: 'other', A: 's3://${BUCKET}/' })).toEqual([
    { name: 'BUCKET', value: 'other' },
    { name: 'A', value: 's3://models/' },
  ]);
});

test.each([
  ['${NONE:-default}', 'default'],
  ['${EMPTY:-default}', 'default'],
  ['x${NONE-}y', 'xy'],
  ['${BUCKET:+set}', 'set'],
  ['${NONE:+set}', ''],
  ['${NONE:-a-${NONE:-b}}', 'a-b'],
])('%s is "%s"', (text, value) => {
  expect(env({ A: text })).toEqual([{ name: 'A', value }]);
});

test('a name alone is the variable of that name', () => {
  expect(env(['BUCKET'])).toEqual([{ name: 'BUCKET', ...bucket }]);
});

test('a secret variable is taken from the Secret object', () => {
  expect(env({ A: '${TOKEN}' })).toEqual([
    { name: 'A', valueFrom: { secretKeyRef: { name: 'team-secrets', key: 'TOKEN' } } },
  ]);
});

test('other keys have the values themselves', () => {
  const output = translatedService({ image: 'nginx:${BUCKET}', command: ['--to', '${BUCKET}'] }, { variables });

  expect(container(output)).toMatchObject({ image: 'nginx:models', args: ['--to', 'models'] });
});

test.each([
  [
    { environment: { A: '${NONE}' } },
    {},
    'the variable NONE, which "web" takes from .env, has no value in the cluster',
  ],
  [{ environment: { A: '${TOKEN}' } }, { secrets: { kind: 'files' as const } }, 'the variable TOKEN'],
  [{ command: ['${TOKEN}'] }, {}, 'the secret variable TOKEN stands in a key other than `environment`'],
])('%j is an error', (definition, input, text) => {
  const { errors } = translatedService(definition, { variables, secrets, ...input });
  expect(errors).toEqual([expect.stringContaining(text)]);
});
