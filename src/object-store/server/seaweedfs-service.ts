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
   * The user who may do everything.
   *
   * @default - the variable `S3_ROOT_USER`
   */
  readonly rootUser?: IEnvValue;

  /**
   * The password of that user.
   *
   * @default - the secret `S3_ROOT_PASSWORD`
   */
  readonly rootPassword?: Secret;

  /**
   * A private key and its certificate, in one PEM file, by which the server's parts know each other.
   *
   * @default - the secret `SEAWEEDFS_CERTIFICATE`
   */
  readonly certificate?: Secret;

  /**
   * Where the objects are kept.
   *
   * @default - a volume named `seaweedfs_volume`
   */
  readonly volume?: Volume;
}

/**
 * SeaweedFS, all of it in one container, of which the S3 API alone answers those outside of it: its other parts ask for
 * no login. They listen inside of the container, but for one that takes users and policies, which listens where the API
 * does and so asks for a certificate.
 *
 * Its users stand in a file that is written at each start, so those of a `BucketInit` that is added later need a
 * restart.
 *
 * @see https://github.com/seaweedfs/seaweedfs
 */
export class SeaweedfsService extends UsersFileService {
  constructor(scope: Construct, id: string, props: SeaweedfsServiceProps = {}) {
    checkProps(new.target, SeaweedfsService, scope, id, 'SeaweedfsServiceProps', props);
    const server = {
      defaultImage: ContainerImage.fromRegistry(SEAWEEDFS_IMAGE),
      ports: [{ target: API_PORT, published: props.apiPort }],
      defaultUser: '1000:1000', // the image's own, who owns /data there, and so in a new volume
      volumeName: 'seaweedfs_volume',
      dataPath: '/data',
    };
    super(scope, id, props, server, 'seaweedfs');
    const certificate = EnvValue.of(
      this.addSecret(
        props.certificate ??
          new Secret(this, freeName(this, 'SEAWEEDFS_CERTIFICATE'), {
            description: "What SeaweedFS's parts know each other by: a private key and its certificate.",
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
      '-volume.max=0', // as many as the disk holds
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
