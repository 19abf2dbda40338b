import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ComposeApp,
  ContainerImage,
  EnvVariable,
  Mount,
  Secret,
  SecretProps,
  SecretSource,
  Service,
} from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

const image = ContainerImage.fromRegistry('alpine');

function newApp(): ComposeApp {
  return new ComposeApp(testProject(), 'app');
}

test('a secret comes from a file, a variable, or elsewhere', () => {
  const app = newApp();
  new Secret(app, 'of_file', { file: './tls.key' });
  new Secret(app, 'of_variable', { environment: new EnvVariable(app, 'DB_PASSWORD', { secret: true }) });
  new Secret(app, 'of_platform', { external: true, spec: { name: 'prod$key' } });
  userOfAll(app);

  expect(app.toDefinition().secrets).toEqual({
    of_file: { file: './tls.key' },
    of_variable: { environment: 'DB_PASSWORD' },
    of_platform: { external: true, name: 'prod$$key' },
  });
});

test.each<[string, SecretProps, string]>([
  [
    'from a file and a source',
    { file: './a', source: SecretSource.envVariable() },
    'the secret has several sources; give one of',
  ],
  ['from two places', { file: './a', external: true }, 'the secret has several sources; give one of'],
  [
    'from two places, one of them in spec',
    { file: './a', spec: { environment: 'A' } },
    'the secret has several sources',
  ],
])('a secret %s is an error', (_, props, message) => {
  const app = newApp();
  new Secret(app, 'key', props);
  expect(() => app.toDefinition()).toThrow(`[app/key] ${message}`);
});

test('by default a secret is a file with a random value, created once', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory: 'deploy' });
  new Secret(app, 'DB_PASSWORD');
  new Secret(app, 'OTHER');
  userOfAll(app);
  mkdirSync(join(project.outdir, 'deploy/secrets'), { recursive: true });
  writeFileSync(join(project.outdir, 'deploy/secrets/OTHER'), 'ours');
  project.synth();

  const read = (name: string) => readFileSync(join(project.outdir, 'deploy/secrets', name), 'utf8');
  expect(app.toDefinition().secrets).toEqual({
    DB_PASSWORD: { file: './secrets/DB_PASSWORD' },
    OTHER: { file: './secrets/OTHER' },
  });
  expect(read('DB_PASSWORD')).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(read('OTHER')).toBe('ours');
  expect(read('../../.gitignore')).toContain('\n/deploy/secrets/\n');
  const first = read('DB_PASSWORD');
  project.synth();
  expect(read('DB_PASSWORD')).toBe(first);
});

test('a given secret is a file that somebody writes by hand, in a folder that git ignores', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new Secret(app, 'KEY', { source: SecretSource.givenFile() });
  userOfAll(app);
  project.synth();
  expect(app.toDefinition().secrets).toEqual({ KEY: { file: './secrets/KEY' } });
  expect(readdirSync(join(project.outdir, 'secrets'))).toEqual([]);
  expect(readFileSync(join(project.outdir, '.gitignore'), 'utf8')).toContain('/secrets/\n');
  expect(SecretSource.givenFile().suitsReadOnly).toBe(true);
});

test('only its owner may enter the folder of the secrets, and in it every user of a container may read', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new Secret(app, 'KEY');
  userOfAll(app);
  project.synth();
  const mode = (path: string) => statSync(join(project.outdir, path)).mode % 0o1000;
  expect([mode('secrets'), mode('secrets/KEY')]).toEqual([0o700, 0o644]);
});

test('the app says where its secrets come from, and each secret may say it otherwise', () => {
  const app = new ComposeApp(testProject(), 'app', { secretSource: SecretSource.envVariable() });
  new Secret(app, 'DB_PASSWORD', { description: 'The database.' });
  new Secret(app, 'KEY', { source: SecretSource.randomFile() });
  userOfAll(app).addOverride('environment', {});

  expect(app.toDefinition().secrets).toEqual({
    DB_PASSWORD: { environment: 'DB_PASSWORD' },
    KEY: { file: './secrets/KEY' },
  });
  expect(app.variables.map(({ variableName, secret, description }) => [variableName, secret, description])).toEqual([
    ['DB_PASSWORD', true, 'The database.'],
  ]);
});

test('a secret may come from where spec says', () => {
  const app = newApp();
  new Secret(app, 'key', { spec: { environment: 'KEY' } });
  userOfAll(app);
  expect(app.toDefinition().secrets).toEqual({ key: { environment: 'KEY' } });
});

test('a service gets secrets, and returns their paths', () => {
  const app = newApp();
  const secret = new Secret(app, 'key', { file: './key' });
  const web = new Service(app, 'web', { image, mounts: [Mount.secret(secret, { target: 'by_mount' })] });

  expect(web.addSecret(secret)).toBe('/run/secrets/key');
  expect(web.addSecret(secret, { target: 'other', uid: '10', gid: '11', mode: '0400' })).toBe('/run/secrets/other');
  expect(web.addSecret(secret, { target: '/etc/tls.key' })).toBe('/etc/tls.key');
  expect(app.toDefinition().services.web.secrets).toEqual([
    { source: 'key', target: 'by_mount' },
    { source: 'key' },
    { source: 'key', target: 'other', uid: '10', gid: '11', mode: '0400' },
    { source: 'key', target: '/etc/tls.key' },
  ]);
});

test('a service that gets a secret twice has it once', () => {
  const app = newApp();
  const web = new Service(app, 'web', { image });
  const secret = new Secret(app, 'key');
  expect([web.addSecret(secret), web.addSecret(secret)]).toEqual(['/run/secrets/key', '/run/secrets/key']);
  expect(app.toDefinition().services.web.secrets).toEqual([{ source: 'key' }]);
});

test('a secret of another app, or with an invalid name, is an error', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  const other = new ComposeApp(project, 'other', { directory: 'other' });
  new Secret(app, 'my key', { file: './key' });
  new Service(app, 'web', { image }).addSecret(new Secret(other, 'key', { file: './key' }));

  expect(() => app.toDefinition()).toThrow('[app/my key] "my key" is not a valid name');
  expect(() => app.toDefinition()).toThrow(
    '[app/web] the secret "key" is not in this app; add it to the app, or did you mean "my key"?',
  );
});
