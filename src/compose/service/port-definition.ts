import { PortMapping, PortProtocol } from './port-mapping';

/**
 * The address that a published port listens on unless one is given.
 */
export const LOOPBACK = '127.0.0.1';

/**
 * The address that stands for all: Compose has no text for it and takes it when there is none.
 */
export const EVERY_ADDRESS = '*';

/**
 * A port mapping as a definition of the compose specification.
 */
export function portDefinition(port: PortMapping): { [key: string]: any } {
  return {
    target: port.target,
    published: port.published?.toString(),
    host_ip: port.hostIp === EVERY_ADDRESS ? undefined : (port.hostIp ?? LOOPBACK),
    protocol: port.protocol ?? PortProtocol.TCP,
  };
}
