import { Report } from './report';

/**
 * What becomes of a key of a service. `translated`: code of this folder reads it. Everything else says why it has no
 * counterpart, and what to do: an error where the service would not do what it is meant to, a warning where it may do
 * so less well, a note where it makes no difference.
 */
export type KeyFate =
  | 'translated'
  | { readonly level: 'error' | 'warning'; readonly problem: string; readonly remedy: string }
  | { readonly level: 'note'; readonly problem: string };

const error = (problem: string, remedy: string): KeyFate => ({ level: 'error', problem, remedy });
const warning = (problem: string, remedy: string): KeyFate => ({ level: 'warning', problem, remedy });
const note = (problem: string): KeyFate => ({ level: 'note', problem });

const NODE = 'is a matter of the nodes in Kubernetes';
const RESTRICTED = 'is forbidden by the Pod Security standard "restricted"';
const WINDOWS = 'is for Windows, and pods run on Linux here';
const COMPOSE_ONLY = 'is for `docker compose` alone';
const ONE_MACHINE = 'needs containers on one machine';
const HOOKS = 'runs a command in addition to that of the container, which is not translated';
const LEAVE_OUT = 'leave it out, or the service: `profiles`';
const LIFECYCLE = "addOverride('Deployment/…', 'spec.template.spec.containers.0.lifecycle', { … })";

/** Every key of a service of the compose specification. */
export const SERVICE_KEYS: { readonly [key: string]: KeyFate } = {
  annotations: 'translated',
  attach: note(COMPOSE_ONLY),
  blkio_config: warning(`${NODE}`, 'choose a storage class with such limits'),
  build: 'translated',
  cap_add: 'translated',
  cap_drop: 'translated',
  cgroup: error(RESTRICTED, LEAVE_OUT),
  cgroup_parent: error(NODE, LEAVE_OUT),
  command: 'translated',
  configs: 'translated',
  container_name: warning('has no counterpart: pods have names of their own', 'reach it by the name of the service'),
  cpu_count: error(WINDOWS, 'give `cpus`'),
  cpu_percent: error(WINDOWS, 'give `cpus`'),
  cpu_period: 'translated',
  cpu_quota: 'translated',
  cpu_rt_period: error(NODE, LEAVE_OUT),
  cpu_rt_runtime: error(NODE, LEAVE_OUT),
  cpu_shares: warning('has no counterpart', 'give `requests: { cpu: … }` in `configure`'),
  cpus: 'translated',
  cpuset: warning(NODE, 'let the nodes have the static CPU manager policy'),
  credential_spec: error(WINDOWS, LEAVE_OUT),
  depends_on: 'translated',
  deploy: 'translated',
  develop: note(COMPOSE_ONLY),
  device_cgroup_rules: error(RESTRICTED, LEAVE_OUT),
  devices: error(
    RESTRICTED,
    'use a device plugin: addOverride(…, "spec.template.spec.containers.0.resources.limits", …)',
  ),
  dns: 'translated',
  dns_opt: 'translated',
  dns_search: 'translated',
  domainname: error('has no counterpart', 'leave it out'),
  entrypoint: 'translated',
  env_file: error('is a file that git may not have', 'give the variables in `environment`'),
  environment: 'translated',
  expose: 'translated',
  extends: error('is resolved by Compose alone', 'make one service of the two'),
  external_links: error(ONE_MACHINE, LEAVE_OUT),
  extra_hosts: 'translated',
  gpus: error(
    'needs a device plugin, whose resource has a name of its own',
    `addOverride('Deployment/…', 'spec.template.spec.containers.0.resources.limits.nvidia\\.com/gpu', 1) and leave it out`,
  ),
  group_add: 'translated',
  healthcheck: 'translated',
  hostname: 'translated',
  image: 'translated',
  init: 'translated',
  ipc: error(ONE_MACHINE, LEAVE_OUT),
  isolation: error(WINDOWS, LEAVE_OUT),
  label_file: error('is a file that git may not have', 'give the labels in `labels`'),
  labels: 'translated',
  links: 'translated',
  logging: warning(NODE, 'the nodes collect what containers print'),
  mac_address: error('has no counterpart', LEAVE_OUT),
  mem_limit: 'translated',
  mem_reservation: 'translated',
  mem_swappiness: warning(NODE, 'leave it out'),
  memswap_limit: warning(NODE, 'leave it out'),
  models: error('is for Docker Model Runner alone', LEAVE_OUT),
  network_mode: 'translated',
  networks: 'translated',
  oom_kill_disable: error(NODE, 'give a memory limit'),
  oom_score_adj: warning('has no counterpart', 'give `requests: { memory: … }`, by which Kubernetes decides'),
  pid: error(RESTRICTED, LEAVE_OUT),
  pids_limit: note(`${NODE}: \`podPidsLimit\` of the kubelet`),
  platform: 'translated',
  ports: 'translated',
  post_start: error(HOOKS, LIFECYCLE),
  pre_start: error(HOOKS, 'make an init job of it, which the service waits for'),
  pre_stop: error(HOOKS, LIFECYCLE),
  privileged: error(RESTRICTED, LEAVE_OUT),
  profiles: 'translated',
  provider: error('is a program of the machine that runs Compose', LEAVE_OUT),
  pull_policy: 'translated',
  pull_refresh_after: warning('has no counterpart', 'give the image another tag or digest'),
  read_only: 'translated',
  restart: 'translated',
  runtime: error(
    'is a name of the engine',
    "addOverride('…', 'spec.template.spec.runtimeClassName', '…') and leave it out",
  ),
  scale: 'translated',
  secrets: 'translated',
  security_opt: 'translated',
  shm_size: 'translated',
  stdin_open: 'translated',
  stop_grace_period: 'translated',
  stop_signal: 'translated',
  storage_opt: error(NODE, 'limit the scratch volume: `storage: { size: … }` in `configure`'),
  sysctls: 'translated',
  tmpfs: 'translated',
  tty: 'translated',
  ulimits: warning(NODE, 'set it in the container runtime of the nodes'),
  umask: error('has no counterpart', 'set it in the entrypoint'),
  use_api_socket: error(ONE_MACHINE, LEAVE_OUT),
  user: 'translated',
  userns_mode: error('has no counterpart', "addOverride('…', 'spec.template.spec.hostUsers', false) and leave it out"),
  uts: error(RESTRICTED, LEAVE_OUT),
  volumes: 'translated',
  volumes_from: error(ONE_MACHINE, 'mount the same named volumes'),
  working_dir: 'translated',
};

