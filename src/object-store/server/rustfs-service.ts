import { Construct } from 'constructs';
import { BucketRequest } from './s3-server';
import { administratorOf, S3ServerService } from './s3-server-service';
import {
  ContainerImage,
  EnvValue,
  HardenedProps,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  ResourceLimitsProps,
  Secret,
  Volume,
} from '../../compose';
import { checkProps } from '../../compose/internal';
import { RUSTFS_IMAGE } from '../../default-images';
import { BucketScript, S3Administrator } from '../bucket/bucket-script';

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
   * The administrator's name.
   *
   * @default - the variable `RUSTFS_ROOT_USER`
   */
  readonly rootUser?: IEnvValue;

  /**
   * The administrator's password.
   *
   * @default - the secret `RUSTFS_ROOT_PASSWORD`
   */
  readonly rootPassword?: Secret;

  /**
   * The volume for the objects.
   *
   * @default - a volume named `rustfs_volume`
   */
  readonly volume?: Volume;
}

/**
 * A RustFS server with S3 API and web console. `mc` creates its buckets and users, by MinIO's admin API.
 *
 * Experimental: no test of this library starts RustFS, so only its written files are tested.
 *
 * @see https://github.com/rustfs/rustfs
 *
 * @experimental
 */
export class RustfsService extends S3ServerService {
  private readonly administrator: S3Administrator;

  constructor(scope: Construct, id: string, props: RustfsServiceProps = {}) {
    checkProps(new.target, RustfsService, scope, id, 'RustfsServiceProps', props);
    super(scope, id, props, {
      defaultImage: ContainerImage.fromRegistry(RUSTFS_IMAGE),
      ports: [
        { target: API_PORT, published: props.apiPort },
        { target: CONSOLE_PORT, published: props.consolePort },
      ],
      defaultUser: '10001:10001', // the user of the image, which owns its /data, and so a new volume
      volumeName: 'rustfs_volume',
      dataPath: '/data',
    });
    this.administrator = administratorOf(this, props, { prefix: 'RUSTFS', server: 'RustFS', lengths: [3, 8] });
    this.addDefaultEnvironment({
      RUSTFS_VOLUMES: EnvValue.of('/data'),
      RUSTFS_ADDRESS: EnvValue.of(`:${API_PORT}`),
      RUSTFS_CONSOLE_ENABLE: EnvValue.of('true'),
      RUSTFS_CONSOLE_ADDRESS: EnvValue.of(`:${CONSOLE_PORT}`),
      RUSTFS_ACCESS_KEY: this.administrator.rootUser,
      RUSTFS_SECRET_KEY_FILE: EnvValue.of(this.addSecret(this.administrator.rootPassword)),
    });
  }

  public provideBuckets(_request: BucketRequest): BucketScript {
    return BucketScript.minioAdmin({ ...this.administrator, hasMinioHealth: false });
  }

  protected renderHardening(): HardenedProps {
    return { ...super.renderHardening(), tmpfs: ['/tmp', '/logs'] };
  }

  protected renderLimits(): ResourceLimitsProps {
    return { memory: '2g', cpus: 2 };
  }

  /**
   * `/health/ready` succeeds when the server can handle buckets and users; `/health` succeeds earlier.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['curl', '--fail', '--silent', '--noproxy', '*', `http://127.0.0.1:${API_PORT}/health/ready`])
    );
  }
}
