import { Construct } from 'constructs';
import { MinioImage } from './minio-image';
import { BucketRequest, IS3Server } from './s3-server';
import {
  ComposeApp,
  ContainerImage,
  Duration,
  EnvValue,
  EnvVariable,
  HardenedProps,
  HardenedService,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  Mount,
  ResourceLimitsProps,
  Secret,
  Service,
  Volume,
} from '../../compose';
import { checkProps, freeName, freePorts } from '../../compose/internal';
import { RUSTFS_IMAGE } from '../../default-images';
import { BucketScript } from '../bucket/bucket-script';

const API_PORT = 9000;
const CONSOLE_PORT = 9001;

/**
 * Properties of a `RustfsService`.
 *
 * @experimental
 */
export interface RustfsServiceProps extends HardenedServiceOptions {
  /**
   * The image.
   *
   * @default - the official one, pinned
   */
  readonly image?: ContainerImage;

  /**
   * The port of the host for the S3 API.
   *
   * @default 9000
   */
  readonly apiPort?: number;

  /**
   * The port of the host for the web console.
   *
   * @default 9001
   */
  readonly consolePort?: number;

  /**
   * The user who may do everything.
   *
   * @default - the variable `RUSTFS_ROOT_USER`
   */
  readonly rootUser?: IEnvValue;

  /**
   * The password of that user.
   *
   * @default - the secret `RUSTFS_ROOT_PASSWORD`
   */
  readonly rootPassword?: Secret;

  /**
   * Where the objects are kept.
   *
   * @default - a volume named `rustfs_volume`
   */
  readonly volume?: Volume;
}

/**
 * A RustFS server: S3 API and web console. Buckets and users are made by `mc`, whose API for administrators it has.
 *
 * It was never run: no test of this library starts RustFS.
 *
 * @see https://github.com/rustfs/rustfs
 *
 * @experimental
 */
export class RustfsService extends HardenedService implements IS3Server {
  public readonly clientImage = MinioImage.fork();

  private readonly rootUser: IEnvValue;
  private readonly rootPassword: Secret;

  constructor(scope: Construct, id: string, props: RustfsServiceProps = {}) {
    checkProps(new.target, RustfsService, scope, id, 'RustfsServiceProps', props);
    const [apiPort, consolePort] = freePorts(scope, API_PORT, 2);
    super(scope, id, {
      ...props,
      image: props.image ?? ContainerImage.fromRegistry(RUSTFS_IMAGE),
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork, ComposeApp.of(scope).publicNetwork],
      ports: props.ports ?? [
        { target: API_PORT, published: props.apiPort ?? apiPort },
        { target: CONSOLE_PORT, published: props.consolePort ?? consolePort },
      ],
      stopGracePeriod: props.stopGracePeriod ?? Duration.seconds(30),
      user: props.user ?? '10001:10001', // the image's own, who owns /data there, and so in a new volume
    });
    this.rootUser =
      props.rootUser ??
      new EnvVariable(this, freeName(this, 'RUSTFS_ROOT_USER'), {
        description: 'The administrator of RustFS (at least 3 characters); MLflow has a user of its own.',
        defaultValue: 'rustfs-admin',
      });
    this.rootPassword =
      props.rootPassword ??
      new Secret(this, freeName(this, 'RUSTFS_ROOT_PASSWORD'), {
        description: "The administrator's password (at least 8 characters).",
      });
    this.addDefaultEnvironment({
      RUSTFS_VOLUMES: EnvValue.of('/data'),
      RUSTFS_ADDRESS: EnvValue.of(`:${API_PORT}`),
      RUSTFS_CONSOLE_ENABLE: EnvValue.of('true'),
      RUSTFS_CONSOLE_ADDRESS: EnvValue.of(`:${CONSOLE_PORT}`),
      RUSTFS_ACCESS_KEY: this.rootUser,
      RUSTFS_SECRET_KEY_FILE: EnvValue.of(this.addSecret(this.rootPassword)),
    });
    this.addMount(Mount.volume(props.volume ?? new Volume(this, freeName(this, 'rustfs_volume')), '/data'));
  }

  public get service(): Service {
    return this;
  }

  public get endpoint(): string {
    return `http://${this.name}:${API_PORT}`;
  }

  public provideBuckets(_request: BucketRequest): BucketScript {
    return BucketScript.minioAdmin({ rootUser: this.rootUser, rootPassword: this.rootPassword, hasMinioHealth: false });
  }

  protected renderHardening(): HardenedProps {
    return { ...super.renderHardening(), tmpfs: ['/tmp', '/logs'] };
  }

  protected renderLimits(): ResourceLimitsProps {
    return { memory: '2g', cpus: 2 };
  }

  /**
   * `/health/ready` answers when buckets and users can be worked with; `/health` does so earlier.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['curl', '--fail', '--silent', '--noproxy', '*', `http://127.0.0.1:${API_PORT}/health/ready`])
    );
  }
}
