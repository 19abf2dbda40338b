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
  Service,
  Volume,
} from '../../compose';
import { checkProps, freeName, freePorts } from '../../compose/internal';
import { VERSITYGW_IMAGE } from '../../default-images';
import { BucketScript } from '../bucket/bucket-script';

const API_PORT = 7070;
const ENTRYPOINT = join(ASSETS_DIRECTORY, 'versitygw', 'entrypoint.sh');
const ENTRYPOINT_TARGET = '/usr/local/bin/versitygw-entrypoint.sh';

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
   * Where the objects are kept.
   *
   * @default - a volume named `versitygw_volume`
   */
  readonly volume?: Volume;
}

/**
 * The Versity S3 gateway in front of a volume: each object is a plain file in it, in a folder of the name of its
 * bucket.
 *
 * Its users stand in a file that is written at each start, so those of a `BucketInit` that is added later need a
 * restart.
 *
 * @see https://github.com/versity/versitygw
 */
export class VersityGwService extends HardenedService implements IS3Server {
  public readonly clientImage = MinioImage.fork();

  private readonly rootUser: IEnvValue;
  private readonly rootPassword: Secret;
  private identities = 0;

  constructor(scope: Construct, id: string, props: VersityGwServiceProps = {}) {
    checkProps(new.target, VersityGwService, scope, id, 'VersityGwServiceProps', props);
    super(scope, id, {
      ...props,
      image: props.image ?? ContainerImage.fromRegistry(VERSITYGW_IMAGE),
      entrypoint: ['sh', ENTRYPOINT_TARGET],
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork, ComposeApp.of(scope).publicNetwork],
      ports: props.ports ?? [{ target: API_PORT, published: props.apiPort ?? freePorts(scope, API_PORT, 1)[0] }],
      stopGracePeriod: props.stopGracePeriod ?? Duration.seconds(30),
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
    this.addDefaultEnvironment({
      S3_ROOT_USER: this.rootUser,
      S3_ROOT_PASSWORD_FILE: EnvValue.of(this.addSecret(this.rootPassword)),
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
    this.addMount(Mount.volume(props.volume ?? new Volume(this, freeName(this, 'versitygw_volume')), '/data'));
  }

  public get service(): Service {
    return this;
  }

  public get endpoint(): string {
    return `http://${this.name}:${API_PORT}`;
  }

  public provideBuckets(request: BucketRequest): BucketScript {
    addIdentity(this, ++this.identities, request);
    return BucketScript.s3WithBucketPolicy({ rootUser: this.rootUser, rootPassword: this.rootPassword });
  }

  protected renderCommand(): string[] {
    // The entrypoint makes the folders; `--quiet` logs no requests.
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
   * By BusyBox, the only client in the image.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['wget', '-q', '-Y', 'off', '-O', '/dev/null', `http://127.0.0.1:${API_PORT}/health`])
    );
  }
}
