import { ComposeApp, ContainerImage, EnvValue, EnvVariable, Healthcheck, Service } from '../../../src';
import { resolveValues } from '../../../src/compose/value/interpolation';
import { testProject } from '../../test-project';

test('definitions are resolved at any depth: texts escaped, nothing left out of maps and lists, the rest as it was', () => {
  expect(
    resolveValues({ a: ['$', undefined, { b: '$', c: undefined }], n: 1, f: false, nil: null, u: undefined }),
  ).toEqual({
    a: ['$$', { b: '$$' }],
    n: 1,
    f: false,
    nil: null,
  });
});

test('a $ is literal wherever it stands, and a variable is a reference wherever it stands', () => {
  const app = new ComposeApp(testProject(), 'app');
  const variable = new EnvVariable(app, 'TOKEN');
  const service = new Service(app, 'web', {
    image: ContainerImage.fromDefinition({ image: EnvValue.concat(EnvValue.of('alpine:'), variable) }),
    command: ['echo', '$HOME'],
    entrypoint: ['${SHELL}'],
    environment: { A: EnvValue.of('$A'), B: variable, C: EnvValue.concat(EnvValue.of('$'), variable) },
    labels: { price: '$5' },
    healthcheck: Healthcheck.shell('test -n "$HOME"'),
    user: '$UID',
  });
  service.addOverride('hostname', '$HOSTNAME');
  app.expectPath('Dockerfile');
  service.addOverride('build.args.TOKEN', variable);
  service.addOverride('dns', ['$DNS', variable]);
  service.addOverride('deploy', { labels: { a: '$', b: variable } });

  const reference = '${TOKEN:?set it in .env}';
  expect(app.toDefinition().services.web).toMatchObject({
    image: `alpine:${reference}`,
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

test('objects with their own definition are resolved to it', () => {
  expect(resolveValues({ healthcheck: Healthcheck.shell('test $A'), value: EnvValue.of('$') })).toMatchObject({
    healthcheck: { test: ['CMD-SHELL', 'test $$A'] },
    value: '$$',
  });
});
