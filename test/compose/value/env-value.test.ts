import { ComposeApp, EnvValue, EnvVariable, IEnvValue } from '../../../src/compose';
import { resolveValues } from '../../../src/compose/value/interpolation';
import { testProject } from '../../test-project';

test.each([
  ['plain', 'plain'],
  ['$', '$$'],
  ['$$', '$$$$'],
  ['${A}', '$${A}'],
  ['a$b$c', 'a$$b$$c'],
])('the literal %s is written %s', (text, written) => {
  expect(EnvValue.of(text).toCompose()).toBe(written);
});

test('values are joined: literals stay literal, references stay references', () => {
  const bucket = new EnvVariable(new ComposeApp(testProject(), 'app'), 'BUCKET');
  expect(EnvValue.concat(EnvValue.of('s3://$'), bucket, EnvValue.concat(EnvValue.of('/'))).toCompose()).toBe(
    's3://$$${BUCKET:?set it in .env}/',
  );
  expect(EnvValue.concat().toCompose()).toBe('');
});

test('a custom value is not changed', () => {
  const value: IEnvValue = { toCompose: () => '${HOST:-localhost}' };
  expect(resolveValues({ a: [value] })).toEqual({ a: ['${HOST:-localhost}'] });
});

test("text in Compose's syntax is not changed, also in a concatenation", () => {
  const value = EnvValue.interpolated('${TAG:-latest}-$$5');
  expect(value.toCompose()).toBe('${TAG:-latest}-$$5');
  expect(EnvValue.concat(EnvValue.of('$'), value).toCompose()).toBe('$$${TAG:-latest}-$$5');
});
