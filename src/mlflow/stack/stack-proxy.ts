import { isIP } from 'node:net';
import { EnvValue } from '../../compose';
import { MinioService } from '../../object-store';
import { CaddyProxy, CaddyProxyProps } from '../../proxy';

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

/**
 * Lets clients reach the S3 server and its console through the proxy.
 *
 * @internal
 */
export function addS3Sites(proxy: CaddyProxy, s3: MinioService, props: StackProxyProps): void {
  const named = isIP(proxy.host) === 0;
  if (props.s3 ?? named) {
    proxy.addSite({ service: s3, port: Number(new URL(s3.endpoint).port), host: `s3.${proxy.host}` });
  }
  if (props.console ?? named) {
    const url = proxy.addSite({
      service: s3,
      port: Number(new URL(s3.consoleEndpoint).port),
      host: `console.${proxy.host}`,
    });
    s3.addEnvironment('MINIO_BROWSER_REDIRECT_URL', EnvValue.of(url)); // a browser that asks the API is sent there
  }
}
