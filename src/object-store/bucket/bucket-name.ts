import { isIPv4 } from 'node:net';

/**
 * The errors of names of buckets.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameFaults(buckets: string[]): string[] {
  return buckets
    .filter(
      bucket => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || /\.\.|\.-|-\./.test(bucket) || isIPv4(bucket),
    )
    .map(
      bucket =>
        `"${bucket}" is not a valid name for a bucket; use 3 to 63 lower-case letters, digits, dots and dashes, with a letter or digit at both ends and ` +
        'on both sides of each dot, but not an IP address',
    );
}
