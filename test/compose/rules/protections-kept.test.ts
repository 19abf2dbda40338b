import {
  ComposeApp,
  ComposeOverlay,
  ContainerImage,
  EnvVariable,
  HardenedProps,
  HardenedService,
  HardenedServiceProps,
  RestartPolicy,
  Service,
  Volume,
  VolumeOwner,
} from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine:3.22');

class Job extends HardenedService {
  protected renderHardening(): HardenedProps {
    return { readOnly: true };
  }
}

function appWith(props: Partial<HardenedServiceProps> = {}): { app: ComposeApp; web: Job } {
  const app = new ComposeApp(testProject(), 'app', { strict: true });
  return { app, web: new Job(app, 'web', { image, restart: RestartPolicy.NO, ...props }) };
}

/** The messages of the rule, without the path, the remedy and the name. */
function told(app: ComposeApp): string[] {
  try {
    app.toDefinition();
    return [];
  } catch (error) {
    return [...(error as Error).message.matchAll(/^ {2}\[app\/web\] (.*); .* \(protections-kept\)$/gm)].map(
      ([, problem]) => problem,
    );
  }
}

const CAPABILITIES = 'it keeps capabilities: cap_drop has no ALL';
const PRIVILEGES = 'its programs can get new privileges: security_opt has no "no-new-privileges:true"';
const WRITABLE = 'its root file system is writable: read_only is not true';
const PRIVILEGED = 'it is privileged, which turns off every protection of the container';
const PIDS = 'the number of its processes is not limited';
const host = (path: string) => `it mounts "${path}" of the host, which gives it control of the host`;
const capability = (name: string) => `it has the capability ${name}, which is as good as root on the host`;

const LOSSES: [string, any, string[]][] = [
  ['cap_drop', [], [CAPABILITIES]],
  ['cap_drop', undefined, [CAPABILITIES]],
  ['cap_drop', ['NET_RAW'], [CAPABILITIES]],
  ['security_opt', [], [PRIVILEGES]],
  ['security_opt', undefined, [PRIVILEGES]],
  ['security_opt', ['no-new-privileges:false'], [PRIVILEGES]],
  ['security_opt', ['no-new-privileges=false'], [PRIVILEGES]],
  ['security_opt', ['apparmor:team'], [PRIVILEGES]],
  ...['seccomp:unconfined', 'seccomp=unconfined'].map((option): [string, any, string[]] => [
    'security_opt',
    ['no-new-privileges', option],
    ['security_opt has "seccomp=unconfined", which turns off the filter of system calls (seccomp)'],
  ]),
  [
    'security_opt',
    ['no-new-privileges=true', 'label:disable'],
    ['security_opt has "label=disable", which turns off the labels of SELinux'],
  ],
  ['security_opt.0', 'no-new-privileges:false', [PRIVILEGES]],
  ...[false, 'false', 'no', 'off', undefined].map((value): [string, any, string[]] => ['read_only', value, [WRITABLE]]),
  ...[true, 'true', 'True', 'yes', 'on', 'y'].map((value): [string, any, string[]] => [
    'privileged',
    value,
    [PRIVILEGED],
  ]),
  ['cap_add', ['ALL'], [capability('ALL')]],
  ['cap_add', ['all'], [capability('ALL')]],
  ['cap_add', ['CAP_SYS_ADMIN', 'net_raw'], [capability('SYS_ADMIN')]],
  ['cap_add', ['cap_sys_ptrace'], [capability('SYS_PTRACE')]],
  ...['root', '0', '0:0', 'root:root', '0:1000', '00'].map((user): [string, any, string[]] => [
    'user',
    user,
    ['it runs as root'],
  ]),
  ...['network_mode', 'pid', 'ipc', 'uts', 'cgroup', 'userns_mode'].map((key): [string, any, string[]] => [
    key,
    'host',
    [`it shares ${key} with the host`],
  ]),
  ['volumes', ['/var/run/docker.sock:/var/run/docker.sock'], [host('/var/run/docker.sock')]],
  ['volumes', ['/var/run/docker.sock:/docker.sock:ro'], [host('/var/run/docker.sock')]],
  ['volumes', [{ type: 'bind', source: '/run/podman/podman.sock', target: '/x' }], [host('/run/podman/podman.sock')]],
  ['volumes', ['/:/host'], [host('/')]],
  ['volumes', ['/var/run/:/host'], [host('/var/run/')]],
  ['volumes', [{ type: 'bind', source: '/etc', target: '/x', read_only: true }], [host('/etc')]],
  ['use_api_socket', true, ['it can use the API of the engine (use_api_socket)']],
  ['post_start', [{ command: 'x', privileged: true }], ['a command of post_start or pre_stop is privileged']],
  ['pre_stop', [{ command: 'x', privileged: 'yes' }], ['a command of post_start or pre_stop is privileged']],
  ['deploy.resources.limits.pids', undefined, [PIDS]],
  ['deploy.resources.limits.pids', -1, [PIDS]],
  ['pids_limit', -1, [PIDS]],
];