/** The keys below `deploy`. */
export const DEPLOY_KEYS: { readonly [key: string]: KeyFate } = {
  endpoint_mode: warning('has no counterpart', 'leave it out'),
  labels: note('is for swarms alone'),
  mode: 'translated',
  placement: error('speaks of the nodes of a swarm', "addOverride('…', 'spec.template.spec.nodeSelector', { … })"),
  replicas: 'translated',
  resources: 'translated',
  restart_policy: 'translated',
  rollback_config: note('is for swarms alone'),
  update_config: warning('is for swarms', "addOverride('…', 'spec.strategy', { … })"),
};

/** The keys below `build`. */
export const BUILD_KEYS: { readonly [key: string]: KeyFate } = {
  additional_contexts: 'translated',
  args: 'translated',
  cache_from: note('is for `docker compose` alone'),
  cache_to: note('is for `docker compose` alone'),
  context: 'translated',
  dockerfile: 'translated',
  dockerfile_inline: error('is not translated yet', 'write the Dockerfile to a file'),
  entitlements: error('is not translated yet', 'build the image elsewhere, and give its reference'),
  extra_hosts: 'translated',
  isolation: error(WINDOWS, 'leave it out'),
  labels: 'translated',
  network: 'translated',
  no_cache: note('is for `docker compose` alone'),
  no_cache_filter: note('is for `docker compose` alone'),
  platforms: 'translated',
  privileged: error('is not translated yet', 'build the image elsewhere, and give its reference'),
  provenance: note('is for `docker compose` alone'),
  pull: note('is for `docker compose` alone'),
  sbom: note('is for `docker compose` alone'),
  secrets: error('is not translated yet', 'build the image elsewhere, and give its reference'),
  shm_size: 'translated',
  ssh: error('is not translated yet', 'build the image elsewhere, and give its reference'),
  tags: note('has no use: images are tagged by what they are built of'),
  target: 'translated',
  ulimits: note('is for `docker compose` alone'),
};

/**
 * Reports each key of a service that is not translated.
 */
export function reportKeys(name: string, definition: { [key: string]: any }, report: Report): void {
  reportFates(name, '', definition, SERVICE_KEYS, report);
  reportFates(name, 'deploy.', definition.deploy, DEPLOY_KEYS, report);
  if (typeof definition.build === 'object') {
    reportFates(name, 'build.', definition.build, BUILD_KEYS, report);
  }
  if ((definition.ports ?? []).length > 0) {
    report.note(name, 'ports', 'are not published: pods reach them by the name of the service, others by the entry');
  }
  for (const [needed, dependency] of Object.entries<any>(definition.depends_on ?? {})) {
    if (dependency?.restart) {
      report.note(name, `depends_on.${needed}.restart`, 'has no counterpart: it connects again');
    }
  }
  for (const { target, tmpfs, consistency } of (definition.volumes ?? []).filter((each: any) => each?.target)) {
    if (tmpfs?.mode !== undefined) {
      report.warning(
        name,
        'volumes.tmpfs.mode',
        `of ${target} has no counterpart`,
        'leave it out: all may write there',
      );
    }
    if (consistency !== undefined) {
      report.note(name, 'volumes.consistency', 'has no meaning on Linux');
    }
  }
}

function reportFates(
  name: string,
  prefix: string,
  definition: { [key: string]: any } | undefined,
  fates: { readonly [key: string]: KeyFate },
  report: Report,
): void {
  for (const [key, value] of Object.entries(definition ?? {})) {
    const fate = fates[key];
    if (key.startsWith('x-') || fate === 'translated' || isUnset(value)) {
      continue;
    }
    const path = `${prefix}${key}`;
    if (!fate) {
      report.error(name, `the key \`${path}\` is not known here`, 'leave it out');
    } else if (fate.level === 'error') {
      report.error(name, `\`${path}\` ${fate.problem}`, fate.remedy);
    } else if (fate.level === 'warning') {
      report.warning(name, path, fate.problem, fate.remedy);
    } else {
      report.note(name, path, fate.problem);
    }
  }
}

/** Whether a key says what holds without it. */
function isUnset(value: any): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === 'false' ||
    (typeof value === 'object' && Object.keys(value).length === 0) ||
    ['private', 'shareable'].includes(value)
  );
}
