import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from 'projen';
import { attempt, CommandResult, run } from './command';
import {
  ComposeApp,
  ComposeInclude,
  ComposeOverlay,
  ContainerImage,
  Hardened,
  Healthcheck,
  MlflowStack,
  Mount,
  Network,
  ResourceLimits,
  Service,
  Volume,
} from '../../src';
import { toComposeYaml } from '../../src/compose/app/compose-yaml';

// What Compose itself makes of overlays, included files and profiles. No container is started.

const image = ContainerImage.fromRegistry('alpine:3.22');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'projen-mlflow-files-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function newApp(): ComposeApp {
  return new ComposeApp(new Project({ name: 'files', outdir: directory }), 'app');
}

function config(...files: string[]): CommandResult {
  return attempt(
    'docker',
    ['compose', ...files.flatMap(file => ['-f', file]), '--profile', '*', 'config', '--format', 'json'],
    { cwd: directory },
  );
}

/** What Compose makes of the files; it must accept them. */
function resolved(...files: string[]): any {
  return JSON.parse(
    run('docker', ['compose', ...files.flatMap(file => ['-f', file]), '--profile', '*', 'config', '--format', 'json'], {
      cwd: directory,
    }),
  );
}

/** Writes the project, and what the overlay should come to as one file. */
function expectMerged(app: ComposeApp, overlay: ComposeOverlay): void {
  app.project.synth();
  writeFileSync(join(directory, 'merged.yaml'), toComposeYaml(overlay.toDefinition()));
  expect(resolved('compose.yaml', overlay.fileName)).toEqual(resolved('merged.yaml'));
}

/** A service that has each kind of key that Compose merges in a way of its own. */
function broadApp(): ComposeApp {
  const app = newApp();
  const db = new Service(app, 'db', { image, healthcheck: Healthcheck.shell('true'), networks: [app.internalNetwork] });
  const web = new Service(app, 'web', {
    image,
    dependsOn: [db],
    networks: [app.internalNetwork, app.publicNetwork],
    command: ['a', 'b'],
    ports: [{ target: 80, published: 8080 }],
  });
  const data = new Volume(app, 'data');
  // uses what an overlay takes from web
  new Service(app, 'keeper', { image, networks: [app.publicNetwork], mounts: [Mount.volume(data, '/data')] });
  app.expectPath('Dockerfile');
  app.expectPath('x');
  for (const [key, value] of Object.entries<any>({
    build: { context: '.', args: { A: '1', B: '2' }, labels: { x: 'y' } },
    environment: { A: '1', B: '2', 'x.y': '3' },
    labels: { 'com.example.a': '1', 'com.example.b': '2' },
    annotations: { 'com.example.a': '1' },
    cap_add: ['CHOWN'],
    dns: ['127.0.0.1'],
    extra_hosts: { one: '127.0.0.1' },
    logging: { driver: 'json-file', options: { 'max-size': '1m', 'max-file': '2' } },
    sysctls: { 'net.core.somaxconn': 1024 },
    tmpfs: ['/tmp'],
    ulimits: { nproc: 5, nofile: { soft: 10, hard: 20 } },
    volumes: ['data:/data', './x:/x:ro'],
    deploy: {
      resources: { limits: { cpus: '1', memory: '1g' } },
      labels: { a: '1' },
      placement: { constraints: ['a==b'] },
    },
    healthcheck: { test: ['CMD', 'true'], interval: '10s' },
    entrypoint: ['sh'],
    expose: ['81'],
    profiles: ['p'],
    security_opt: ['no-new-privileges:true'],
    stop_signal: 'SIGTERM',
  })) {
    web.addOverride(key, value);
  }
  const lan = new Network(app, 'lan');
  lan.addOverride('ipam.config', [{ subnet: '10.9.0.0/24' }]);
  lan.ignoreRule('no-unused-entries', 'an overlay may take it away');
  return app;
}

