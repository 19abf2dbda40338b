import { join } from 'node:path';
import { Construct } from 'constructs';
import { BucketRequest, S3ClientDefaults } from './s3-server';
import { S3ServerService } from './s3-server-service';
import { ASSETS_DIRECTORY } from '../../assets-directory';
import {
  Config,
  ContainerImage,
  EnvValue,
  HardenedServiceOptions,
  Healthcheck,
  Mount,
  ResourceLimitsProps,
  Secret,
  SecretSource,
  Volume,
} from '../../compose';
import { checkProps, composeError, freeName } from '../../compose/internal';
import { GARAGE_IMAGE } from '../../default-images';
import { BucketScript } from '../bucket/bucket-script';

const API_PORT = 3900;
const RPC_PORT = 3901;
const ADMIN_PORT = 3903;
const REGION = 'us-east-1';
const SCRIPT = join(ASSETS_DIRECTORY, 'garage', 'create-buckets.sh');

/**
 * Properties of a `GarageService`.
 *
 * @experimental
 */
export interface GarageServiceProps extends HardenedServiceOptions {
  /**
   * The image; 2.3 or later.
   *
   * @default - the official one, pinned
   */
  readonly image?: ContainerImage;

  /**
   * The port of the host for the S3 API.
   *
   * @default 3900
   */
  readonly apiPort?: number;

  /**
   * The secret by which Garage's servers authenticate each other: 64 hexadecimal digits.
   *
   * @default - the secret `GARAGE_RPC_SECRET`
   */
  readonly rpcSecret?: Secret;

  /**
   * The token of the admin API: letters and digits.
   *
   * @default - the secret `GARAGE_ADMIN_TOKEN`
   */
  readonly adminToken?: Secret;

  /**
   * The volume for the objects and their metadata.
   *
   * @default - a volume named `garage_volume`
   */
  readonly volume?: Volume;
}

/**
 * A Garage server on a single node. It does not support versioning, and never gives a key another secret.
 *
 * @see https://garagehq.deuxfleurs.fr
 */
export class GarageService extends S3ServerService {
  private readonly adminToken: Secret;

  constructor(scope: Construct, id: string, props: GarageServiceProps = {}) {
    checkProps(new.target, GarageService, scope, id, 'GarageServiceProps', props);
    super(scope, id, props, {
      defaultImage: ContainerImage.fromRegistry(GARAGE_IMAGE),
      ports: [{ target: API_PORT, published: props.apiPort }],
      volumeName: 'garage_volume',
      dataPath: '/var/lib/garage',
    });
    const rpcSecret =
      props.rpcSecret ??
      new Secret(this, freeName(this, 'GARAGE_RPC_SECRET'), {
        description: "By which Garage's servers authenticate each other: 64 hexadecimal digits.",
        source: SecretSource.randomHexFile(),
      });
    this.adminToken =
      props.adminToken ??
      new Secret(this, freeName(this, 'GARAGE_ADMIN_TOKEN'), {
        description: "The token of Garage's admin API.",
      });
    this.addDefaultEnvironment({
      GARAGE_RPC_SECRET_FILE: EnvValue.of(this.addSecret(rpcSecret)),
      GARAGE_ADMIN_TOKEN_FILE: EnvValue.of(this.addSecret(this.adminToken)),
      // Garage refuses files that others can read. On the host only their owner can enter the folder of these files.
      GARAGE_ALLOW_WORLD_READABLE_SECRETS: EnvValue.of('true'),
    });
    this.addMount(
      Mount.config(
        new Config(this, `${id}_config`, { path: `${id}/garage.toml`, content: CONFIG }),
        '/etc/garage.toml',
      ),
    );
  }

  /**
   * Garage requires a special form of keys, and its region in signatures.
   */
  public get clientDefaults(): S3ClientDefaults | undefined {
    return {
      region: EnvValue.of(REGION),
      accessKeyId: `GK${Buffer.from('mlflowmlflow').toString('hex')}`,
      secretSource: SecretSource.randomHexFile(),
    };
  }

  /**
   * Also lets the rotation task refuse the secret of the user: Garage does not import a key ID twice, not even that of
   * a deleted key (measured on 2.4.1: `KeyAlreadyExists`).
   *
   * @throws when the buckets have versioning
   */
  public provideBuckets(request: BucketRequest): BucketScript {
    if (request.versioning) {
      throw composeError(this, 'Garage does not support versioning', 'remove `versioning`, or use another server');
    }
    request.secretAccessKey.refuseRotation(
      'Garage never gives a key another secret: set a new access key ID and write a new secret, as the docs of GarageService say',
    );
    return BucketScript.custom({
      path: SCRIPT,
      environment: { GARAGE_ADMIN_ENDPOINT: EnvValue.of(`http://${this.name}:${ADMIN_PORT}`) },
      secrets: { GARAGE_ADMIN_TOKEN_FILE: this.adminToken },
    });
  }

  protected renderCommand(): string[] {
    return ['/garage', 'server', '--single-node'];
  }

  protected renderLimits(): ResourceLimitsProps {
    return { memory: '1g', cpus: 2 };
  }

  /**
   * With Garage itself, the only program in the image.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return super.renderHealthcheck() ?? Healthcheck.command(['/garage', 'status']);
  }
}

/** @see https://garagehq.deuxfleurs.fr/documentation/reference-manual/configuration/ */
const CONFIG = `metadata_dir = "/var/lib/garage/meta"
data_dir = "/var/lib/garage/data"
db_engine = "sqlite"
replication_factor = 1

rpc_bind_addr = "127.0.0.1:${RPC_PORT}"
rpc_public_addr = "127.0.0.1:${RPC_PORT}"

[s3_api]
api_bind_addr = "0.0.0.0:${API_PORT}"
s3_region = "${REGION}"

[admin]
api_bind_addr = "0.0.0.0:${ADMIN_PORT}"
`;
