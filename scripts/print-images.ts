/**
 * Prints the images without which tests fail, a line each: what a machine must have, or pull, to run them. With
 * `--optional` it prints those whose tests are skipped where they are missing.
 */
import { OPTIONAL_IMAGES, REQUIRED_IMAGES } from '../test/e2e/available-image';

console.log((process.argv.includes('--optional') ? OPTIONAL_IMAGES : REQUIRED_IMAGES).join('\n'));
