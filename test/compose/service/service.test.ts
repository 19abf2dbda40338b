import {
  ComposeApp,
  Config,
  ContainerImage,
  DependencyCondition,
  Duration,
  EnvValue,
  EnvVariable,
  Healthcheck,
  IEnvValue,
  Mount,
  Network,
  PortMapping,
  PortProtocol,
  RestartPolicy,
  Secret,
  Service,
  ServiceProps,
  Volume,
} from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

const image = ContainerImage.fromRegistry('alpine');
const healthcheck = Healthcheck.shell('true');

function newApp(): ComposeApp {
  return new ComposeApp(testProject(), 'app');
}

function rendered(app: ComposeApp, name = 'web'): any {
  return app.toDefinition().services[name];
}

test('a plain service has an image and is started again, no more', () => {
  const app = newApp();
  new Service(app, 'web', { image });
  expect(rendered(app)).toEqual({ image: 'alpine', restart: 'unless-stopped' });
});

test('each prop becomes a key of the service, in a fixed order', () => {
  const app = newApp();
  const db = new Service(app, 'db', { image });
  new Service(app, 'web', {
    stopGracePeriod: Duration.minutes(1),
    restart: RestartPolicy.onFailure(2),
    healthcheck,
    labels: { team: 'data' },
    networks: [new Network(app, 'net')],
    mounts: [
      Mount.volume(new Volume(app, 'data'), '/data'),
      Mount.config(new Config(app, 'settings', { path: 's', content: '' }), '/etc/s'),
      Mount.tmpfs('/tmp'),
    ],
    ports: [{ target: 80, published: 8080 }],
    environment: { A: EnvValue.of('1') },
    dependsOn: [db],
    user: '1:2',
    command: ['run'],
    entrypoint: ['sh'],
    containerName: 'the_web',
    image,
  });
  expect(Object.entries(rendered(app))).toEqual(
    Object.entries({
      image: 'alpine',
      container_name: 'the_web',
      entrypoint: ['sh'],
      command: ['run'],
      user: '1:2',
      depends_on: { db: { condition: 'service_started' } },
      environment: { A: '1' },
      ports: [{ target: 80, published: '8080', host_ip: '127.0.0.1', protocol: 'tcp' }],
      networks: ['net'],
      volumes: [
        { type: 'volume', source: 'data', target: '/data' },
        { type: 'tmpfs', target: '/tmp' },
      ],
      configs: [{ source: 'settings', target: '/etc/s' }],
      labels: { 'projen-mlflow.config.settings': 'e3b0c44298fc', team: 'data' },
      healthcheck: {
        test: ['CMD-SHELL', 'true'],
        interval: '10s',
        timeout: '5s',
        retries: 6,
        start_period: '60s',
        start_interval: '500ms',
      },
      restart: 'on-failure:2',
      stop_grace_period: '1m',
    }),
  );
});

test('environment, ports, mounts, networks and dependencies may be added later', () => {
  const app = newApp();
  const service = new Service(app, 'web', { image, environment: { A: EnvValue.of('1') } });
  service.addEnvironment('B', new EnvVariable(app, 'VALUE'));
  service.addEnvironment('A', EnvValue.of('2'));
  service.addPort({ target: 53, hostIp: '::1', protocol: PortProtocol.UDP });
  service.addMount(Mount.tmpfs('/tmp'));
  service.addNetwork(app.publicNetwork);
  service.addNetwork(app.publicNetwork);
  service.addDependency(new Service(app, 'db', { image }));
  expect(rendered(app)).toMatchObject({
    environment: { A: '2', B: '${VALUE:?set it in .env}' },
    ports: [{ target: 53, host_ip: '::1', protocol: 'udp' }],
    volumes: [{ type: 'tmpfs', target: '/tmp' }],
    networks: ['public'],
    depends_on: { db: { condition: 'service_started' } },
  });
});

test('inputs and outputs are copied', () => {
  const app = newApp();
  const props: ServiceProps = { image, ports: [], networks: [], mounts: [], environment: {}, command: [] };
  const service = new Service(app, 'web', props);
  props.ports!.push({ target: 80 });
  props.networks!.push(app.publicNetwork);
  props.environment!.A = EnvValue.of('1');
  service.publishedPorts.push({ target: 81 });
  service.joinedNetworks.push(app.internalNetwork);
  userOfAll(app);
  expect(rendered(app)).toEqual({ image: 'alpine', restart: 'unless-stopped' });
});

