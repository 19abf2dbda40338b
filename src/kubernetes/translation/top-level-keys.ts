import { ClusterInput } from './cluster-input';
import { Report } from './report';

/** Top-level keys that hold more of an app than is translated. */
const REFUSED: { [key: string]: string } = {
  include: 'copy the services of the other file into the app',
  jobs: 'run them in Compose, or add CronJob objects beside the app',
  models: 'run the model server as a service',
};

/** What a network has that a policy cannot say. */
const NETWORK_KEYS: { [key: string]: string } = {
  driver: 'leave it out: the network plugin of the cluster connects pods',
  ipam: 'leave it out: the cluster chooses the addresses of pods',
  external: 'give the pods of the other app a NetworkPolicy of their own',
};

/**
 * Reports what the app has beside its services that is not translated.
 */
export function reportTopLevelKeys({ definition }: ClusterInput, report: Report): void {
  for (const [key, remedy] of Object.entries(REFUSED)) {
    if (Object.keys(definition[key] ?? {}).length > 0) {
      report.clusterError(`the top-level key \`${key}\` is not translated`, remedy);
    }
  }
  for (const [name, network] of Object.entries<any>(definition.networks ?? {})) {
    for (const [key, remedy] of Object.entries(NETWORK_KEYS)) {
      if (network?.[key] !== undefined && network[key] !== false && network[key] !== 'bridge') {
        report.clusterError(`the network "${name}" has \`${key}\`, which has no counterpart`, remedy);
      }
    }
  }
  for (const section of ['secrets', 'configs']) {
    for (const [name, entry] of Object.entries<any>(definition[section] ?? {})) {
      for (const key of ['driver', 'driver_opts', 'template_driver'].filter(each => entry?.[each] !== undefined)) {
        report.clusterError(`\`${section}.${name}.${key}\` is for swarms`, 'leave it out');
      }
    }
  }
}
