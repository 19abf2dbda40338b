import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Machine } from './e2e/machine';

// Machines whose programs are scripts: a folder is all of their PATH. Playwright's own download finds no server.

let folder: string;
let bin: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machine-'));
  bin = join(folder, 'bin');
  mkdirSync(bin);
  ['chmod', 'cp', 'rm', 'sh'].forEach(name => symlinkSync(join('/bin', name), join(bin, name)));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a program of the shell; returns its path. */
function program(name: string, script: string): string {
  const path = join(bin, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A package manager, which notes its calls and installs programs that succeed. */
function packageManager(installs: string[]): () => string[] {
  program('installed', 'exit 0');
  program(
    'apt-get',
    `echo "$@" >> ${join(folder, 'calls')}\ncase "$*" in *install*) ${installs.map(name => `cp ${join(bin, 'installed')} ${join(bin, name)}`).join(' && ') || ':'};; esac`,
  );
  return () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
}

function machine({ isRoot = false, env = {} }: { isRoot?: boolean; env?: NodeJS.ProcessEnv } = {}): Machine {
  return new Machine(
    {
      PATH: bin,
      PLAYWRIGHT_BROWSERS_PATH: join(folder, 'browsers'),
      PLAYWRIGHT_DOWNLOAD_HOST: 'http://127.0.0.1:1',
      ...env,
    },
    isRoot,
  );
}

test.each(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])(
  '%s in the PATH is the browser',
  name => {
    const path = program(name, 'exit 0');

    expect(machine().browser()).toBe(path);
    expect(machine().missingBrowser()).toBeUndefined();
  },
);

test('CHROMIUM selects the browser, whatever else is installed', () => {
  program('chromium', 'exit 0');
  const path = program('mine', 'exit 0');

  expect(machine({ env: { CHROMIUM: path } }).browser()).toBe(path);
});

test('a CHROMIUM that does not run is reported, and nothing is installed', () => {
  packageManager(['chromium']);

  expect(machine({ isRoot: true, env: { CHROMIUM: '/no/browser' } }).missingBrowser()).toContain(
    'CHROMIUM names /no/browser, which does not run',
  );
  expect(() => readFileSync(join(folder, 'calls'))).toThrow('ENOENT');
});

test('a browser that does not run is ignored', () => {
  program('chromium-browser', 'echo "requires the snap"; exit 1');
  const path = program('google-chrome', 'exit 0');

  expect(machine().browser()).toBe(path);
});

test("Playwright's own browser is found where it keeps it", () => {
  const env = { PLAYWRIGHT_BROWSERS_PATH: join(folder, 'browsers') };
  const before = process.env.PLAYWRIGHT_BROWSERS_PATH;
  process.env.PLAYWRIGHT_BROWSERS_PATH = env.PLAYWRIGHT_BROWSERS_PATH;
  let path: string;
  try {
    jest.isolateModules(() => {
      path = jest.requireActual('playwright-core').chromium.executablePath();
    });
  } finally {
    if (before === undefined) {
      delete process.env.PLAYWRIGHT_BROWSERS_PATH;
    } else {
      process.env.PLAYWRIGHT_BROWSERS_PATH = before;
    }
  }
  mkdirSync(join(path!, '..'), { recursive: true });
  writeFileSync(path!, '#!/bin/sh\n');
  chmodSync(path!, 0o755);

  expect(path!.startsWith(folder)).toBe(true);
  expect(machine().browser()).toBe(path!);
});

test('root gets a browser from the package manager', () => {
  const calls = packageManager(['chromium']);

  expect(machine({ isRoot: true }).missingBrowser()).toBeUndefined();
  expect(machine({ isRoot: true }).browser()).toBe(join(bin, 'chromium'));
  expect(calls()).toEqual(['-qq update', '-qq install -y --no-install-recommends chromium']);
});

test('without root no packages are installed, and if the download fails too, a line says how to get a browser', () => {
  packageManager(['chromium', 'curl', 'openssl', 'python3']);

  expect(machine().missingBrowser()).toBe(
    'no browser; install Chromium or Chrome, run `npx playwright-core install chromium`, or name one by CHROMIUM',
  );
  expect(machine().missingPrograms()).toHaveLength(3);
  expect(() => readFileSync(join(folder, 'calls'))).toThrow('ENOENT');
});

test('root gets the programs that are missing from the package manager, and no others', () => {
  program('openssl', 'exit 0');
  const calls = packageManager(['curl', 'python3']);

  expect(machine({ isRoot: true }).missingPrograms()).toEqual([]);
  expect(calls()).toEqual(['-qq update', '-qq install -y --no-install-recommends python3 python3-venv curl']);
});

test('a Python without ensurepip is reported with its packages', () => {
  ['curl', 'openssl'].forEach(name => program(name, 'exit 0'));
  program('python3', 'exit 1');

  expect(machine().missingPrograms()).toEqual([
    "Python 3.10 or later with venv is missing; install it (Debian's packages: python3, python3-venv)",
  ]);
});

test('an engine that does not answer, or Docker without Compose, is reported', () => {
  expect(machine().engineProblem()).toContain('no Docker engine answers');
  program('docker', 'test "$1" = info');
  expect(machine().engineProblem()).toContain('Docker has no Compose');
  program('docker', 'exit 0');
  expect(machine().engineProblem()).toBeUndefined();
});

test('a cluster is named by the command that loads images into it', () => {
  expect(machine().clusterProblem()).toMatch(/KUBERNETES_LOAD/);
  expect(machine({ env: { KUBERNETES_LOAD: 'kind load docker-image' } }).clusterProblem()).toBeUndefined();
});