test('what a service was given can be read back, as copies', () => {
  const app = newApp();
  const db = new Service(app, 'db', { image });
  const cache = new Service(app, 'cache', { image });
  const web = new Service(app, 'web', {
    image,
    environment: { A: EnvValue.of('1') },
    dependsOn: [db],
    user: '1:2',
    labels: { team: 'data' },
  });
  web.addEnvironment('B', EnvValue.of('2'));
  web.addDependency(cache, DependencyCondition.STARTED);
  expect(web.environment).toEqual({ A: EnvValue.of('1'), B: EnvValue.of('2') });
  expect(web.dependencies).toEqual([db, cache]);
  expect([web.user, web.labels]).toEqual(['1:2', { team: 'data' }]);
  expect([db.environment, db.dependencies, db.user, db.labels]).toEqual([{}, [], undefined, {}]);
  web.environment.C = EnvValue.of('3');
  web.labels.other = 'x';
  web.dependencies.pop();
  const definition = rendered(app);
  expect(definition.environment).toEqual({ A: '1', B: '2' });
  expect(definition.labels).toEqual({ team: 'data' });
  expect(Object.keys(definition.depends_on)).toEqual(['db', 'cache']);
});

test('a service returns its networks and ports', () => {
  const app = newApp();
  const service = new Service(app, 'web', { image, ports: [{ target: 80 }], networks: [app.publicNetwork] });
  expect(service.publishedPorts).toEqual([{ target: 80 }]);
  expect(service.joinedNetworks).toEqual([app.publicNetwork]);
});

test.each([
  ['no healthcheck', { image }, 'service_started'],
  ['a healthcheck', { image, healthcheck }, 'service_healthy'],
  [
    'a healthcheck of its image',
    { image: ContainerImage.fromRegistry('x', { hasHealthcheck: true }) },
    'service_healthy',
  ],
  ['a disabled healthcheck', { image, healthcheck: Healthcheck.disabled() }, 'service_started'],
  [
    'a disabled healthcheck of its image',
    { image: ContainerImage.fromRegistry('x', { hasHealthcheck: true }), healthcheck: Healthcheck.disabled() },
    'service_started',
  ],
])('a service with %s is waited for accordingly', (_, props, condition) => {
  const app = newApp();
  const db = new Service(app, 'db', props);
  new Service(app, 'web', { image, dependsOn: [db] });
  expect(rendered(app).depends_on).toEqual({ db: { condition } });
  expect(db.hasHealthcheck).toBe(condition === 'service_healthy');
});

test.each(Object.values(DependencyCondition))(
  'the condition of a dependency can be set, and a later call without a condition does not change it: %s',
  condition => {
    const app = newApp();
    const db = new Service(app, 'db', { image, healthcheck, restart: RestartPolicy.NO });
    const service = new Service(app, 'web', { image, dependsOn: [db] });
    service.addDependency(db, condition);
    service.addDependency(db);
    service.addDependency(db, undefined);
    service.addDependency(db, condition);
    expect(rendered(app).depends_on).toEqual({ db: { condition } });
  },
);

test('two conditions for one dependency are an error, and the first one stays', () => {
  const app = newApp();
  const db = new Service(app, 'db', { image, healthcheck, restart: RestartPolicy.NO });
  const service = new Service(app, 'web', { image });
  service.addDependency(db, DependencyCondition.COMPLETED_SUCCESSFULLY);
  expect(() => service.addDependency(db, DependencyCondition.STARTED)).toThrow(
    '[app/web] the dependency on "db" has the condition service_completed_successfully already, and cannot have service_started as well; remove one of the two calls of ' +
      "addDependency, or replace the condition: addOverride('depends_on.db.condition', 'service_started')",
  );
  expect(rendered(app).depends_on).toEqual({ db: { condition: 'service_completed_successfully' } });
  service.addOverride('depends_on.db.condition', 'service_started');
  expect(rendered(app).depends_on).toEqual({ db: { condition: 'service_started' } });
});

