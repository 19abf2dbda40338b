import { BucketRequest } from './s3-server';
import { EnvValue, IEnvValue, Service } from '../../compose';

/**
 * Tells a server, whose script writes its users into a file at each start, of one more user.
 *
 * The script reads `IDENTITY_1_KEY`, `IDENTITY_1_SECRET_FILE` and `IDENTITY_1_BUCKETS`, then those of 2, and so on.
 *
 * @param number which one of the server's users
 */
export function addIdentity(server: Service, number: number, request: BucketRequest): void {
  const environment: { [name: string]: IEnvValue } = {
    KEY: request.accessKeyId,
    SECRET_FILE: EnvValue.of(server.addSecret(request.secretAccessKey)),
    BUCKETS: request.buckets,
  };
  for (const [name, value] of Object.entries(environment)) {
    server.addEnvironment(`IDENTITY_${number}_${name}`, value);
  }
}
