import { Name, toTypeScript } from '../../src/import/expression';
import { mountCall } from '../../src/import/mount-entry';

const volume = (name: string) => (name === 'data' ? new Name('data') : undefined);

test.each<[unknown, string]>([
  ['data:/d', "Mount.volume(data, '/d')"],
  ['data:/d:ro', "Mount.volume(data, '/d', { readOnly: true })"],
  ['./x:/x', "Mount.bind('./x', '/x', { createHostPath: true })"],
  ['.:/x:ro', "Mount.bind('.', '/x', { createHostPath: true, readOnly: true })"],
  [{ type: 'volume', source: 'data', target: '/d', read_only: false }, "Mount.volume(data, '/d')"],
  [{ type: 'bind', source: './x', target: '/x', bind: { create_host_path: false } }, "Mount.bind('./x', '/x')"],
  [{ type: 'tmpfs', target: '/t' }, "Mount.tmpfs('/t')"],
  [{ type: 'tmpfs', target: '/t', tmpfs: { size: '64m' } }, "Mount.tmpfs('/t', { size: '64m' })"],
])('%j is %s', (entry, call) => {
  expect(toTypeScript(mountCall(entry, volume)!)).toBe(call);
});

test.each([
  '/anonymous',
  'other:/d',
  'data:/d:z',
  'd:/x',
  'C:\\x:/x',
  '$DIR:/x',
  'data:/d:ro:z',
  { type: 'bind', source: './x', target: '/x' }, // only the long form neither creates a folder nor refuses to
  { type: 'bind', source: './x', target: '/x', bind: { propagation: 'shared' } },
  { type: 'volume', source: 'data', target: '/d', volume: { nocopy: true } },
  { type: 'volume', source: 'data', target: '/d', consistency: 'cached' },
  { type: 'tmpfs', target: '/t', tmpfs: { mode: 511 } },
  { type: 'npipe', source: 'x', target: 'y' },
  null,
])('%j has no typed form', entry => {
  expect(mountCall(entry, volume)).toBeUndefined();
});
