import { Construct } from 'constructs';
import { MinioImage } from './minio-image';
import { BucketRequest, IS3Server } from './s3-server';
import { assetText } from '../../assets-directory';
import {
  ComposeApp,
  ContainerImage,
  Duration,
  EnvValue,
  EnvVariable,
  HardenedService,
  HardenedServiceOptions,
  IEnvValue,
  Mount,
  Secret,
  Service,
  Volume,
} from '../../compose';
import { freeName, freePorts, mountScript } from '../../compose/internal';
import { BucketScript, S3Administrator } from '../bucket/bucket-script';

/** The props that all S3 servers have. */
interface S3ServerServiceProps extends HardenedServiceOptions {
  readonly image?: ContainerImage;
  readonly entrypoint?: string[];
  readonly volume?: Volume;
}

/** What differs between S3 servers. */
interface S3Server {
  readonly defaultImage: ContainerImage;
  /** The ports in the container, that of the S3 API first, each with the port of the host that the user asked for. */
  readonly ports: { readonly target: number; readonly published?: number }[];
  /** The user and group of the container. Unless there is an init job for it, a new volume must be writable for it. */
  readonly defaultUser?: string;
  readonly volumeName: string;
  /** Where the server keeps the objects. */
  readonly dataPath: string;
}

/**
 * An S3 server of the app: one service with one volume, in the internal and the public network.
 *
 * @internal
 */
export abstract class S3ServerService extends HardenedService implements IS3Server {
  /** @internal */
  public readonly _volume: Volume;

  private readonly apiPort: number;

  constructor(scope: Construct, id: string, props: S3ServerServiceProps, server: S3Server) {
    const apiPort = server.ports[0].target;
    const free = freePorts(scope, apiPort, server.ports.length);
    super(scope, id, {
      ...props,
      image: props.image ?? server.defaultImage,
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork, ComposeApp.of(scope).publicNetwork],
      ports:
        props.ports ??
        server.ports.map(({ target, published }, index) => ({ target, published: published ?? free[index] })),
      // Measured for MinIO: 0.7 to 1.5 s while eight clients send 10 MB at a time (docs/faults.md). Larger objects that
      // are being uploaded may take the rest.
      stopGracePeriod: props.stopGracePeriod ?? Duration.seconds(30),
      user: props.user ?? server.defaultUser,
    });
    this.apiPort = apiPort;
    this._volume = props.volume ?? new Volume(this, freeName(this, server.volumeName));
    this.addMount(Mount.volume(this._volume, server.dataPath));
  }

  public get service(): Service {
    return this;
  }

  public get endpoint(): string {
    return `http://${this.name}:${this.apiPort}`;
  }

  /**
   * An image that holds a shell and what the bucket script calls: `mc` and `curl`.
   */
  public get clientImage(): ContainerImage {
    return MinioImage.fork();
  }

  public abstract provideBuckets(request: BucketRequest): BucketScript;
}

/** How the administrator of a server is named. */
interface AdministratorNames {
  /** What the names of the variable and the secret begin with: `MINIO`. */
  readonly prefix: string;
  /** The server, for descriptions: `MinIO`. */
  readonly server: string;
  /** The fewest characters that the server accepts for the name and the password. */
  readonly lengths?: [number, number];
}

/**
 * The administrator of a server: the user and password that were given, else a variable and a secret.
 */
export function administratorOf(
  service: Service,
  { rootUser, rootPassword }: { readonly rootUser?: IEnvValue; readonly rootPassword?: Secret },
  { prefix, server, lengths }: AdministratorNames,
): S3Administrator {
  const [nameLength, passwordLength] = (lengths ?? []).map(length => ` (at least ${length} characters)`);
  return {
    rootUser:
      rootUser ??
      new EnvVariable(service, freeName(service, `${prefix}_ROOT_USER`), {
        description: `The administrator of ${server}${nameLength ?? ''}; MLflow has a user of its own.`,
        defaultValue: `${prefix.toLowerCase()}-admin`,
      }),
    rootPassword:
      rootPassword ??
      new Secret(service, freeName(service, `${prefix}_ROOT_PASSWORD`), {
        description: `The administrator's password${passwordLength ?? ''}.`,
      }),
  };
}

/** The props of servers that read their users from a file. */
interface UsersFileServiceProps extends S3ServerServiceProps {
  readonly rootUser?: IEnvValue;
  readonly rootPassword?: Secret;
}

/**
 * An S3 server that reads its users from a file, which the entrypoint writes at each start. Users of a `BucketInit`
 * that is added later need a restart.
 *
 * @internal
 */
export abstract class UsersFileService extends S3ServerService {
  /** @internal */
  public readonly _administrator: S3Administrator;

  private users = 0;

  /**
   * @param folder the folder in `assets/` with the entrypoint, which is also in the entrypoint's name
   */
  constructor(scope: Construct, id: string, props: UsersFileServiceProps, server: S3Server, folder: string) {
    const entrypoint = `/usr/local/bin/${folder}-entrypoint.sh`;
    super(scope, id, { ...props, entrypoint: ['sh', entrypoint] }, server);
    this._administrator = administratorOf(this, props, { prefix: 'S3', server: 'the S3 server' });
    this.addDefaultEnvironment({
      S3_ROOT_USER: this._administrator.rootUser,
      S3_ROOT_PASSWORD_FILE: EnvValue.of(this.addSecret(this._administrator.rootPassword)),
    });
    mountScript(this, {
      role: 'entrypoint',
      file: 'entrypoint.sh',
      content: assetText('s3-entrypoint.sh', `${folder}/entrypoint.sh`),
      target: entrypoint,
    });
  }

  /**
   * The entrypoint reads `IDENTITY_1_KEY`, `IDENTITY_1_SECRET_FILE` and `IDENTITY_1_BUCKETS`, then those of 2, and so
   * on.
   */
  public provideBuckets(request: BucketRequest): BucketScript {
    const environment: { [name: string]: IEnvValue } = {
      KEY: request.accessKeyId,
      SECRET_FILE: EnvValue.of(this.addSecret(request.secretAccessKey)),
      BUCKETS: request.buckets,
    };
    this.users++;
    for (const [name, value] of Object.entries(environment)) {
      this.addEnvironment(`IDENTITY_${this.users}_${name}`, value);
    }
    return this._bucketScript(this._administrator);
  }

  /**
   * The script that makes the buckets for users of the file.
   *
   * @internal
   */
  protected abstract _bucketScript(administrator: S3Administrator): BucketScript;
}
