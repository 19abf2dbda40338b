import { mountsOf } from '../../../src/compose/reading/mounts';

test.each<[any, any]>([
  ['/data', { type: 'volume', target: '/data' }],
  ['data:/data/', { type: 'volume', source: 'data', target: '/data' }],
  ['data:/data:ro', { type: 'volume', source: 'data', target: '/data', readOnly: true }],
  ['./a:/b', { type: 'bind', source: './a', target: '/b' }],
  ['~/a:/b:ro,z', { type: 'bind', source: '~/a', target: '/b', readOnly: true }],
  ['a:/data', { type: 'volume', target: '/a:/data' }],
  ['a:', { type: 'volume', target: '/a:' }],
  ['\\\\.\\pipe:/p', { type: 'bind', source: '\\\\.\\pipe', target: '/p' }],
  ['./${A}:/b', { type: 'bind', source: './${A}', target: '/b' }],
  ['data:/data:nocopy', { type: 'volume', source: 'data', target: '/data' }],
  ['C:\\a:/b', { type: 'bind', source: 'C:\\a', target: '/b' }],
  ['./$$a:/$$b', { type: 'bind', source: './$$a', target: '/$b' }],
  ['${DIR:-./a}:/b', { type: 'unknown', source: '${DIR:-./a}', target: '/b' }],
  ['data:${TARGET}', { type: 'volume', source: 'data' }],
  [
    { type: 'volume', source: 'data', target: '/data' },
    { type: 'volume', source: 'data', target: '/data' },
  ],
  [
    { type: 'bind', source: 'a', target: '/b' },
    { type: 'bind', source: 'a', target: '/b' },
  ],
  [
    { type: 'bind', source: 'a', target: '/b', bind: { create_host_path: true } },
    { type: 'bind', source: 'a', target: '/b' },
  ],
  [
    { type: 'bind', source: 'a', target: '/b', bind: { create_host_path: false } },
    { type: 'bind', source: 'a', target: '/b', sourceMustExist: true },
  ],
  [
    { type: 'tmpfs', target: '/tmp' },
    { type: 'tmpfs', target: '/tmp' },
  ],
])('the entry %j of volumes is read', (volume, mount) => {
  expect(mountsOf({ volumes: [volume] })).toEqual([
    { key: 'volumes', readOnly: false, sourceMustExist: false, writtenTarget: expect.any(String), ...mount },
  ]);
});

test.each<[any, string[]]>([
  ['/run', ['/run']],
  [
    ['/run', '/tmp:size=64m'],
    ['/run', '/tmp'],
  ],
])('tmpfs %j is read', (tmpfs, targets) => {
  expect(mountsOf({ tmpfs })).toEqual(
    targets.map(target => expect.objectContaining({ key: 'tmpfs', type: 'tmpfs', target })),
  );
});

test.each<[string, any, string]>([
  ['configs', 'a', '/a'],
  ['configs', { source: 'a' }, '/a'],
  ['configs', { source: 'a', target: '/etc/b' }, '/etc/b'],
  ['secrets', 'a', '/run/secrets/a'],
  ['secrets', { source: 'a', target: 'b' }, '/run/secrets/b'],
  ['secrets', { source: 'a', target: '/etc/b' }, '/etc/b'],
])('the entry %s %j is at %s', (key, grant, target) => {
  expect(mountsOf({ [key]: [grant] })).toEqual([
    expect.objectContaining({ key, type: key.slice(0, -1), source: 'a', target }),
  ]);
});

test.each(['volumes', 'tmpfs', 'configs', 'secrets'])('%s may be null', key => {
  expect(mountsOf({ [key]: null })).toEqual([]);
});

test('a service without mounts has none', () => {
  expect(mountsOf({})).toEqual([]);
});