test.each<[string, any]>([
  ['services.web.user', '1:1'],
  ['services.web.build', '.'],
  ['services.web.build.args.A', 'changed'],
  ['services.web.build.args', { C: '3' }],
  ['services.web.command', ['c']],
  ['services.web.command', 'one text'],
  ['services.web.environment', { A: '9' }],
  ['services.web.environment', ['A=9', 'Z=1']],
  ['services.web.environment.A', null],
  ['services.web.environment.x\\.y', 'changed'],
  ['services.web.labels.com\\.example\\.a', 'changed'],
  ['services.web.labels', ['only=one']],
  ['services.web.annotations', { b: '1' }],
  ['services.web.cap_add', ['NET_ADMIN']],
  ['services.web.dns', '127.0.0.2'],
  ['services.web.depends_on', {}],
  ['services.web.depends_on', ['db']],
  ['services.web.depends_on.db.condition', 'service_started'],
  ['services.web.extra_hosts.two', '127.0.0.2'],
  ['services.web.logging.driver', 'local'],
  ['services.web.logging.options.max-size', '2m'],
  ['services.web.networks', { public: { aliases: ['w'] } }],
  ['services.web.networks', ['public']],
  ['services.web.ports', []],
  ['services.web.ports.0.published', '9090'],
  ['services.web.sysctls', ['net.core.somaxconn=1']],
  ['services.web.tmpfs', '/run'],
  ['services.web.ulimits.nofile', 30],
  ['services.web.ulimits.nofile.soft', 15],
  ['services.web.ulimits.nproc', { soft: 1, hard: 2 }],
  ['services.web.volumes', ['data:/other']],
  ['services.web.volumes.0', { type: 'volume', source: 'data', target: '/long' }],
  ['services.web.deploy.resources.limits', { memory: '2g' }],
  ['services.web.deploy.placement.constraints', []],
  ['services.web.healthcheck.test', ['CMD-SHELL', 'false']],
  ['services.web.healthcheck', { disable: true }],
  ['services.web.entrypoint', 'sh -c'],
  ['services.web.privileged', true],
  ['services.web.profiles', ['q']],
  ['services.web.security_opt', ['seccomp=unconfined']],
  ['services.web.labels.price', '$5 ${NOT_A_REFERENCE}'],
  ['networks.lan.ipam.config', [{ subnet: '10.8.0.0/24' }]],
  ['networks.lan.ipam.config.0.subnet', '10.7.0.0/24'],
  ['networks.lan', null],
  ['networks.internal.internal', false],
  ['volumes.data', { driver: 'local', labels: { a: 'b' } }],
  ['x-team', { a: [1] }],
])('Compose makes of an overlay that sets %s to %j what was checked', (path, value) => {
  const app = broadApp();
  const overlay = new ComposeOverlay(app, 'prod');
  overlay.addOverride(path, value);
  expectMerged(app, overlay);
});

test.each([
  'services.web',
  'services.web.build',
  'services.web.build.args.A',
  'services.web.command',
  'services.web.environment',
  'services.web.environment.x\\.y',
  'services.web.labels.com\\.example\\.a',
  'services.web.labels',
  'services.web.cap_add',
  'services.web.depends_on',
  'services.web.depends_on.db',
  'services.web.dns',
  'services.web.extra_hosts',
  'services.web.healthcheck',
  'services.web.logging',
  'services.web.logging.options.max-size',
  'services.web.networks',
  'services.web.networks.0',
  'services.web.ports',
  'services.web.ports.0',
  'services.web.restart',
  'services.web.sysctls',
  'services.web.tmpfs',
  'services.web.ulimits.nofile',
  'services.web.volumes',
  'services.web.volumes.0',
  'services.web.deploy',
  'services.web.deploy.resources.limits.memory',
  'services.web.profiles',
  'networks.lan.ipam',
  'networks.lan',
])('Compose makes of an overlay that takes %s away what was checked', path => {
  const app = broadApp();
  const overlay = new ComposeOverlay(app, 'prod');
  overlay.addDeletionOverride(path);
  expectMerged(app, overlay);
});

test('Compose resolves additions, many changes at once and services of the overlay to what was checked', () => {
  const app = broadApp();
  const overlay = new ComposeOverlay(app, 'prod');
  overlay.addToArray('services.web.ports', { target: 81, published: '8081' });
  overlay.addToArray('services.web.cap_add', 'SYS_NICE');
  overlay.addToArray('services.web.volumes', 'data:/again');
  overlay.addOverride('services.web.environment.A', null);
  overlay.addDeletionOverride('services.web.environment.B');
  overlay.addOverride('services.web.image', 'alpine:edge');
  const extra = new Service(overlay, 'extra', { image, networks: [new Network(overlay, 'far')] });
  overlay.element(extra).addOverride('cpus', 0.5);
  expectMerged(app, overlay);
});

