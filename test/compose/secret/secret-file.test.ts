import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomSecret, writeSecretFile } from '../../../src/compose/secret/secret-file';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'secret-file-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('a file takes the place of the one before, and nothing else is left', () => {
  const path = join(directory, 'secrets', 'KEY');
  writeSecretFile(path, 'one');
  const { ino } = statSync(path);
  writeSecretFile(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(statSync(path).ino).not.toBe(ino); // so no program reads a part of it
  expect(readdirSync(join(directory, 'secrets'))).toEqual(['KEY']);
});

test.each([0o022, 0o077, 0o000])(
  'whatever the umask, its owner alone enters the folder, and the user of a container reads the file',
  umask => {
    const before = process.umask(umask);
    try {
      writeSecretFile(join(directory, 'secrets', 'KEY'), 'secret');
    } finally {
      process.umask(before);
    }
    expect(statSync(join(directory, 'secrets')).mode % 0o1000).toBe(0o700);
    expect(statSync(join(directory, 'secrets', 'KEY')).mode % 0o1000).toBe(0o644);
  },
);

test('a secret has 32 letters and digits, and no two are the same', () => {
  const secrets = Array.from({ length: 200 }, randomSecret);
  expect(secrets.filter(secret => !/^[A-Za-z0-9]{32}$/.test(secret))).toEqual([]);
  expect(new Set(secrets).size).toBe(200);
});

test('all letters and digits come up', () => {
  expect(new Set(Array.from({ length: 200 }, randomSecret).join('')).size).toBe(62);
});
