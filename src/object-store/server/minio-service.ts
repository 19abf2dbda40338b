import { Construct } from 'constructs';
import { MinioImage } from './minio-image';
import { BucketRequest } from './s3-server';
import { administratorOf, S3ServerService } from './s3-server-service';
import {
  ContainerImage,
  DependencyCondition,
  EnvValue,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  ResourceLimitsProps,
  Secret,
  Volume,
  VolumeOwner,
} from '../../compose';
import { checkProps } from '../../compose/internal';
import { BucketScript } from '../bucket/bucket-script';

const API_PORT = 9000;
const CONSOLE_PORT = 9001;
const DATA_PATH = '/data';
const USER = '10001:10001';

/**
 * Properties of a `MinioService`.
 */
export interface MinioServiceProps extends HardenedServiceOptions {
  /**
   * The image: MinIO or a fork, with `curl` and `mc` in it. `MinioImage` has the common ones.
   *
   * @default - MinioImage.fork()
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
   * The administrator's name; at least 3 characters.
   *
   * @default - the variable `MINIO_ROOT_USER`
   */
  readonly rootUser?: IEnvValue;

  /**
   * The administrator's password; at least 8 characters.
   *
   * @default - the secret `MINIO_ROOT_PASSWORD`
   */
  readonly rootPassword?: Secret;

  /**
   * The volume for the objects.
   *
   * @default - a volume named `minio_volume`
   */
  readonly volume?: Volume;
}

/**
 * A MinIO server with S3 API and web console. An init job named `<id>_volume_owner` first makes its user the owner of
 * the volume.
 */
export class MinioService extends S3ServerService {
  /**
   * The administrator's name.
   */
  public readonly rootUser: IEnvValue;

  /**
   * The administrator's password.
   */
  public readonly rootPassword: Secret;

  constructor(scope: Construct, id: string, props: MinioServiceProps = {}) {
    checkProps(new.target, MinioService, scope, id, 'MinioServiceProps', props);
    super(scope, id, props, {
      defaultImage: MinioImage.fork(),
      ports: [
        { target: API_PORT, published: props.apiPort },
        { target: CONSOLE_PORT, published: props.consolePort },
      ],
      defaultUser: USER,
      volumeName: 'minio_volume',
      dataPath: DATA_PATH,
    });
    const { rootUser, rootPassword } = administratorOf(this, props, {
      prefix: 'MINIO',
      server: 'MinIO',
      lengths: [3, 8],
    });
    this.rootUser = rootUser;
    this.rootPassword = rootPassword;
    this.addDefaultEnvironment({
      MINIO_ROOT_USER: rootUser,
      MINIO_ROOT_PASSWORD_FILE: EnvValue.of(this.addSecret(rootPassword)),
    });
    const owner = new VolumeOwner(this, `${id}_volume_owner`, {
      volume: this._volume,
      owner: props.user ?? USER,
      image: this.image,
    });
    this.addDependency(owner, DependencyCondition.COMPLETED_SUCCESSFULLY);
  }

  /**
   * The web console's URL for services of the app: `http://s3:9001`.
   */
  public get consoleEndpoint(): string {
    return `http://${this.name}:${CONSOLE_PORT}`;
  }

  public get clientImage(): ContainerImage {
    return this.image;
  }

  public provideBuckets(_request: BucketRequest): BucketScript {
    return BucketScript.minioAdmin(this);
  }

  /**
   * Measured: 250 MB after the start, at most 510 MB during four parallel transfers of artifacts of 600 MB.
   */
  protected renderLimits(): ResourceLimitsProps {
    return { memory: '2g', cpus: 2 };
  }

  protected renderCommand(): string[] {
    return ['server', DATA_PATH, '--console-address', `:${CONSOLE_PORT}`];
  }

  /**
   * `/minio/health/cluster` succeeds when the server can handle buckets and users; `live` and `ready` succeed earlier
   * (https://github.com/minio/minio/blob/master/cmd/healthcheck-handler.go).
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command([
        'curl',
        '--fail',
        '--silent',
        '--noproxy',
        '*',
        `http://127.0.0.1:${API_PORT}/minio/health/cluster`,
      ])
    );
  }
}
