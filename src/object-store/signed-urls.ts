/**
 * Whether a store lets clients in by addresses that the server signs, without a key of their own.
 */
export enum SignedUrls {
  /** There are none: a folder, SFTP. */
  NONE = 'none',

  /** Once clients are told where they reach the store: its own address means something to services of the app only. */
  ON_PUBLIC_ENDPOINT = 'on-public-endpoint',

  /** The store has one address for everybody. */
  EVERYWHERE = 'everywhere',
}
