import { Construct } from 'constructs';
import { UsersFileService } from './s3-server-service';
import {
  ContainerImage,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  ResourceLimitsProps,
  Secret,
  Volume,
} from '../../compose';
import { checkProps } from '../../compose/internal';
import { VERSITYGW_IMAGE } from '../../default-images';
import { BucketScript, S3Administrator } from '../bucket/bucket-script';

const API_PORT = 7070;

/**
 * Properties of a `VersityGwService`.
 */
export interface VersityGwServiceProps extends HardenedServiceOptions {
  /**
   * The image.
   *
   * @default - the official one, pinned
   */
  readonly image?: ContainerImage;

  /**
   * The port of the host for the S3 API.
   *
   * @default 7070
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
   * The volume for the objects.
   *
   * @default - a volume named `versitygw_volume`
   */
  readonly volume?: Volume;
}

/**
 * The Versity S3 gateway for a volume: each object is a plain file, in a folder with the name of its bucket.
 *
 * Users are in a file that is written at each start, so users of a `BucketInit` that is added later need a restart.
 *
 * @see https://github.com/versity/versitygw
 */
export class VersityGwService extends UsersFileService {
  constructor(scope: Construct, id: string, props: VersityGwServiceProps = {}) {
    checkProps(new.target, VersityGwService, scope, id, 'VersityGwServiceProps', props);
    const server = {
      defaultImage: ContainerImage.fromRegistry(VERSITYGW_IMAGE),
      ports: [{ target: API_PORT, published: props.apiPort }],
      volumeName: 'versitygw_volume',
      dataPath: '/data',
    };
    super(scope, id, props, server, 'versitygw');
  }

  protected renderCommand(): string[] {
    // The entrypoint creates the folders; with `--quiet` requests are not logged.
    return [
      'versitygw',
      `--port=:${API_PORT}`,
      '--health=/health',
      '--quiet',
      '--iam-dir=/tmp/iam',
      'posix',
      '--versioning-dir=/data/versions',
      '/data/objects',
    ];
  }

  protected renderLimits(): ResourceLimitsProps {
    return { memory: '1g', cpus: 2 };
  }

  /**
   * With BusyBox, which has the only HTTP client of the image.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['wget', '-q', '-Y', 'off', '-O', '/dev/null', `http://127.0.0.1:${API_PORT}/health`])
    );
  }

  /** @internal */
  protected _bucketScript(administrator: S3Administrator): BucketScript {
    return BucketScript.s3WithBucketPolicy(administrator);
  }
}