test.each(LOSSES)('an override of %s, %j, is told', (path, value, problems) => {
  const { app, web } = appWith();
  if (value === undefined) {
    web.addDeletionOverride(path);
  } else {
    web.addOverride(path, value);
  }
  expect(told(app)).toEqual(problems);
});

test.each(LOSSES)('an override of %s, %j, in an overlay is told', (path, value, problems) => {
  const { app } = appWith();
  const overlay = new ComposeOverlay(app, 'prod');
  if (value === undefined) {
    overlay.addDeletionOverride(`services.web.${path}`);
  } else {
    overlay.addOverride(`services.web.${path}`, value);
  }
  expect(told(app)).toEqual(problems.map(problem => `with compose.prod.yaml: ${problem}`));
});

test.each<[string, any]>([
  ['security_opt', ['no-new-privileges']],
  ['security_opt', ['no-new-privileges=true', 'apparmor=team']],
  ['cap_drop', ['all']],
  ['cap_drop', ['CAP_ALL']],
  ['cap_add', ['NET_BIND_SERVICE', 'SYS_NICE']],
  ['read_only', 'yes'],
  ['privileged', false],
  ['privileged', 'no'],
  ['user', '1000'],
  ['user', 'rooted'],
  ['network_mode', 'none'],
  ['ipc', 'private'],
  ['tmpfs', ['/run']],
  ['volumes', ['/srv/data:/data', '/etc/localtime:/etc/localtime:ro', '/srv/app.sock:/app.sock']],
  ['pids_limit', 100],
  ['post_start', [{ command: 'x' }]],
])('an override of %s, %j, loses nothing', (path, value) => {
  const { app, web } = appWith();
  web.addOverride(path, value);
  expect(told(app)).toEqual([]);
});

test.each<[any, string]>([
  [{ privileged: 'true' }, PRIVILEGED],
  [{ readOnly: 'false' }, WRITABLE],
  [{ securityOpt: ['no-new-privileges:false'] }, PRIVILEGES],
  [{ capAdd: ['ALL'] }, capability('ALL')],
  [{ user: '0' }, 'it runs as root'],
  [{ pid: 'host' }, 'it shares pid with the host'],
])('`spec` %j is told', (keys, problem) => {
  expect(told(appWith({ spec: keys }).app)).toEqual([problem]);
});

test('a variable is known at start only', () => {
  const { app, web } = appWith();
  const variable = new EnvVariable(app, 'X');
  for (const key of ['read_only', 'privileged', 'user', 'pid', 'cap_drop.0', 'security_opt.0']) {
    web.addOverride(key, variable);
  }
  expect(told(app)).toEqual([]);
});

test('what a service renders by itself is not told: hooks, the prop `user`, and services that are not hardened', () => {
  class Writer extends HardenedService {
    protected renderHardening(): HardenedProps {
      return { readOnly: false, capabilities: ['SYS_ADMIN'] };
    }
  }
  const app = new ComposeApp(testProject(), 'app', { strict: true });
  new Writer(app, 'writer', { image, user: '0', restart: RestartPolicy.NO });
  new VolumeOwner(app, 'owner', { image, owner: '1:1', volume: new Volume(app, 'data') });
  const web = new Service(app, 'web', { image, restart: RestartPolicy.NO });
  web.addOverride('privileged', true);
  new Job(app, 'open', { image, hardened: false, restart: RestartPolicy.NO }).addOverride('privileged', true);
  expect(() => app.toDefinition()).not.toThrow();
});

test('it is a warning, and can be ignored with a reason', () => {
  const { app, web } = appWith();
  web.addOverride('privileged', true);
  expect(() => app.toDefinition()).toThrow(
    '[app/web] it is privileged, which turns off every protection of the container; remove the override, or call ignoreRule("protections-kept", "…") of the service with the reason (protections-kept)',
  );
  web.ignoreRule('protections-kept', 'it formats disks');
  expect(() => app.toDefinition()).not.toThrow();
});
