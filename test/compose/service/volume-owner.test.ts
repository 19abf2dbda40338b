import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComposeApp, ContainerImage, Network, Volume, VolumeOwner, VolumeOwnerProps } from '../../../src/compose';
import { testProject } from '../../test-project';

const SCRIPT = join(__dirname, '../../../assets/volume-owner/give-volume.sh');
const image = ContainerImage.fromRegistry('alpine');

function owner(props: Partial<VolumeOwnerProps> = {}): any {
  const app = new ComposeApp(testProject(), 'app');
  new VolumeOwner(app, 'owner', { volume: new Volume(app, 'data'), owner: '10001:10001', image, ...props });
  return app.toDefinition().services.owner;
}

test('it sees nothing but the volume, is in no network, and may change owners only', () => {
  expect(owner()).toEqual({
    image: 'alpine',
    entrypoint: ['/bin/sh', '/usr/local/bin/give-volume.sh'],
    command: ['10001:10001', '/volume'],
    user: '0:0',
    network_mode: 'none',
    volumes: [{ type: 'volume', source: 'data', target: '/volume' }],
    configs: [{ source: 'owner_script', target: '/usr/local/bin/give-volume.sh' }],
    labels: { 'projen-mlflow.config.owner_script': expect.any(String) },
    restart: 'on-failure:5',
    cap_drop: ['ALL'],
    cap_add: ['CHOWN'],
    security_opt: ['no-new-privileges:true'],
    read_only: true,
    tmpfs: ['/tmp'],
    deploy: { resources: { limits: { memory: '128m', pids: 16 } } },
    cpu_quota: 100_000,
  });
});

test('it can be put into a network, which replaces network_mode', () => {
  const app = new ComposeApp(testProject(), 'app');
  new VolumeOwner(app, 'owner', {
    volume: new Volume(app, 'data'),
    owner: '1:1',
    image,
    networks: [new Network(app, 'net')],
  });
  expect(app.toDefinition().services.owner).toMatchObject({ networks: ['net'] });
  expect(app.toDefinition().services.owner).not.toHaveProperty('network_mode');
});

test.each(['mlflow', '10001', '-R:0', ''])('the owner "%s" is an error', name => {
  expect(() => owner({ owner: name })).toThrow(
    `[app/owner] "${name}" is not a numeric user and group; give them as "10001:10001"`,
  );
});

// The script, with a chown that records its arguments.

let directory: string;
let log: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'volume-owner-'));
  log = join(directory, 'log');
  mkdirSync(join(directory, 'bin'));
  mkdirSync(join(directory, 'volume'));
  writeFileSync(log, '');
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Puts programs into the path of the script. */
function provide(programs: { [name: string]: string }): { [name: string]: string } {
  for (const [name, line] of Object.entries(programs)) {
    writeFileSync(join(directory, 'bin', name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(directory, 'bin', name), 0o755);
  }
  return { PATH: `${join(directory, 'bin')}:${process.env.PATH}`, LOG: log };
}

function give(
  to: string,
  current: string,
  chown = 'echo "$@" >> "$LOG"',
): { status: number | null; stdout: string; stderr: string; calls: string[] } {
  const { status, stdout, stderr } = spawnSync('sh', [SCRIPT, to, join(directory, 'volume')], {
    env: provide({ chown, stat: `echo ${current}` }),
    encoding: 'utf8',
    timeout: 10_000,
  });
  return {
    status,
    stdout,
    stderr,
    calls: readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map(call => call.replaceAll(directory, '')),
  };
}

test('the owner of all files changes, and of the volume last: a run that was killed starts again', () => {
  for (const name of ['a b', '.hidden', '..odd']) {
    writeFileSync(join(directory, 'volume', name), '');
  }
  symlinkSync('/nowhere', join(directory, 'volume', 'link'));
  expect(give('10001:10001', '0:0')).toMatchObject({
    status: 0,
    calls: [
      '-R -h 10001:10001 /volume/a b',
      '-R -h 10001:10001 /volume/link',
      '-R -h 10001:10001 /volume/.hidden',
      '-R -h 10001:10001 /volume/..odd',
      '10001:10001 /volume',
    ],
  });
});

test('an empty volume changes hands alone', () => {
  expect(give('10001:10001', '0:0').calls).toEqual(['10001:10001 /volume']);
});

test('a volume that has its owner is left as it is', () => {
  writeFileSync(join(directory, 'volume', 'file'), '');
  expect(give('10001:10001', '10001:10001')).toMatchObject({
    status: 0,
    calls: [''],
    stdout: expect.stringContaining('belongs to 10001:10001'),
  });
});

test('a volume that cannot be given away is an error', () => {
  expect(give('10001:10001', '0:0', 'exit 1')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('cannot be changed to 10001:10001 (see the error above); if it is a network file'),
  });
  writeFileSync(join(directory, 'volume', 'file'), '');
  expect(give('10001:10001', '0:0', 'exit 1')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('/file cannot be changed to 10001:10001 (see the error above)'),
  });
});

test('a signal stops it at once, however long a chown takes', async () => {
  writeFileSync(join(directory, 'volume', 'file'), '');
  const env = provide({ chown: "trap '' TERM; echo $$ >&3; exec sleep 600", stat: 'echo 0:0' });
  const script = spawn('sh', [SCRIPT, '10001:10001', join(directory, 'volume')], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [pid] = await once(script.stdio[3]!, 'data');
  script.kill('SIGTERM');
  expect(await once(script, 'exit')).toEqual([143, null]);
  process.kill(Number(pid), 'SIGKILL'); // in a container it ends with the first process
});
