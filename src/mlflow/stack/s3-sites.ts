import { isIP } from 'node:net';
import { StackProxyProps } from './stack-proxy';
import { EnvValue } from '../../compose';
import { MinioService } from '../../object-store';
import { CaddyProxy } from '../../proxy';

/**
 * Lets clients reach the S3 server and its console through the proxy.
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
