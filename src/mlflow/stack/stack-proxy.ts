import { isIP } from 'node:net';
import { EnvValue } from '../../compose';
import { MinioService } from '../../object-store';
import { CaddyProxy, CaddyProxyProps } from '../../proxy';

/**
 * Properties of the reverse proxy of an `MlflowStack`.
 */
export interface StackProxyProps extends CaddyProxyProps {
  /**
   * Whether clients can reach the S3 server at `s3.<host>`, for direct transfer of artifacts.
   *
   * @default - true, unless the host is an IP address, which has no subdomains
   */
  readonly s3?: boolean;

  /**
   * Whether the console of the S3 server is available at `console.<host>`.
   *
   * @default - true, unless the host is an IP address, which has no subdomains
   */
  readonly console?: boolean;
}

/**
 * Adds the S3 server and its console as sites of the proxy.
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
    s3.addEnvironment('MINIO_BROWSER_REDIRECT_URL', EnvValue.of(url)); // the API redirects browsers there
  }
}
