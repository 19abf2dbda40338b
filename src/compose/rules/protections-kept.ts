import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { Fault, listOf, violationsIn } from './fault';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { isTrue } from '../reading/boolean';
import { mountsOf } from '../reading/mounts';
import { HardenedService } from '../service/hardened-service';
import { hasReference } from '../value/interpolation';

/** Keys that let a container use what belongs to the host, if their value is `host`. */
const NAMESPACES = ['network_mode', 'pid', 'ipc', 'uts', 'cgroup', 'userns_mode'];

/**
 * Capabilities that are as good as root on the host.
 *
 * @see https://man7.org/linux/man-pages/man7/capabilities.7.html
 */
const ROOT_CAPABILITIES = ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'DAC_READ_SEARCH', 'BPF'];

/** Options of `security_opt` that turn a protection of the engine off, and what they turn off. */
const UNCONFINED: { [option: string]: string } = {
  'seccomp=unconfined': 'the filter of system calls (seccomp)',
  'apparmor=unconfined': 'AppArmor',
  'label=disable': 'the labels of SELinux',
  'systempaths=unconfined': 'the protection of paths below /proc and /sys',
};

/** The sockets of engines, and folders of the host that contain them or the host's own files. */
const HOST_PATHS =
  /^\/$|^\/(run|var|var\/run|var\/lib|var\/lib\/docker|proc|sys|dev|etc|root|boot)\/?$|(docker|podman|containerd|crio)\.sock$|docker_engine$/;

const REMEDY = 'remove the override, or call ignoreRule("protections-kept", "…") of the service with the reason';

/**
 * A hardened service keeps its protections in the final file, whatever changes the keys: `spec`, an override, a mixin
 * or an overlay. A warning.
 */
export class ProtectionsKept implements IComposeRule {
  public readonly name = 'protections-kept';
  public readonly level = RuleLevel.WARNING;

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(service => {
      const rendered = service.element instanceof HardenedService ? service.element._protections : undefined;
      return rendered
        ? violationsIn(
            [service],
            definition => restrictions(definition, rendered),
            definition => privileges(definition, rendered),
            hostAccess,
          )
        : [];
    });
  }
}

/** What the service rendered, and the file has no more. */
function restrictions(definition: ModelEntry['definition'], rendered: ModelEntry['definition']): Fault[] {
  const { limits } = definition.deploy?.resources ?? {};
  const pids = definition.pids_limit ?? limits?.pids;
  const losses = [
    dropsAll(rendered) && !dropsAll(definition) && 'it keeps capabilities: cap_drop has no ALL',
    preventsPrivileges(rendered) &&
      !preventsPrivileges(definition) &&
      'its programs can get new privileges: security_opt has no "no-new-privileges:true"',
    rendered.read_only &&
      !hasReference(definition.read_only) &&
      !isTrue(definition.read_only) &&
      'its root file system is writable: read_only is not true',
    rendered.deploy?.resources?.limits?.pids !== undefined &&
      (pids === undefined || pids === null || Number(pids) <= 0) &&
      'the number of its processes is not limited',
  ];
  return losses.filter(loss => typeof loss === 'string').map(loss => [loss, REMEDY]);
}

/** What the file allows beyond what the service rendered. */
function privileges(definition: ModelEntry['definition'], rendered: ModelEntry['definition']): Fault[] {
  const kept = capabilities(rendered.cap_add);
  const added = capabilities(definition.cap_add).filter(
    name => ROOT_CAPABILITIES.includes(name) && !kept.includes(name),
  );
  const hooks = ['post_start', 'pre_stop'].flatMap(key => definition[key] ?? []);
  return [
    ...(isTrue(definition.privileged) ? ['it is privileged, which turns off every protection of the container'] : []),
    ...(hooks.some(hook => isTrue(hook?.privileged)) ? ['a command of post_start or pre_stop is privileged'] : []),
    ...added.map(name => `it has the capability ${name}, which is as good as root on the host`),
    ...options(definition)
      .filter(option => Object.hasOwn(UNCONFINED, option))
      .map(option => `security_opt has "${option}", which turns off ${UNCONFINED[option]}`),
    ...(isRoot(definition.user) && !isRoot(rendered.user) ? ['it runs as root'] : []),
  ].map(problem => [problem, REMEDY]);
}

/** What the container shares with the host. */
function hostAccess(definition: ModelEntry['definition']): Fault[] {
  return [
    ...NAMESPACES.filter(key => definition[key] === 'host').map(key => `it shares ${key} with the host`),
    ...(isTrue(definition.use_api_socket) ? ['it can use the API of the engine (use_api_socket)'] : []),
    ...mountsOf(definition)
      .filter(({ type, source }) => ['bind', 'npipe'].includes(type) && source && HOST_PATHS.test(source))
      .map(({ source }) => `it mounts "${source}" of the host, which gives it control of the host`),
  ].map(problem => [problem, REMEDY]);
}

function dropsAll({ cap_drop: dropped }: ModelEntry['definition']): boolean {
  return capabilities(dropped).includes('ALL') || someVariable(dropped);
}

function preventsPrivileges(definition: ModelEntry['definition']): boolean {
  const found = options(definition).filter(option => /^no-new-privileges(=|$)/.test(option));
  return (
    someVariable(definition.security_opt) || ['no-new-privileges', 'no-new-privileges=true'].includes(found.at(-1)!)
  );
}

/** The options of `security_opt`, which separates name and value by a colon or an equals sign. */
function options({ security_opt: entries }: ModelEntry['definition']): string[] {
  return listOf(entries).map(option => String(option).replace(/^([\w-]+):/, '$1='));
}

/** The engine accepts names in any case, with and without the prefix. */
function capabilities(names: any): string[] {
  return listOf(names).map(name => String(name).toUpperCase().replace(/^CAP_/, ''));
}

/** The user of a service is a name or a number, with or without a group. */
function isRoot(user: any): boolean {
  return user !== undefined && user !== null && /^(root|0+)(:|$)/.test(String(user));
}

function someVariable(values: any): boolean {
  return listOf(values).some(hasReference);
}
