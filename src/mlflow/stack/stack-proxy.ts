import { CaddyProxyProps } from '../../proxy';

/**
 * Settings of the reverse proxy of an `MlflowStack`.
 */
export interface StackProxyProps extends CaddyProxyProps {
  /**
   * Whether clients reach the S3 server as well, as `s3.` and the host: for direct transfer of artifacts.
   *
   * @default - true, unless the host is an address, which has no names below it
   */
  readonly s3?: boolean;

  /**
   * Whether people reach the console of the S3 server, as `console.` and the host.
   *
   * @default - true, unless the host is an address, which has no names below it
   */
  readonly console?: boolean;
}
