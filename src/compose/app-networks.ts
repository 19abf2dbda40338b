import { Construct } from 'constructs';
import { composeError } from './compose-error';
import { Network, NetworkProps } from './network';

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
  /** Services among themselves. Without an address of the host in it they do not reach the host's own programs either. */
  internal: { internal: true, spec: { driverOpts: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } } },
  /** Published ports: connections come in, and what a service would send out finds no way back. */
  public: { spec: { driverOpts: { [MASQUERADE_OPTION]: 'false' } } },
  /** Everything outside. The engine takes the default route from the network whose name comes first: this one, before `public`. */
  outbound: {},
} satisfies { [name: string]: NetworkProps };

/**
 * A network that the services of an app share, made on first use.
 *
 * @throws when the app has something else of that name
 */
export function appNetwork(app: Construct, name: keyof typeof NETWORKS): Network {
  const existing = app.node.tryFindChild(name);
  if (existing && !(existing instanceof Network)) {
    throw composeError(existing, `the services want a network "${name}", but this is none`, 'give this construct another id, or the services their `networks`');
  }
  return existing ?? new Network(app, name, NETWORKS[name]);
}
