import { Construct } from 'constructs';
import { composeError } from '../element/compose-error';
import { networksOf } from '../reading/networks';
import { Network, NetworkProps } from '../resource/network';

/**
 * Says whether what a network's services send out finds a way back from the world.
 */
export const MASQUERADE_OPTION = 'com.docker.network.bridge.enable_ip_masquerade';

/**
 * The networks that the services of an app share, by name. Each lets out no more than its purpose needs.
 *
 * @see https://docs.docker.com/engine/network/drivers/bridge/#options
 */
const NETWORKS = {
  /**
   * Services among themselves. Without an address of the host in it they do not reach the host's own programs either.
   */
  internal: { internal: true, spec: { driverOpts: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } } },
  /** Published ports: connections come in, and what a service would send out finds no way back. */
  public: { spec: { driverOpts: { [MASQUERADE_OPTION]: 'false' } } },
  /**
   * Everything outside. The engine takes the default route from the network whose name comes first: this one, before
   * `public`.
   */
  outbound: {},
} satisfies { [name: string]: NetworkProps };

/** The networks that an app made since something asked for them. */
const madeOnUse = new WeakMap<Construct, Network[]>();

/**
 * Takes those networks out of the files of an app that no service is in, in none of them: to ask for one is not to use
 * it.
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
 * A network that the services of an app share, made on first use.
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
