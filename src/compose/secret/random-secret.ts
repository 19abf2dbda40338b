import { randomBytes, randomInt } from 'node:crypto';

const LENGTH = 32;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A new secret: letters and digits alone, which no shell, URL or configuration format needs to quote.
 */
export function randomSecret(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/**
 * A new secret of 32 bytes, in hexadecimal digits.
 */
export function randomHex(): string {
  return randomBytes(32).toString('hex');
}
