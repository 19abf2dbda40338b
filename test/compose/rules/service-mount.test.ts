import { mountsOf } from '../../../src/compose/rules/service-mount';

const service = (definition: any) => ({ name: 'x', path: 'x', definition });

test.each<[any, any]>([
  ['/data', { type: 'volume', target: '/data' }],
  ['data:/data/', { type: 'volume', source: 'data', target: '/data' }],
  ['data:/data:ro', { type: 'volume', source: 'data', target: '/data' }],
  ['./a:/b', { type: 'bind', source: './a', target: '/b' }],
  ['~/a:/b:ro,z', { type: 'bind', source: '~/a', target: '/b' }],
  ['C:\\a:/b', { type: 'bind', source: 'C:\\a', target: '/b' }],
  ['./$$a:/$$b', { type: 'bind', source: './$$a', target: '/$b' }],
  ['${DIR:-./a}:/b', { type: 'unknown', source: '${DIR:-./a}', target: '/b' }],
  ['data:${TARGET}', { type: 'volume', source: 'data' }],
  [{ type: 'volume', source: 'data', target: '/data' }, { type: 'volume', source: 'data', target: '/data', sourceMustExist: false }],
  [{ type: 'bind', source: 'a', target: '/b' }, { type: 'bind', source: 'a', target: '/b', sourceMustExist: false }],
  [{ type: 'bind', source: 'a', target: '/b', bind: { create_host_path: true } }, { type: 'bind', source: 'a', target: '/b', sourceMustExist: false }],
  [{ type: 'bind', source: 'a', target: '/b', bind: { create_host_path: false } }, { type: 'bind', source: 'a', target: '/b', sourceMustExist: true }],
  [{ type: 'tmpfs', target: '/tmp' }, { type: 'tmpfs', target: '/tmp', sourceMustExist: false }],
])('the entry %j of volumes is read', (volume, mount) => {
  expect(mountsOf(service({ volumes: [volume] }))).toEqual([{ key: 'volumes', ...mount }]);
});

test.each<[any, string[]]>([['/run', ['/run']], [['/run', '/tmp:size=64m'], ['/run', '/tmp']]])('tmpfs %j is read', (tmpfs, targets) => {
  expect(mountsOf(service({ tmpfs }))).toEqual(targets.map(target => ({ key: 'tmpfs', type: 'tmpfs', target })));
});

test.each<[string, any, string]>([
  ['configs', 'a', '/a'],
  ['configs', { source: 'a' }, '/a'],
  ['configs', { source: 'a', target: '/etc/b' }, '/etc/b'],
  ['secrets', 'a', '/run/secrets/a'],
  ['secrets', { source: 'a', target: 'b' }, '/run/secrets/b'],
  ['secrets', { source: 'a', target: '/etc/b' }, '/etc/b'],
])('the entry %s %j is at %s', (key, grant, target) => {
  expect(mountsOf(service({ [key]: [grant] }))).toEqual([{ key, type: key.slice(0, -1), source: 'a', target }]);
});

test('a service without mounts has none', () => {
  expect(mountsOf(service({}))).toEqual([]);
});
