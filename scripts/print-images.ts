/**
 * Prints the images that the library pins, a line each: what a machine must have, or pull, to run the tests.
 */
import * as images from '../src/default-images';

console.log(Object.values(images).join('\n'));
