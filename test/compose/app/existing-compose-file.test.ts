import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExistingComposeFile } from '../../../src/compose/app/existing-compose-file';
import { testProject } from '../../test-project';

function read(files: { [path: string]: string }): ExistingComposeFile {
  const project = testProject();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project.outdir, path)), { recursive: true });
    writeFileSync(join(project.outdir, path), text);
  }
  return new ExistingComposeFile(project, join(project.outdir, 'compose.yaml'));
}

test('the entries of each section are read; missing sections are empty', () => {
  const file = read({ 'compose.yaml': 'services: {a: {image: x}, b: null}\nvolumes: {data: }\nx-other: {a: 1}' });
  expect(file.entries('services')).toEqual({ a: { image: 'x' }, b: {} });
  expect(file.entries('volumes')).toEqual({ data: null });
  expect([file.entries('networks'), file.entries('x-other')]).toEqual([{}, {}]);
});

test('anchors, merge keys and tags of Compose are understood', () => {
  const file = read({ 'compose.yaml': 'x-c: &c {image: x}\nservices:\n  a: {<<: *c, ports: !override ["80"]}' });
  expect(file.entries('services')).toEqual({ a: { image: 'x', ports: ['80'] } });
});

test('a service has what it extends, of the same file or of another one', () => {
  const file = read({
    'compose.yaml':
      'services:\n  a: {extends: b, user: "1"}\n  b: {extends: {file: base/c.yaml, service: d}}\n  e: {extends: {service: a}}',
    'base/c.yaml': 'services: {d: {image: x, user: "0"}}',
  });
  expect(file.entries('services')).toEqual({
    a: { image: 'x', user: '1' },
    b: { image: 'x', user: '0' },
    e: { image: 'x', user: '1' },
  });
});

test('files that the file includes itself belong to it, in either form', () => {
  const file = read({
    'compose.yaml': 'include: [one/c.yaml, {path: [two.yaml, three.yaml]}]\nservices: {a: {}}',
    'one/c.yaml': 'include: [d.yaml]\nservices: {b: {}}',
    'one/d.yaml': 'services: {c: {}}',
    'two.yaml': 'networks: {n: {}}',
    'three.yaml': 'services: {d: {}}',
  });
  expect(Object.keys(file.entries('services')).sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(file.entries('networks')).toEqual({ n: {} });
});

test.each<[string, { [path: string]: string }, RegExp]>([
  [
    'is missing',
    {},
    /^\[project\] the file ".*compose\.yaml" does not exist; give the path of a compose file, from the directory of the app$/,
  ],
  ['is a folder', { 'compose.yaml/x': '' }, /does not exist/],
  ['is not YAML', { 'compose.yaml': 'a: [' }, / the file ".*" is not valid YAML: .*; fix it, or give another path$/],
  ['is a list', { 'compose.yaml': '[]' }, / the file ".*" is not a compose file; give the path of one$/],
  [
    'has a list of services',
    { 'compose.yaml': 'services: [a]' },
    / the file ".*" has no map below "services"; fix the/,
  ],
  ['has text for a service', { 'compose.yaml': 'services: {a: b}' }, /has no map below "services\.a"; fix the file$/],
  ['has a number to include', { 'compose.yaml': 'include: 5' }, /has no list below "include"; fix the file$/],
  ['has an alias without an anchor', { 'compose.yaml': 'services: {a: *b}' }, /is not valid YAML: Unresolved alias/],
  ['is empty', { 'compose.yaml': '' }, /is not a compose file/],
  ['includes what is missing', { 'compose.yaml': 'include: [no.yaml]' }, /the file ".*no\.yaml" does not exist/],
  [
    'includes itself',
    { 'compose.yaml': 'include: [compose.yaml]' },
    / the file ".*" includes or extends itself; remove one of these references$/,
  ],
  [
    'extends what is missing',
    { 'compose.yaml': 'services: {a: {extends: b}}' },
    / has a service "a" that extends "b", which does not exist or extends it in turn; fix the file$/,
  ],
  [
    'has a service that extends itself',
    { 'compose.yaml': 'services: {a: {extends: b}, b: {extends: a}}' },
    /which does not exist or extends it in turn; fix the file$/,
  ],
])('a file that %s is an error', (_, files, message) => {
  expect(() => read(files)).toThrow(message);
});

test('an error keeps its cause', () => {
  expect(() => read({ 'compose.yaml': 'a: [' })).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ name: 'YAMLParseError' }) }),
  );
});
