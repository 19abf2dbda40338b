/**
 * Prints the images that the tests require, one per line. With `--optional` it prints the images whose tests are
 * skipped if they are missing.
 */
import { OPTIONAL_IMAGES, REQUIRED_IMAGES } from '../test/e2e/available-image';

console.log((process.argv.includes('--optional') ? OPTIONAL_IMAGES : REQUIRED_IMAGES).join('\n'));