test('a healthcheck that a hook gives is found by dependants that were declared before', () => {
  class Checked extends Service {
    private readonly line = 'check';
    protected renderHealthcheck(): Healthcheck | undefined {
      return Healthcheck.shell(this.line);
    }
  }
  const app = newApp();
  new Service(app, 'web', { image, dependsOn: [new Checked(app, 'db', { image })] });
  expect(rendered(app).depends_on).toEqual({ db: { condition: 'service_healthy' } });
});

/** How often a hook of any `Hooked` ran; no field, which the constructor of the subclass would set back. */
let calls = 0;

/** Each hook uses a field of the subclass, which is not set yet while the constructor of `Service` runs. */
class Hooked extends Service {
  private readonly words = ['team'];
  private readonly variables: { [name: string]: IEnvValue } = { TEAM: EnvValue.of('data') };
  private readonly port: PortMapping = { target: 1234 };
  private readonly mount = Mount.tmpfs('/run');
  private readonly teamLabels = { team: EnvValue.of('data') };
  private readonly policy = RestartPolicy.ALWAYS;
  private readonly check = Healthcheck.command(['team']);
  private readonly reference = { image: 'team/image' };
  private readonly extra = { hostname: 'team' };
  private readonly wait = { late: { condition: 'service_started' } };

  protected renderImage(): { [key: string]: any } {
    return { ...super.renderImage(), ...this.called(this.reference) };
  }
  protected renderCommand(): string[] {
    return [...super.renderCommand(), ...this.called(this.words)];
  }
  protected renderEntrypoint(): string[] {
    return [...super.renderEntrypoint(), ...this.called(this.words)];
  }
  protected renderEnvironment(): { [name: string]: IEnvValue } {
    return { ...super.renderEnvironment(), ...this.called(this.variables) };
  }
  protected renderHealthcheck(): Healthcheck | undefined {
    return super.renderHealthcheck() ?? this.called(this.check);
  }
  protected renderPorts(): PortMapping[] {
    return [...super.renderPorts(), this.called(this.port)];
  }
  protected renderMounts(): Mount[] {
    return [...super.renderMounts(), this.called(this.mount)];
  }
  protected renderNetworks(): Network[] {
    return [...super.renderNetworks(), this.called(ComposeApp.of(this).publicNetwork)];
  }
  protected renderLabels(): { [name: string]: IEnvValue } {
    return { ...super.renderLabels(), ...this.called(this.teamLabels) };
  }
  protected renderRestart(): RestartPolicy {
    return this.called(this.policy);
  }
  protected renderDependencies(): { [service: string]: any } {
    return { ...super.renderDependencies(), ...this.called(this.wait) };
  }
  protected renderDefinition(): { [key: string]: any } {
    return { ...super.renderDefinition(), ...this.called(this.extra) };
  }
  private called<T>(value: T): T {
    calls++;
    return value;
  }
}

test('each hook may be overridden with fields of the subclass, and none is called before synthesis', () => {
  calls = 0;
  const app = newApp();
  new Hooked(app, 'web', {
    image,
    command: ['run'],
    labels: { a: '1' },
    dependsOn: [new Service(app, 'db', { image })],
  });
  new Service(app, 'late', { image });
  expect(calls).toBe(0);
  app.publicNetwork;
  expect(rendered(app)).toEqual({
    image: 'team/image',
    entrypoint: ['team'],
    command: ['run', 'team'],
    depends_on: { db: { condition: 'service_started' }, late: { condition: 'service_started' } },
    environment: { TEAM: 'data' },
    ports: [{ target: 1234, host_ip: '127.0.0.1', protocol: 'tcp' }],
    networks: ['public'],
    volumes: [{ type: 'tmpfs', target: '/run' }],
    labels: { a: '1', team: 'data' },
    healthcheck: expect.objectContaining({ test: ['CMD', 'team'] }),
    restart: 'always',
    hostname: 'team',
  });
  expect(calls).toBeGreaterThanOrEqual(12);
});

test('an error in a hook names the service and the class', () => {
  class Broken extends Service {
    protected renderPorts(): PortMapping[] {
      throw new Error('no port left');
    }
  }
  const app = newApp();
  new Broken(app, 'web', { image });
  expect(() => app.toDefinition()).toThrow(
    '  [app/web] renderPorts() of Broken failed: no port left; see the stack of its cause',
  );
});

