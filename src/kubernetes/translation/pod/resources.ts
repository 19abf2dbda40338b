import { bytesOf } from '../../../compose/internal';
import { ClusterService } from '../cluster-service';
import { bytesQuantity, cpuQuantity, isQuantity } from '../quantity';
import { Report } from '../report';
import { Values } from '../values';

/** What the scheduler sets aside unless told otherwise: Kubernetes itself would take the whole limit. */
const DEFAULT_CPU = 0.1;

/** The period of `cpu_quota` unless `cpu_period` gives it, in microseconds. */
const CPU_PERIOD = 100_000;

/**
 * The processors that a container of the service may use; nothing without a limit.
 */
export function cpuLimit({ name, definition }: ClusterService, values: Values): number | undefined {
  const { cpus, cpu_quota: quota, cpu_period: period, deploy } = definition;
  const written = deploy?.resources?.limits?.cpus ?? cpus;
  const limit =
    written !== undefined
      ? Number(values.resolve(name, written))
      : quota !== undefined
        ? Number(values.resolve(name, quota)) / Number(period === undefined ? CPU_PERIOD : values.resolve(name, period))
        : 0;
  return limit > 0 ? limit : undefined;
}

/**
 * What a container may use, and what is set aside for it.
 */
export function resourcesOf(service: ClusterService, values: Values, report: Report): { [key: string]: any } {
  const { name, definition, settings } = service;
  const { limits, reservations } = definition.deploy?.resources ?? {};
  if (limits?.pids !== undefined) {
    report.note(name, 'deploy.resources.limits.pids', 'is a matter of the nodes: `podPidsLimit` of the kubelet');
  }
  for (const key of ['devices', 'generic_resources'].filter(each => reservations?.[each]?.length > 0)) {
    report.error(
      name,
      `\`deploy.resources.reservations.${key}\` needs a device plugin, whose resource has a name of its own`,
      "addOverride('…', 'spec.template.spec.containers.0.resources.limits.nvidia\\.com/gpu', 1) and leave it out",
    );
  }
  const bytes = (value: any) => (value === undefined ? undefined : bytesOf(values.resolve(name, value)) || undefined);
  const memory = bytes(limits?.memory ?? definition.mem_limit);
  const reserved = bytes(reservations?.memory ?? definition.mem_reservation);
  const cpu = cpuLimit(service, values);
  const requests = {
    cpu:
      settings.requests?.cpu ??
      (reservations?.cpus
        ? cpuQuantity(Number(values.resolve(name, reservations.cpus)))
        : cpuQuantity(Math.min(DEFAULT_CPU, cpu ?? DEFAULT_CPU))),
    memory:
      settings.requests?.memory ??
      (reserved !== undefined ? bytesQuantity(reserved) : memory && bytesQuantity(Math.ceil(memory / 2))),
  };
  for (const [key, amount] of Object.entries(requests)) {
    if (amount !== undefined && !isQuantity(String(amount))) {
      report.error(name, `Kubernetes cannot read \`requests.${key}\` of "${amount}"`, 'give "500m" or "1Gi"');
    }
  }
  return {
    requests: { cpu: requests.cpu, ...(requests.memory && { memory: requests.memory }) },
    ...((cpu ?? memory) !== undefined && {
      limits: {
        ...(cpu !== undefined && { cpu: cpuQuantity(cpu) }),
        ...(memory !== undefined && { memory: bytesQuantity(memory) }),
      },
    }),
  };
}
