/**
 * Prints the images that the library pins, a line each: what a machine must have, or pull, to run the tests.
 */
import * as images from '../src/default-images';

// Tests of these do without where they cannot be had.
const OPTIONAL = [images.MINIO_OFFICIAL_IMAGE, images.RUSTFS_IMAGE, images.SEAWEEDFS_IMAGE, images.GARAGE_IMAGE, images.VERSITYGW_IMAGE];

console.log(Object.values(images).filter(image => !OPTIONAL.includes(image)).join('\n'));
