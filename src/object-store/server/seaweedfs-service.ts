import { Construct } from 'constructs';
import { UsersFileService } from './s3-server-service';
import {
  ContainerImage,
  EnvValue,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  ResourceLimitsProps,
  Secret,
  SecretSource,
  Volume,
} from '../../compose';
import { checkProps, freeName } from '../../compose/internal';
import { SEAWEEDFS_IMAGE } from '../../default-images';
import { BucketScript, S3Administrator } from '../bucket/bucket-script';

const API_PORT = 8333;

/**
 * Properties of a `SeaweedfsService`.
 */
export interface SeaweedfsServiceProps extends HardenedServiceOptions {
  /**
   * The image.
   *
   * @default - the official one, pinned
   */
  readonly image?: ContainerImage;

  /**
   * The port of the host for the S3 API.
   *
   * @default 8333
   */
  readonly apiPort?: number;

  /**
   * The administrator's name.
   *
   * @default - the variable `S3_ROOT_USER`
   */
  readonly rootUser?: IEnvValue;

  /**
   * The administrator's password.
   *
   * @default - the secret `S3_ROOT_PASSWORD`
   */
  readonly rootPassword?: Secret;

  /**
   * A private key and its certificate in one PEM file, by which the components of the server authenticate each other.
   *
   * @default - the secret `SEAWEEDFS_CERTIFICATE`
   */
  readonly certificate?: Secret;

  /**
   * The volume for the objects.
   *
   * @default - a volume named `seaweedfs_volume`
   */
  readonly volume?: Volume;
}

/**
 * SeaweedFS with all components in one container. Only the S3 API can be reached from outside: the other components
 * have no login and listen only inside the container. The component for users and policies listens where the API does,
 * and therefore requires a certificate.
 *
 * Users are in a file that is written at each start, so users of a `BucketInit` that is added later need a restart.
 *
 * @see https://github.com/seaweedfs/seaweedfs
 */
export class SeaweedfsService extends UsersFileService {
  constructor(scope: Construct, id: string, props: SeaweedfsServiceProps = {}) {
    checkProps(new.target, SeaweedfsService, scope, id, 'SeaweedfsServiceProps', props);
    const server = {
      defaultImage: ContainerImage.fromRegistry(SEAWEEDFS_IMAGE),
      ports: [{ target: API_PORT, published: props.apiPort }],
      defaultUser: '1000:1000', // the user of the image, which owns its /data, and so a new volume
      volumeName: 'seaweedfs_volume',
      dataPath: '/data',
    };
    super(scope, id, props, server, 'seaweedfs');
    const certificate = EnvValue.of(
      this.addSecret(
        props.certificate ??
          new Secret(this, freeName(this, 'SEAWEEDFS_CERTIFICATE'), {
            description: "By which SeaweedFS's components authenticate each other: a private key and its certificate.",
            source: SecretSource.certificateFile(),
          }),
      ),
    );
    this.addDefaultEnvironment({
      // https://github.com/seaweedfs/seaweedfs/wiki/Security-Configuration
      WEED_GRPC_S3_CERT: certificate,
      WEED_GRPC_S3_KEY: certificate,
      WEED_GRPC_CA: certificate,
    });
  }

  protected renderCommand(): string[] {
    return [
      'weed',
      '-logtostderr=true',
      'server',
      '-dir=/data',
      '-volume.max=0', // as many as fit on the disk
      '-master.volumeSizeLimitMB=1024',
      '-master.telemetry=false',
      '-ip=127.0.0.1',
      '-ip.bind=127.0.0.1',
      '-s3',
      `-s3.port=${API_PORT}`,
      '-s3.port.iceberg=0', // no table catalogs
      '-s3.port.lance=0',
      '-s3.ip.bind=0.0.0.0',
      '-s3.config=/tmp/s3.json', // the entrypoint writes it
    ];
  }

  protected renderLimits(): ResourceLimitsProps {
    return { memory: '2g', cpus: 2 };
  }

  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['curl', '--fail', '--silent', '--noproxy', '*', `http://127.0.0.1:${API_PORT}/healthz`])
    );
  }

  /** @internal */
  protected _bucketScript(administrator: S3Administrator): BucketScript {
    return BucketScript.s3(administrator);
  }
}
