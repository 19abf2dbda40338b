import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { MinioImage } from './minio-image';
import { addIdentity } from './s3-identities';
import { BucketRequest, IS3Server } from './s3-server';
import { ASSETS_DIRECTORY } from '../../assets-directory';
import {
  ComposeApp,
  Config,
  ContainerImage,
  Duration,
  EnvValue,
  EnvVariable,
  HardenedService,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  Mount,
  ResourceLimitsProps,
  Secret,
  SecretSource,
  Service,
  Volume,
} from '../../compose';
import { checkProps, freeName, freePorts } from '../../compose/internal';
import { SEAWEEDFS_IMAGE } from '../../default-images';
import { BucketScript } from '../bucket/bucket-script';

const API_PORT = 8333;
const ENTRYPOINT = join(ASSETS_DIRECTORY, 'seaweedfs', 'entrypoint.sh');
const ENTRYPOINT_TARGET = '/usr/local/bin/seaweedfs-entrypoint.sh';

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
export class SeaweedfsService extends HardenedService implements IS3Server {
  public readonly clientImage = MinioImage.fork();

  private readonly rootUser: IEnvValue;
  private readonly rootPassword: Secret;
  private identities = 0;

  constructor(scope: Construct, id: string, props: SeaweedfsServiceProps = {}) {
    checkProps(new.target, SeaweedfsService, scope, id, 'SeaweedfsServiceProps', props);
    super(scope, id, {
      ...props,
      image: props.image ?? ContainerImage.fromRegistry(SEAWEEDFS_IMAGE),
      entrypoint: ['sh', ENTRYPOINT_TARGET],
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork, ComposeApp.of(scope).publicNetwork],
      ports: props.ports ?? [{ target: API_PORT, published: props.apiPort ?? freePorts(scope, API_PORT, 1)[0] }],
      stopGracePeriod: props.stopGracePeriod ?? Duration.seconds(30),
      user: props.user ?? '1000:1000', // the image's own, who owns /data there, and so in a new volume
    });
    this.rootUser =
      props.rootUser ??
      new EnvVariable(this, freeName(this, 'S3_ROOT_USER'), {
        description: 'The administrator of the S3 server; MLflow has a user of its own.',
        defaultValue: 's3-admin',
      });
    this.rootPassword =
      props.rootPassword ??
      new Secret(this, freeName(this, 'S3_ROOT_PASSWORD'), { description: "The administrator's password." });
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
      S3_ROOT_USER: this.rootUser,
      S3_ROOT_PASSWORD_FILE: EnvValue.of(this.addSecret(this.rootPassword)),
      // https://github.com/seaweedfs/seaweedfs/wiki/Security-Configuration
      WEED_GRPC_S3_CERT: certificate,
      WEED_GRPC_S3_KEY: certificate,
      WEED_GRPC_CA: certificate,
    });
    this.addMount(
      Mount.config(
        new Config(this, `${id}_entrypoint`, {
          path: `${id}/entrypoint.sh`,
          content: readFileSync(ENTRYPOINT, 'utf8'),
        }),
        ENTRYPOINT_TARGET,
      ),
    );
    this.addMount(Mount.volume(props.volume ?? new Volume(this, freeName(this, 'seaweedfs_volume')), '/data'));
  }

  public get service(): Service {
    return this;
  }

  public get endpoint(): string {
    return `http://${this.name}:${API_PORT}`;
  }

  public provideBuckets(request: BucketRequest): BucketScript {
    addIdentity(this, ++this.identities, request);
    return BucketScript.s3({ rootUser: this.rootUser, rootPassword: this.rootPassword });
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
}
