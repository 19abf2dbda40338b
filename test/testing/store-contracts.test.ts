import {
  AmazonS3,
  ArtifactStoreConfig,
  ArtifactStoreContract,
  AwsCredentials,
  AzureBlobStorage,
  AzureCredentials,
  BackendStoreConfig,
  BackendStoreContract,
  BucketInit,
  ComposeApp,
  ContainerImage,
  DatabaseEngine,
  DatabaseUri,
  DependencyCondition,
  EnvValue,
  EnvVariable,
  ExternalDatabase,
  GarageService,
  GoogleCloudStorage,
  Healthcheck,
  IArtifactStore,
  IBackendStore,
  IS3Server,
  MinioService,
  Mount,
  MysqlService,
  PostgresService,
  RestartPolicy,
  RustfsService,
  S3Store,
  SeaweedfsService,
  Secret,
  Service,
  SftpStore,
  SqliteStore,
  VersityGwService,
  Volume,
  VolumeArtifactStore,
} from '../../src';

const backendStores: [string, (app: ComposeApp, id: string) => IBackendStore][] = [
  ['MysqlService', (app, id) => new MysqlService(app, id)],
  ['PostgresService', (app, id) => new PostgresService(app, id)],
  ['SqliteStore', (app, id) => new SqliteStore(app, id)],
  ['DatabaseUri', (app, id) => new DatabaseUri(app, id)],
  ...[DatabaseEngine.mysql(), DatabaseEngine.postgres(), DatabaseEngine.sqlServer()].map(
    (engine): (typeof backendStores)[0] => [
      `ExternalDatabase, ${engine.scheme}`,
      (app, id) =>
        new ExternalDatabase(app, id, {
          engine,
          host: EnvValue.of('db.example.com'),
          database: EnvValue.of('mlflow'),
          user: EnvValue.of('mlflow'),
        }),
    ],
  ),
];

test.each(backendStores)('%s fulfils the contract of backend stores', (_, create) => {
  expect(() => BackendStoreContract.verify({ create })).not.toThrow();
});

const servers: [string, (app: ComposeApp, id: string) => IS3Server][] = [
  ['MinioService', (app, id) => new MinioService(app, id)],
  ['RustfsService', (app, id) => new RustfsService(app, id)],
  ['SeaweedfsService', (app, id) => new SeaweedfsService(app, id)],
  ['GarageService', (app, id) => new GarageService(app, id)],
  ['VersityGwService', (app, id) => new VersityGwService(app, id)],
];
const artifactStores: [string, (app: ComposeApp, id: string) => IArtifactStore][] = [
  ...servers.map(([name, create]): (typeof artifactStores)[0] => [
    `BucketInit on ${name}`,
    (app, id) => new BucketInit(app, `${id}-buckets`, { server: create(app, id) }),
  ]),
  ['AmazonS3', (app, id) => new AmazonS3(app, id, { bucket: 'team-mlflow' })],
  [
    'S3Store',
    (app, id) =>
      new S3Store(app, id, {
        bucket: 'mlflow',
        endpoint: 'https://s3.example.com',
        credentials: AwsCredentials.machineRole(),
      }),
  ],
  ['GoogleCloudStorage', (app, id) => new GoogleCloudStorage(app, id, { bucket: 'team-mlflow' })],
  [
    'AzureBlobStorage',
    (app, id) =>
      new AzureBlobStorage(app, id, {
        account: 'team',
        container: 'mlflow',
        credentials: AzureCredentials.managedIdentity(),
      }),
  ],
  [
    'SftpStore',
    (app, id) =>
      new SftpStore(app, id, {
        host: 'files.example.com',
        user: 'mlflow',
        privateKey: new Secret(app, 'key'),
        hostKey: 'ssh-ed25519 AAAA',
        path: '/artifacts',
      }),
  ],
  ['VolumeArtifactStore', (app, id) => new VolumeArtifactStore(app, id)],
];

test.each(artifactStores)('%s fulfils the contract of artifact stores', (_, create) => {
  expect(() => ArtifactStoreContract.verify({ create })).not.toThrow();
});

/** A store that fulfils the contract; each test violates one clause of it. */
class TeamDatabase implements IBackendStore {
  protected readonly service: Service;
  protected readonly password: Secret;

  constructor(
    protected readonly app: ComposeApp,
    id: string,
  ) {
    this.password = new Secret(app, 'TEAM_PASSWORD');
    this.service = this.createService(id);
  }

  protected createService(id: string): Service {
    return new Service(this.app, id, {
      image: ContainerImage.fromRegistry('team/database:1'),
      networks: [this.app.internalNetwork],
      healthcheck: Healthcheck.command(['ready']),
    });
  }

