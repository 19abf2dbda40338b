import { ComposeApp, ContainerImage, ResourceLimits, Service, Volume } from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

test('limits and reservations are those of Compose', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image }).with(
    new ResourceLimits({ memory: '1.5g', cpus: 0.5, pids: 100, memoryReservation: '256MB' }),
  );
  expect(app.toDefinition().services.web.deploy).toEqual({
    resources: { limits: { memory: '1.5g', cpus: 0.5, pids: 100 }, reservations: { memory: '256MB' } },
  });
});

test('limits that are not set are not written', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image }).with(new ResourceLimits({ memory: '1g' }));
  new Service(app, 'idle', { image }).with(new ResourceLimits({}));
  expect(app.toDefinition().services).toMatchObject({
    web: { deploy: { resources: { limits: { memory: '1g' } } } },
    idle: { image: 'alpine' },
  });
  expect(app.toDefinition().services.idle).not.toHaveProperty('deploy');
});

test('limits override what the service renders, and overrides win over them', () => {
  class Limited extends Service {
    protected renderDefinition(): { [key: string]: any } {
      return { ...super.renderDefinition(), deploy: { resources: { limits: { memory: '9g', cpus: 9 } }, replicas: 2 } };
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  const web = new Limited(app, 'web', { image });
  web.addOverride('deploy.resources.limits.cpus', 1);
  app.with(new ResourceLimits({ memory: '1g', cpus: 2 }));
  expect(app.toDefinition().services.web.deploy).toEqual({
    resources: { limits: { memory: '1g', cpus: 1 } },
    replicas: 2,
  });
});

test('other constructs are left alone', () => {
  expect(new ResourceLimits({}).supports(new Volume(new ComposeApp(testProject(), 'app'), 'data'))).toBe(false);
});

test.each(['1', '1 g', 'much', '1t', '-1g'])('the memory "%s" is an error', memory => {
  const message = `"${memory}" is not a size of memory; give a number and its unit, such as "512m" or "2g"`;
  expect(() => new ResourceLimits({ memory })).toThrow(message);
  expect(() => new ResourceLimits({ memoryReservation: memory })).toThrow(message);
});