test('an empty command or entrypoint is left to the image', () => {
  const app = newApp();
  new Service(app, 'web', { image, command: [], entrypoint: [] });
  expect(rendered(app)).toEqual({ image: 'alpine', restart: 'unless-stopped' });
});

test('an override changes one key of a service, after the hooks', () => {
  const app = newApp();
  const service = new Hooked(app, 'web', { image });
  new Service(app, 'late', { image });
  service.addOverride('hostname', 'ours');
  service.addDeletionOverride('restart');
  app.publicNetwork;
  expect(rendered(app).hostname).toBe('ours');
  expect(rendered(app).restart).toBeUndefined();
});

test("the team's environment wins over what the kind of service sets", () => {
  class Kind extends Service {
    constructor(app: ComposeApp) {
      super(app, 'kind', { image, environment: { A: EnvValue.of('team') } });
      this.addDefaultEnvironment({ A: EnvValue.of('kind'), B: EnvValue.of('kind') });
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Kind(app);
  expect(app.toDefinition().services.kind.environment).toEqual({ A: 'team', B: 'kind' });
});

test('a service outside of an app is an error', () => {
  expect(() => new Service(testProject(), 'web', { image })).toThrow(
    '[web] there is no ComposeApp above this construct; create it below one',
  );
});

test('other services reach a service by its internal networks, or by all if it has none', () => {
  const app = new ComposeApp(testProject(), 'app');
  const own = new Network(app, 'own');
  expect(new Service(app, 'both', { image, networks: [own, app.internalNetwork] }).privateNetworks).toEqual([
    app.internalNetwork,
  ]);
  expect(new Service(app, 'one', { image, networks: [own] }).privateNetworks).toEqual([own]);
});

test('a service may be started with some profiles only', () => {
  const app = newApp();
  new Service(app, 'web', { image, profiles: ['debug', 'tools'] });
  expect(rendered(app).profiles).toEqual(['debug', 'tools']);
});

test('a service can depend on anything that has a name and a health', () => {
  const app = newApp();
  new Service(app, 'db', { image, healthcheck });
  new Service(app, 'web', { image, dependsOn: [{ name: 'db', hasHealthcheck: true }] });
  expect(rendered(app).depends_on).toEqual({ db: { condition: 'service_healthy' } });
});

test('the paths at which something is mounted are known, those of hooks too', () => {
  class WithCache extends Service {
    protected renderMounts(): Mount[] {
      return [...super.renderMounts(), Mount.tmpfs('/cache')];
    }
  }
  const app = newApp();
  expect(new WithCache(app, 'web', { image, mounts: [Mount.bind('./x', '/x')] }).mountedPaths).toEqual([
    '/x',
    '/cache',
  ]);
});

test.each(['__proto__', 'constructor'])('%s is a name for an environment variable like any other', name => {
  const service = new Service(new ComposeApp(testProject(), 'app'), 'web', {
    image: ContainerImage.fromRegistry('alpine'),
  });
  service.addEnvironment(name, EnvValue.of('value'));
  expect(Object.entries(service.toDefinition().environment)).toEqual([[name, EnvValue.of('value')]]);
});

test('two secrets at one path are an error, which would leave one of them unread', () => {
  const app = newApp();
  const web = new Service(app, 'web', { image });
  const [a, b] = ['a', 'b'].map(name => new Secret(app, name));
  expect(web.addSecret(a, { target: 'p' })).toBe('/run/secrets/p');
  expect(web.addSecret(a, { target: '/run/secrets/p' })).toBe('/run/secrets/p');
  expect(() => web.addSecret(b, { target: 'p' })).toThrow(
    '[app/web] the secrets "a" and "b" are both mounted at /run/secrets/p; give one of them another `target`',
  );
  expect(() => web.addSecret(a, { target: 'p', mode: '0400' })).toThrow(
    '[app/web] the secret "a" is mounted at /run/secrets/p twice, with different options',
  );
});

test('two mounts at one path are reported by a rule', () => {
  const app = newApp();
  const web = new Service(app, 'web', { image });
  ['a', 'b'].forEach(name => web.addMount(Mount.volume(new Volume(app, name), '/data')));
  expect(() => app.toDefinition()).toThrow('[app/web]');
});
