import { ComposeApp, Config, ContainerImage, Mount, Service, Volume } from '../../../src/compose';
import { testProject } from '../../test-project';

const app = () => new ComposeApp(testProject(), 'app');

test('a volume is mounted by its name', () => {
  const mount = Mount.volume(new Volume(app(), 'data'), '/data', { readOnly: true });
  expect(mount.section).toBe('volumes');
  expect(mount.toDefinition()).toEqual({ type: 'volume', source: 'data', target: '/data', read_only: true });
});

test('a path of the host must exist', () => {
  expect(Mount.bind('./data', '/data', { readOnly: true }).toDefinition()).toEqual({
    type: 'bind',
    source: './data',
    target: '/data',
    read_only: true,
    bind: { create_host_path: false },
  });
});

test('by default a mount is writable', () => {
  expect(Mount.volume(new Volume(app(), 'data'), '/data').toDefinition().read_only).toBeUndefined();
  expect(Mount.bind('./data', '/data').toDefinition().read_only).toBeUndefined();
});

test('memory may have a size', () => {
  expect(Mount.tmpfs('/tmp').toDefinition()).toEqual({ type: 'tmpfs', target: '/tmp', tmpfs: undefined });
  expect(Mount.tmpfs('/tmp', { size: '64m' }).toDefinition()).toEqual({
    type: 'tmpfs',
    target: '/tmp',
    tmpfs: { size: '64m' },
  });
});

test('a config is mounted by its name, among the configs', () => {
  const mount = Mount.config(new Config(app(), 'settings', { path: 'x', content: '' }), '/etc/x');
  expect(mount.section).toBe('configs');
  expect(mount.toDefinition()).toEqual({ source: 'settings', target: '/etc/x' });
});

test('the definition of a mount is a copy', () => {
  const mount = Mount.tmpfs('/tmp');
  mount.toDefinition().target = '/changed';
  expect(mount.toDefinition().target).toBe('/tmp');
});

test('Docker creates a folder at a missing path if requested', () => {
  expect(Mount.bind('./x', '/x', { createHostPath: true }).toDefinition().bind).toEqual({ create_host_path: true });
});

test('a mount that a service has already is not added again', () => {
  const parent = app();
  const service = new Service(parent, 'web', { image: ContainerImage.fromRegistry('nginx:1.29') });
  const [data, config] = [new Volume(parent, 'data'), new Config(parent, 'settings', { content: '' })];
  for (const mount of [
    Mount.volume(data, '/data'),
    Mount.volume(data, '/data'),
    Mount.volume(data, '/other'),
    Mount.volume(data, '/third', { readOnly: true }),
    Mount.volume(data, '/third', { readOnly: true }),
    Mount.config(config, '/settings'),
    Mount.config(config, '/settings'),
  ]) {
    service.addMount(mount);
  }
  const { volumes, configs } = parent.toDefinition().services.web;
  expect(volumes.map(({ target, read_only }: any) => [target, read_only])).toEqual([
    ['/data', undefined],
    ['/other', undefined],
    ['/third', true],
  ]);
  expect(configs).toHaveLength(1);
});
