/**
 * The transport protocol of a port.
 */
export enum PortProtocol {
  /** TCP. */
  TCP = 'tcp',
  /** UDP. */
  UDP = 'udp',
}

/**
 * A port of a container that the host publishes.
 */
export interface PortMapping {
  /**
   * The port in the container, 1 to 65535.
   */
  readonly target: number;

  /**
   * The port on the host, 1 to 65535.
   *
   * @default - a free port that the engine picks at each start (`docker compose port` shows it)
   */
  readonly published?: number;

  /**
   * The address of the host that listens. `0.0.0.0` opens the port to the network; Docker's firewall rules then take
   * precedence over those of the host (https://docs.docker.com/engine/network/packet-filtering-firewalls/). `*` is every
   * address of the host, of IPv4 and IPv6.
   *
   * @default - 127.0.0.1, only this machine
   */
  readonly hostIp?: string;

  /**
   * The transport protocol.
   *
   * @default PortProtocol.TCP
   */
  readonly protocol?: PortProtocol;
}

/**
 * The address that a published port listens on unless one is given.
 *
 * @internal
 */
export const LOOPBACK = '127.0.0.1';

/**
 * The address that stands for all addresses. Compose has no text for it, and uses it if none is given.
 *
 * @internal
 */
export const EVERY_ADDRESS = '*';

/**
 * A port mapping as a definition of the compose specification.
 *
 * @internal
 */
export function portDefinition(port: PortMapping): { [key: string]: any } {
  return {
    target: port.target,
    published: port.published?.toString(),
    host_ip: port.hostIp === EVERY_ADDRESS ? undefined : (port.hostIp ?? LOOPBACK),
    protocol: port.protocol ?? PortProtocol.TCP,
  };
}
