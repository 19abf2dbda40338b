import { attempt } from './command';

/**
 * Whether an image is on this machine, or can be pulled.
 */
export function isAvailable(image: string): boolean {
  return attempt('docker', ['image', 'inspect', image]).status === 0 || attempt('docker', ['pull', '--quiet', image], { timeoutSeconds: 300 }).status === 0;
}

/**
 * What a program of an image says of its version; empty where there is no such image.
 */
export function versionIn(image: string, program: string): string {
  return isAvailable(image) ? attempt('docker', ['run', '--rm', '--network', 'none', '--entrypoint', program, image, '--version']).stdout : '';
}
