import { attempt } from './command';
import * as defaults from '../../src/default-images';

/**
 * Images that tests need in addition to the defaults of the library.
 */
const OTHER_IMAGES = ['continuumio/miniconda3:latest'];

/**
 * Images whose tests are skipped where they can be neither found nor pulled, and defaults that no test needs.
 */
export const OPTIONAL_IMAGES = [
  defaults.MINIO_OFFICIAL_IMAGE,
  defaults.RUSTFS_IMAGE,
  defaults.SEAWEEDFS_IMAGE,
  defaults.GARAGE_IMAGE,
  defaults.VERSITYGW_IMAGE,
  defaults.WAIT_IMAGE,
  defaults.KUBECTL_IMAGE,
  'postgres:15',
  'postgres:16',
  'postgres:18',
  'mysql:8.4',
  'mariadb:11.8',
  'mcr.microsoft.com/azure-storage/azurite:3.35.0',
];

/**
 * Images without which tests fail.
 */
export const REQUIRED_IMAGES = [...Object.values(defaults), ...OTHER_IMAGES]
  .filter(image => !OPTIONAL_IMAGES.includes(image))
  .sort();

/**
 * Whether an optional image is on this machine, or can be pulled.
 */
export function isAvailable(image: string): boolean {
  if (!OPTIONAL_IMAGES.includes(image)) {
    throw new Error(`${image} is not an optional image; add it to OPTIONAL_IMAGES in test/e2e/available-image.ts`);
  }
  return (
    attempt('docker', ['image', 'inspect', image]).status === 0 ||
    attempt('docker', ['pull', '--quiet', image], { timeoutSeconds: 300 }).status === 0
  );
}

/**
 * The version that a program of an image prints; empty if there is no such image.
 */
export function versionIn(image: string, program: string): string {
  return isAvailable(image)
    ? attempt('docker', ['run', '--rm', '--network', 'none', '--entrypoint', program, image, '--version']).stdout
    : '';
}
