import { ComposeApp, ContainerImage, Dockerfile, EnvValue, Healthcheck, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

test.each(['mysql:9.7', 'ghcr.io/team/app@sha256:0123', 'localhost:5000/app'])(
  'an image from a registry, %s, is named as it is',
  reference => {
    expect(ContainerImage.fromRegistry(reference).toDefinition()).toEqual({ image: reference });
  },
);

test('an image from a registry has a healthcheck when it is said to', () => {
  expect(ContainerImage.fromRegistry('x').hasHealthcheck).toBe(false);
  expect(ContainerImage.fromRegistry('x', { hasHealthcheck: true }).hasHealthcheck).toBe(true);
});

test('an image from a Dockerfile is built in its folder', () => {
  const app = new ComposeApp(testProject(), 'app', { directory: 'deploy' });
  const dockerfile = new Dockerfile(app, 'web', { fileName: 'web.Dockerfile' });
  expect(ContainerImage.fromDockerfile(dockerfile).toDefinition()).toEqual({
    image: undefined,
    build: { context: './web', dockerfile: 'web.Dockerfile', target: undefined },
  });
});

test('an image from a Dockerfile may have a tag, and stop at a stage', () => {
  const dockerfile = new Dockerfile(new ComposeApp(testProject(), 'app'), 'web');
  expect(ContainerImage.fromDockerfile(dockerfile, { tag: 'team/web:1', target: 'build' }).toDefinition()).toEqual({
    image: 'team/web:1',
    build: { context: './web', dockerfile: 'Dockerfile', target: 'build' },
  });
});

test('an image from a Dockerfile has a healthcheck when its last stage gets one, later too', () => {
  const dockerfile = new Dockerfile(new ComposeApp(testProject(), 'app'), 'web');
  const image = ContainerImage.fromDockerfile(dockerfile);
  expect(image.hasHealthcheck).toBe(false);
  dockerfile.addStage('web', 'alpine').healthcheck(Healthcheck.shell('true'));
  expect(image.hasHealthcheck).toBe(true);
});

test('an image is given by the keys of the specification, with variables in it', () => {
  const app = new ComposeApp(testProject(), 'app');
  app.expectPath('$server');
  new Service(app, 'built', { image: ContainerImage.fromDefinition({ build: './$server' }) });
  new Service(app, 'tagged', {
    image: ContainerImage.fromDefinition({ image: EnvValue.interpolated('a:${TAG:-1}') }, { hasHealthcheck: true }),
  });

  const { built, tagged } = app.toDefinition().services;
  expect(built.build).toBe('./$$server');
  expect(tagged.image).toBe('a:${TAG:-1}');
  expect(ContainerImage.fromDefinition({ build: '.' }).hasHealthcheck).toBe(false);
  expect(ContainerImage.fromDefinition({ build: '.' }, { hasHealthcheck: true }).hasHealthcheck).toBe(true);
});
