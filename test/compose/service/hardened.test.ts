import {
  ComposeApp,
  ContainerImage,
  Hardened,
  HardenedProps,
  Mount,
  Network,
  ResourceLimits,
  Service,
} from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

function hardened(props?: HardenedProps, mounts: Mount[] = []): any {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image, mounts }).with(new Hardened(props));
  return app.toDefinition().services.web;
}

test('a hardened service has no capabilities, gains no privileges and has a limit of processes', () => {
  expect(hardened()).toEqual({
    image: 'alpine',
    restart: 'unless-stopped',
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    deploy: { resources: { limits: { pids: 512 } } },
  });
});

test('capabilities can be kept, an init process and another limit can be set', () => {
  expect(hardened({ capabilities: ['CHOWN'], init: true, pids: 64 })).toMatchObject({
    cap_drop: ['ALL'],
    cap_add: ['CHOWN'],
    init: true,
    deploy: { resources: { limits: { pids: 64 } } },
  });
});

test('a read-only service has /tmp in memory, or other paths', () => {
  expect(hardened({ readOnly: true })).toMatchObject({ read_only: true, tmpfs: ['/tmp'] });
  expect(hardened({ readOnly: true, tmpfs: ['/run', '/var/cache'] }).tmpfs).toEqual(['/run', '/var/cache']);
  expect(hardened({ readOnly: true, tmpfs: [] })).toMatchObject({ read_only: true });
  expect(hardened({ readOnly: true, tmpfs: [] })).not.toHaveProperty('tmpfs');
});

test('a path at which the service mounts something is left to it', () => {
  expect(hardened({ readOnly: true, tmpfs: ['/tmp', '/run'] }, [Mount.tmpfs('/tmp', { size: '1g' })])).toMatchObject({
    tmpfs: ['/run'],
    volumes: [{ type: 'tmpfs', target: '/tmp', tmpfs: { size: '1g' } }],
  });
});

test('a service is hardened once, however often it is requested, and overrides win', () => {
  const app = new ComposeApp(testProject(), 'app');
  const web = new Service(app, 'web', { image });
  web.addDeletionOverride('cap_drop');
  web.addToArray('security_opt', 'apparmor=web');
  web.with(new Hardened({ readOnly: true }), new Hardened({ readOnly: true }));
  expect(app.toDefinition().services.web).toMatchObject({
    security_opt: ['no-new-privileges:true', 'apparmor=web'],
    tmpfs: ['/tmp'],
  });
  expect(app.toDefinition().services.web).not.toHaveProperty('cap_drop');
});

test('an app hardens the services that it has at the time, and no other construct', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'early', { image });
  new Service(app, 'netted', { image, networks: [new Network(app, 'net')] });
  app.with(new Hardened());
  new Service(app, 'late', { image });
  const { services, networks } = app.toDefinition();
  expect(services.early).toHaveProperty('cap_drop');
  expect(services.late).not.toHaveProperty('cap_drop');
  expect(networks).toEqual({ net: {} });
});

test('the later mixin wins over the number of processes', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image }).with(new Hardened(), new ResourceLimits({ pids: 9, memory: '1g' }));
  expect(app.toDefinition().services.web.deploy).toEqual({ resources: { limits: { pids: 9, memory: '1g' } } });
});
