import { ComposeApp, ContainerImage, EnvValue, EnvVariable, Healthcheck, IEnvValue, Service } from '../../src/compose';
import { resolveValues } from '../../src/compose/env-value';
import { testProject } from '../test-project';

test.each([['plain', 'plain'], ['$', '$$'], ['$$', '$$$$'], ['${A}', '$${A}'], ['a$b$c', 'a$$b$$c']])('the literal %s is written %s', (text, written) => {
  expect(EnvValue.of(text).toCompose()).toBe(written);
});

test('values are joined: literals stay literal, references stay references', () => {
  const bucket = new EnvVariable(new ComposeApp(testProject(), 'app'), 'BUCKET');
  expect(EnvValue.concat(EnvValue.of('s3://$'), bucket, EnvValue.concat(EnvValue.of('/'))).toCompose()).toBe('s3://$$${BUCKET:?set it in .env}/');
  expect(EnvValue.concat().toCompose()).toBe('');
});

test('a value of the team is taken as it is', () => {
  const value: IEnvValue = { toCompose: () => '${HOST:-localhost}' };
  expect(resolveValues({ a: [value] })).toEqual({ a: ['${HOST:-localhost}'] });
});

test('definitions are resolved at any depth: texts escaped, nothing left out of maps and lists, the rest as it was', () => {
  expect(resolveValues({ a: ['$', undefined, { b: '$', c: undefined }], n: 1, f: false, nil: null, u: undefined })).toEqual({
    a: ['$$', { b: '$$' }], n: 1, f: false, nil: null,
  });
});

test('a $ is literal wherever it stands, and a variable is a reference wherever it stands', () => {
  const app = new ComposeApp(testProject(), 'app');
  const variable = new EnvVariable(app, 'TOKEN');
  const service = new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine:$TAG'),
    command: ['echo', '$HOME'],
    entrypoint: ['${SHELL}'],
    environment: { A: EnvValue.of('$A'), B: variable, C: EnvValue.concat(EnvValue.of('$'), variable) },
    labels: { price: '$5' },
    healthcheck: Healthcheck.shell('test -n "$HOME"'),
    user: '$UID',
  });
  service.addOverride('hostname', '$HOSTNAME');
  service.addOverride('build.args.TOKEN', variable);
  service.addOverride('dns', ['$DNS', variable]);
  service.addOverride('deploy', { labels: { a: '$', b: variable } });

  const reference = '${TOKEN:?set it in .env}';
  expect(app.toDefinition().services.web).toMatchObject({
    image: 'alpine:$$TAG',
    command: ['echo', '$$HOME'],
    entrypoint: ['$${SHELL}'],
    environment: { A: '$$A', B: reference, C: `$$${reference}` },
    labels: { price: '$$5' },
    healthcheck: { test: ['CMD-SHELL', 'test -n "$$HOME"'] },
    user: '$$UID',
    hostname: '$$HOSTNAME',
    build: { args: { TOKEN: reference } },
    dns: ['$$DNS', reference],
    deploy: { labels: { a: '$$', b: reference } },
  });
});
