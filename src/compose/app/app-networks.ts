import { Construct } from 'constructs';
import { composeError } from '../element/compose-error';
import { networksOf } from '../reading/networks';
import { Network, NetworkProps } from '../resource/network';

/**
 * The driver option that decides whether services of a network get answers from outside of the host.
 */
export const MASQUERADE_OPTION = 'com.docker.network.bridge.enable_ip_masquerade';

/**
 * The networks that the services of an app share, by name. Each has only the egress that its purpose needs.
 *
 * @see https://docs.docker.com/engine/network/drivers/bridge/#options
 */
const NETWORKS = {
  /**
   * Traffic between services. The host has no address in it, so services do not reach programs of the host either.
   */
  internal: { internal: true, spec: { driverOpts: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } } },
  /** Published ports: incoming connections only, since a service gets no answers from outside of the host. */
  public: { spec: { driverOpts: { [MASQUERADE_OPTION]: 'false' } } },
  /**
   * Everything outside. The engine takes the default route from the network whose name comes first: this one, before
   * `public`.
   */
  outbound: {},
} satisfies { [name: string]: NetworkProps };

/** The networks that were created since something used the getters of the app. */
const madeOnUse = new WeakMap<Construct, Network[]>();

/**
 * Removes the networks from the files of an app that no service uses in any of them: code may ask for a network without
 * using it.
 *
 * @param files the app's file, and what becomes of it with each overlay
 */
export function dropUnusedNetworks(app: Construct, files: { [section: string]: any }[]): void {
  const services = files.flatMap(file => Object.values<any>(file.services ?? {}));
  const isUsed = (name: string) => services.some(service => networksOf(service ?? {}).includes(name));
  for (const { name } of (madeOnUse.get(app) ?? []).filter(network => !isUsed(network.name))) {
    for (const file of files.filter(({ networks }) => networks && Object.hasOwn(networks, name))) {
      const { [name]: _, ...networks } = file.networks;
      file.networks = Object.keys(networks).length > 0 ? networks : undefined;
    }
  }
}

/**
 * A network that the services of an app share, created on first use.
 *
 * @throws when the app has something else of that name
 */
export function appNetwork(app: Construct, name: keyof typeof NETWORKS): Network {
  const existing = app.node.tryFindChild(name);
  if (existing && !(existing instanceof Network)) {
    throw composeError(
      existing,
      `the services need a network "${name}", but this is not one`,
      'give this construct another id, or set `networks` of the services',
    );
  }
  if (existing) {
    return existing;
  }
  const network = new Network(app, name, NETWORKS[name]);
  madeOnUse.set(app, [...(madeOnUse.get(app) ?? []), network]);
  return network;
}