test('the overlay of a whole stack, with mixins in its base', () => {
  const project = new Project({ name: 'files', outdir: directory });
  const stack = new MlflowStack(project, 'mlflow');
  stack.with(new ResourceLimits({ memory: '1g' }), new Hardened({ capabilities: ['CHOWN', 'SETGID', 'SETUID'] }));
  const overlay = new ComposeOverlay(stack, 'prod');
  overlay.element(stack.db).addOverride('deploy.resources.limits.memory', '4g');
  overlay.element(stack.s3).addDeletionOverride('ports');
  overlay.element(stack.mlflow).addOverride('ports.0.host_ip', '0.0.0.0');
  expectMerged(stack, overlay);
  expect(resolved('compose.yaml', 'compose.prod.yaml').services.db.deploy.resources.limits).toEqual({
    memory: String(4 * 2 ** 30),
    pids: 512,
  });
});

describe('an included file', () => {
  beforeEach(() => {
    mkdirSync(join(directory, 'legacy'));
    writeFileSync(
      join(directory, 'legacy', 'compose.yaml'),
      `
services:
  db: {image: "alpine:3.22", networks: [back], healthcheck: {test: [CMD, "true"]}, environment: {GREETING: "\${GREETING:?}"}}
networks: {back: {internal: true}}
`,
    );
    writeFileSync(join(directory, 'legacy', 'own.env'), 'GREETING=hello\n');
  });

  test('is part of the app, and its services can be waited for', () => {
    const app = newApp();
    const legacy = new ComposeInclude(app, 'legacy', {
      path: 'legacy/compose.yaml',
      projectDirectory: 'legacy',
      envFiles: ['legacy/own.env'],
    });
    const network = new Network(app, 'back', { internal: true }); // declared alike, so it is shared
    new Service(app, 'web', { image, networks: [network], dependsOn: [legacy.service('db')] });
    app.project.synth();
    const { services } = resolved('compose.yaml');
    expect(services.db.environment).toEqual({ GREETING: 'hello' });
    expect(services.web).toMatchObject({
      depends_on: { db: { condition: 'service_healthy' } },
      networks: { back: null },
    });
  });

  test.each([
    ['services', '{db: {image: x}}'],
    ['networks', '{back: {}}'],
  ])('clashes over a name among the %s, as the rule says', (section, entries) => {
    writeFileSync(
      join(directory, 'compose.yaml'),
      `include: [{path: legacy/compose.yaml, env_file: legacy/own.env}]\n${section}: ${entries}\n`,
    );
    expect(config('compose.yaml')).toMatchObject({
      status: expect.not.stringMatching('0'),
      stderr: expect.stringContaining('conflicts with imported resource'),
    });
  });
});

test.each<[string[], string[], boolean]>([
  [[], ['a'], false],
  [['a'], [], true],
  [['a'], ['a'], true],
  [['a', 'b'], ['a'], false],
  [['a'], ['a', 'b'], true],
])(
  'Compose starts a service with profiles %j that waits for one with %j as the rule says: %s',
  (own, theirs, works) => {
    const app = newApp();
    const db = new Service(app, 'db', { image, profiles: theirs });
    new Service(app, 'web', { image, profiles: own, dependsOn: [db] });
    if (works) {
      app.project.synth();
    } else {
      expect(() => app.toDefinition()).toThrow('it waits for "db"');
      writeFileSync(
        join(directory, 'compose.yaml'),
        JSON.stringify({
          services: { db: { image: 'a', profiles: theirs }, web: { image: 'a', profiles: own, depends_on: ['db'] } },
        }),
      );
    }
    const profile = own.at(-1) ?? '';
    const { status } = attempt('docker', ['compose', ...(profile ? ['--profile', profile] : []), 'config', '--quiet'], {
      cwd: directory,
    });
    expect(status === 0).toBe(works);
  },
);
