import { entriesOf, isTrue } from '../../../compose/internal';
import { ClusterService } from '../cluster-service';
import { Report } from '../report';
import { Values } from '../values';

/** What the standard "restricted" lets a container keep. */
const ALLOWED_CAPABILITY = 'NET_BIND_SERVICE';

/** A group of all pods whose service names none: volumes belong to it, so that any user may write to them. */
const DEFAULT_GROUP = 10001;

/**
 * The sysctls that a pod may set.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls
 */
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
];

/**
 * The security context of a container under the standard "restricted", and what the service says beyond it.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function containerSecurity(service: ClusterService, values: Values, report: Report): { [key: string]: any } {
  const { name, definition } = service;
  const added = (definition.cap_add ?? []).map((capability: any) => String(capability).replace(/^CAP_/, ''));
  for (const capability of added.filter((each: string) => each !== ALLOWED_CAPABILITY)) {
    report.error(
      name,
      `\`cap_add\` has ${capability}, which the Pod Security standard "restricted" forbids`,
      'run the service without it',
    );
  }
  for (const option of definition.security_opt ?? []) {
    if (!/^no-new-privileges([:=]true)?$/.test(option)) {
      report.error(
        name,
        `\`security_opt\` has "${option}", which is not translated`,
        "addOverride('…', 'spec.template.spec.securityContext', { … }) and leave it out",
      );
    }
  }
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], ...(added.length > 0 && { add: added }) },
    ...(isTrue(definition.read_only) && { readOnlyRootFilesystem: true }),
    ...userOf(service, values, report),
  };
}

/** The security context of a pod. */
export function podSecurity(service: ClusterService, values: Values, report: Report): { [key: string]: any } {
  const { name, definition } = service;
  const { runAsGroup } = userOf(service, values, report);
  const groups = (definition.group_add ?? []).map((group: any) => values.resolve(name, group));
  for (const group of groups.filter((each: string) => !/^\d+$/.test(each))) {
    report.error(name, `\`group_add\` has the name "${group}", which Kubernetes does not know`, 'give its number');
  }
  const sysctls = [...entriesOf(definition.sysctls)].filter(([sysctl]) => {
    if (SAFE_SYSCTLS.includes(sysctl)) {
      return true;
    }
    report.warning(
      name,
      `sysctls.${sysctl}`,
      'is left out: clusters refuse it',
      'set it on the nodes, or leave it out of the cluster',
    );
    return false;
  });
  return {
    runAsNonRoot: true,
    fsGroup: runAsGroup || DEFAULT_GROUP,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
    ...(groups.length > 0 && { supplementalGroups: groups.map(Number) }),
    ...(sysctls.length > 0 && {
      sysctls: sysctls.map(([sysctl, value]) => ({ name: sysctl, value: values.resolve(name, value ?? '') })),
    }),
  };
}

/** Numbers only: the kubelet must see that the user is not root. */
function userOf({ name, definition }: ClusterService, values: Values, report: Report): { [key: string]: number } {
  if (definition.user === undefined || definition.user === null) {
    return {};
  }
  const written = values.resolve(name, definition.user);
  const [, user, group] = /^(\d+)(?::(\d+))?$/.exec(written) ?? [];
  if (user === undefined) {
    report.error(
      name,
      `its \`user\` is the name "${written}", which Kubernetes cannot check`,
      'give numbers: "1000:1000"',
    );
    return {};
  }
  if (Number(user) === 0) {
    report.error(
      name,
      'it runs as root, which the Pod Security standard "restricted" forbids',
      'give another `user`, and an image that works as it',
    );
  }
  return { runAsUser: Number(user), ...(group !== undefined && { runAsGroup: Number(group) }) };
}