  public bind(consumer: Service): BackendStoreConfig {
    consumer.addNetwork(this.app.internalNetwork);
    consumer.addDependency(this.service, DependencyCondition.HEALTHY);
    return {
      scheme: 'mysql+pymysql',
      host: EnvValue.of(this.service.name),
      database: EnvValue.of('mlflow'),
      user: EnvValue.of('mlflow'),
      passwordFile: consumer.addSecret(this.password),
    };
  }
}

function breachesOf(Store: new (app: ComposeApp, id: string) => IBackendStore): string {
  try {
    BackendStoreContract.verify({ create: (app, id) => new Store(app, id) });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a custom store that fulfils the contract passes', () => {
  expect(breachesOf(TeamDatabase)).toBe('');
});

test('an exception of a store is the cause of the error, and each error is reported once', () => {
  const verify = (bind: (consumer: Service) => void) => {
    try {
      BackendStoreContract.verify({
        create: (app, id) =>
          new (class extends TeamDatabase {
            public bind(consumer: Service) {
              bind(consumer);
              return super.bind(consumer);
            }
          })(app, id),
      });
    } catch (error) {
      return (error as Error).cause;
    }
    return undefined;
  };
  const fault = new Error('no idea');
  const cause: any = verify(() => {
    throw fault;
  });
  expect(cause.errors).toEqual([fault, expect.objectContaining({ cause: fault })]);
  expect(
    verify(({ name }) => {
      throw new Error(name);
    }),
  ).toMatchObject({ errors: expect.arrayContaining(['consumer', 'one', 'my-server'].map(name => new Error(name))) });
  expect(verify(consumer => consumer.addEnvironment(`TIMES_${Math.random()}`, EnvValue.of('a')))).toBeUndefined();
});

test('a second binding must not add anything', () => {
  expect(
    breachesOf(
      class extends TeamDatabase {
        private bindings = 0;
        public bind(consumer: Service) {
          consumer.addEnvironment('BINDINGS', EnvValue.of(`${++this.bindings}`));
          return { ...super.bind(consumer), port: this.bindings };
        }
      },
    ),
  ).toBe(`the backend store violates its contract:
  binding it twice has the same effect as once: the second time changes "environment" of the service; make bind() idempotent
  binding it twice has the same effect as once: bind() returns something else the second time; return the same value
  all services that use it get the same settings: the second service differs in "environment"; add the same to each service
  all services that use it get the same settings: bind() returns something else for the second service; return the same value`);
});

test('a second binding must not add anything to the app either', () => {
  expect(
    breachesOf(
      class extends TeamDatabase {
        private readonly volumes: Volume[] = [];
        public bind(consumer: Service) {
          this.volumes.push(new Volume(this.app, `volume-${this.volumes.length}`));
          this.volumes.forEach((volume, index) => this.service.addMount(Mount.volume(volume, `/data/${index}`)));
          return super.bind(consumer);
        }
      },
    ),
  ).toContain(
    'binding it twice has the same effect as once: the second time changes "volumes" of the app; make bind() idempotent',
  );
});

test('names with dashes must be taken', () => {
  expect(
    breachesOf(
      class extends TeamDatabase {
        public bind(consumer: Service) {
          consumer.addEnvironment('DATABASE', new EnvVariable(consumer, `PASSWORD_OF_${consumer.name}`));
          return super.bind(consumer);
        }
      },
    ),
  ).toMatch(/^ {2}names may contain dashes: .*"PASSWORD_OF_my-server" is not a valid name for a variable/ms);
});

test('a password must not be in an argument, or inside of a longer text', () => {
  const message = breachesOf(
    class extends TeamDatabase {
      public bind(consumer: Service) {
        const password =
          (this.app.node.tryFindChild('DB_PASSWORD') as EnvVariable) ??
          new EnvVariable(this.app, 'DB_PASSWORD', { secret: true });
        consumer.addEnvironment('ALONE', password);
        consumer.addEnvironment('URI', EnvValue.concat(EnvValue.of('db://user:'), password, EnvValue.of('@host')));
        consumer.addOverride('command', ['serve', EnvValue.concat(EnvValue.of('--password='), password)]);
        return super.bind(consumer);
      }
    },
  );
  expect(message).toContain(
    '"consumer" has DB_PASSWORD in its arguments, which every process can read; pass it in a file or a variable',
  );
  expect(message).toContain(
    'URI of "consumer" has DB_PASSWORD inside a longer text, where some characters have a special meaning; pass it alone',
  );
  expect(message).not.toContain('ALONE');
});

test('a password must not be in the file', () => {
  expect(
    breachesOf(
      class extends TeamDatabase {
        public bind(consumer: Service) {
          return { ...super.bind(consumer), password: EnvValue.of('secret') };
        }
      },
    ),
  ).toContain(
    'the password is not in the file: bind() returns the password itself; return the passwordFile that consumer.addSecret() returns',
  );
});

test('consumers must share a network with the store, and get into no other one', () => {
  const message = breachesOf(
    class extends TeamDatabase {
      public bind(consumer: Service) {
        const config = super.bind(consumer);
        consumer.addOverride('networks', [this.app.outboundNetwork.name]);
        return config;
      }
    },
  );
  expect(message).toContain(
    'services that use it share no network with "store"; add its privateNetworks to the consumer',
  );
  expect(message).toContain(
    'it adds services that use it to "outbound", which has egress and is not a network of the store; remove that',
  );
});

test('consumers of a store that is elsewhere must have egress', () => {
  const remedy =
    'it is external, but the networks of services that use it have no egress; add ComposeApp.of(consumer).outboundNetwork to the consumer';
  class Elsewhere implements IBackendStore {
    constructor(protected readonly app: ComposeApp) {}
    public bind(consumer: Service): BackendStoreConfig {
      consumer.addNetwork(this.app.publicNetwork); // by which nothing gets out
      return { scheme: 'mysql+pymysql', host: EnvValue.of('db.example.com'), database: EnvValue.of('mlflow') };
    }
  }
  expect(breachesOf(Elsewhere)).toContain(remedy);
  expect(
    breachesOf(
      class extends Elsewhere {
        public bind(consumer: Service) {
          consumer.addNetwork(this.app.outboundNetwork);
          return super.bind(consumer);
        }
      },
    ),
  ).toBe('');
});

test('consumers must wait for the health of the store', () => {
  expect(
    breachesOf(
      class extends TeamDatabase {
        public bind(consumer: Service) {
          const config = super.bind(consumer);
          consumer.addOverride(`depends_on.${this.service.name}.condition`, DependencyCondition.STARTED);
          return config;
        }
      },
    ),
  ).toContain(
    'services that use it start after it: services that use it do not wait until "store" is healthy or has completed; add consumer.addDependency(service, condition)',
  );
});

test('the services of the store must come back', () => {
  expect(
    breachesOf(
      class extends TeamDatabase {
        protected createService(id: string): Service {
          const service = super.createService(id);
          const oneShot = new Service(this.app, `${id}-set-up`, {
            image: ContainerImage.fromRegistry('team/set-up:1'),
            networks: [this.app.internalNetwork],
            restart: RestartPolicy.NO,
          });
          service.addDependency(oneShot, DependencyCondition.COMPLETED_SUCCESSFULLY);
          service.addOverride('restart', 'on-failure');
          return service;
        }
      },
    ),
  ).toBe(`the backend store violates its contract:
  it restarts after a crash: "store" has the restart policy "on-failure"; give it RestartPolicy.UNLESS_STOPPED
  it restarts after a crash: "store-set-up" has the restart policy "no"; give it RestartPolicy.ONE_SHOT`);
});

test('MLflow must learn where the database is, and be able to use it', () => {
  expect(
    breachesOf(
      class extends TeamDatabase {
        public bind(consumer: Service) {
          super.bind(consumer);
          return { scheme: 'mysql+pymysql' };
        }
      },
    ),
  ).toContain(
    'MLflow gets the address of the database: bind() returns neither scheme and database nor a uriFile; return one of these',
  );
  expect(
    breachesOf(
      class extends TeamDatabase {
        public bind(consumer: Service) {
          const config = super.bind(consumer);
          if (consumer.name === 'mlflow') {
            consumer.addOverride('networks', ['not-there']);
          }
          return config;
        }
      },
    ),
  ).toMatch(/^ {2}an MLflow server can use it: .*not-there/ms);
});

test('an artifact store must say where artifacts go, and MLflow be able to use it', () => {
  class TeamArtifacts implements IArtifactStore {
    constructor(private readonly destination: string) {}
    public bind(): ArtifactStoreConfig {
      return { destination: EnvValue.of(this.destination) };
    }
  }
  const verify = (destination: string) =>
    ArtifactStoreContract.verify({ create: () => new TeamArtifacts(destination) });

  expect(() => verify('/srv/artifacts')).not.toThrow();
  expect(() => verify('bucket')).toThrow(`the artifact store violates its contract:
  MLflow gets the destination of artifacts: the destination that bind() returns is neither a URI nor an absolute path; return one such as s3://bucket/ or /srv/artifacts`);
  expect(() => verify('s3://bucket/')).toThrow(
    'it is external, but the networks of services that use it have no egress',
  );
});
