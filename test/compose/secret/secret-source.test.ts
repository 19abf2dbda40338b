import fs, { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { Project } from 'projen';
import {
  ComposeApp,
  ComposeAppProps,
  ContainerImage,
  EnvVariable,
  Secret,
  SecretLocation,
  SecretRotation,
  SecretSource,
  Service,
} from '../../../src/compose';
import { secretSourceOf } from '../../../src/compose/secret/secret-source';
import { testProject } from '../../test-project';

function appWith(
  props: ComposeAppProps,
  ...names: string[]
): { app: ComposeApp; web: Service; project: Project; tasks(): Record<string, any[]> } {
  const project = testProject();
  const app = new ComposeApp(project, 'app', props);
  const web = new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22') });
  names.forEach(name => web.addSecret(new Secret(app, name, { description: `What ${name} is for.` })));
  return {
    app,
    web,
    project,
    tasks: () => {
      project.synth();
      const { tasks } = JSON.parse(readFileSync(join(project.outdir, '.projen/tasks.json'), 'utf8'));
      return Object.fromEntries(Object.entries<any>(tasks).map(([name, { steps }]) => [name, steps]));
    },
  };
}

const CLI = ['node', '--eval', "require('projen-mlflow/lib/cli/cli')", 'projen-mlflow'];

test('random files are made at synthesis, and the app gets a task that makes a new value', () => {
  const { app, project, tasks } = appWith({ directory: 'deploy', fileName: 'app.yaml' }, 'A', 'B');
  expect(tasks()['app:rotate-secret']).toEqual([
    { execArgs: [...CLI, 'rotate-secret', '--file', 'app.yaml', '--text', 'A,B', 'deploy/secrets'], receiveArgs: true },
    {
      execArgs: ['docker', 'compose', '--file', 'app.yaml', 'up', '--detach', '--wait', '--force-recreate'],
      cwd: 'deploy',
    },
  ]);
  expect(readFileSync(join(project.outdir, 'deploy/secrets/A'), 'utf8')).toHaveLength(32);
  expect(app.toDefinition().secrets).toEqual({ A: { file: './secrets/A' }, B: { file: './secrets/B' } });
});

test('a certificate is created once at synthesis, and the task replaces it', () => {
  const { app, web, project, tasks } = appWith({});
  web.addSecret(new Secret(app, 'CERTIFICATE', { source: SecretSource.certificateFile() }));
  expect(tasks()['app:rotate-secret'][0].execArgs).toEqual([
    ...CLI,
    'rotate-secret',
    '--certificate',
    'CERTIFICATE',
    'secrets',
  ]);
  const read = () => readFileSync(join(project.outdir, 'secrets/CERTIFICATE'), 'utf8');
  const first = read();
  expect(first).toMatch(
    /^-----BEGIN PRIVATE KEY-----\n[^]+\n-----BEGIN CERTIFICATE-----\n[^]+\n-----END CERTIFICATE-----\n$/,
  );
  project.synth();
  expect(read()).toBe(first);
  expect(app.toDefinition().services.web.secrets).toEqual([{ source: 'CERTIFICATE' }]);
});

test('.env has a variable for each secret, with its description', () => {
  const { app, project, tasks } = appWith({ secretSource: SecretSource.envVariable() }, 'A');
  expect(Object.keys(tasks())).not.toContain('app:rotate-secret');
  expect(app.toDefinition().secrets).toEqual({ A: { environment: 'A' } });
  expect(readFileSync(join(project.outdir, '.env'), 'utf8')).toMatch(/# What A is for\.\nA=\w{32}\n/);
  expect(existsSync(join(project.outdir, 'secrets'))).toBe(false);
});

test('a command writes the files, before the app is started', () => {
  const { app, project, tasks } = appWith(
    { directory: 'deploy', secretSource: SecretSource.command(['op', 'read', 'op://vault/{name}/{name}']) },
    'A',
    'B',
  );
  expect(tasks()).toMatchObject({
    'app:secrets': [
      { execArgs: [...CLI, 'write-secret', 'deploy/secrets/A', '--', 'op', 'read', 'op://vault/A/A'] },
      { execArgs: [...CLI, 'write-secret', 'deploy/secrets/B', '--', 'op', 'read', 'op://vault/B/B'] },
    ],
    'app:up': [{ spawn: 'app:secrets' }, { execArgs: ['docker', 'compose', 'up', '--detach', '--wait'] }],
  });
  expect(app.toDefinition().secrets).toEqual({ A: { file: './secrets/A' }, B: { file: './secrets/B' } });
  expect(readdirSync(join(project.outdir, 'deploy/secrets'))).toEqual([]);
  expect(readFileSync(join(project.outdir, '.gitignore'), 'utf8')).toContain('\n/deploy/secrets/\n');
});

/** A team's own source: a vault for most secrets, and the machine's own files for some. */
class Vault extends SecretSource {
  public get suitsReadOnly(): boolean {
    return true;
  }

  public get rotation(): SecretRotation {
    return SecretRotation.refused('change it in the vault');
  }

  public bind(secret: Construct, description?: string): SecretLocation {
    const name = secret.node.id;
    switch (name) {
      case 'FILE':
        return { file: '/etc/team/FILE' };
      case 'VARIABLE':
        return { environment: new EnvVariable(secret, 'TEAM_VARIABLE', { description, secret: true }).variableName };
      case 'BY_HAND':
        return {};
      case 'RANDOM':
        return SecretSource.randomFile().bind(secret);
      default:
        return { command: ['vault', 'kv', 'get', '-field=value', `team/${name}`] };
    }
  }
}

test("a team's own source says where each secret comes from; tasks fetch those of its command", () => {
  const { app, project, tasks } = appWith(
    { directory: 'deploy', secretSource: new Vault() },
    ...['A', 'FILE', 'VARIABLE', 'BY_HAND', 'RANDOM'],
  );
  const found = tasks();
  expect(found).toMatchObject({
    'app:secrets': [
      {
        execArgs: [...CLI, 'write-secret', 'deploy/secrets/A', '--', 'vault', 'kv', 'get', '-field=value', 'team/A'],
      },
    ],
    'app:up': [{ spawn: 'app:secrets' }, { execArgs: ['docker', 'compose', 'up', '--detach', '--wait'] }],
  });
  expect(Object.keys(found)).not.toContain('app:rotate-secret'); // it refuses all of them
  expect(app.toDefinition().secrets).toEqual({
    A: { file: './secrets/A' },
    FILE: { file: '/etc/team/FILE' },
    VARIABLE: { environment: 'TEAM_VARIABLE' },
    BY_HAND: { file: './secrets/BY_HAND' },
    RANDOM: { file: './secrets/RANDOM' },
  });
  expect(readdirSync(join(project.outdir, 'deploy/secrets'))).toEqual(['RANDOM']);
  expect(readFileSync(join(project.outdir, 'deploy/.env'), 'utf8')).toMatch(
    /# What VARIABLE is for\.\nTEAM_VARIABLE=\w{32}\n/,
  );
});

test('a source that names several places for a secret is an error', () => {
  class Torn extends Vault {
    public bind(): SecretLocation {
      return { file: './a', command: ['b'] };
    }
  }
  expect(() => appWith({ secretSource: new Torn() }, 'A')).toThrow(
    '[app/A] bind() of Torn returned several of file, environment and command; return the one that the secret comes from',
  );
});

test('a secret may come another way than those of its app', () => {
  const { app, web, tasks } = appWith({ secretSource: SecretSource.command(['pass', '{name}']) }, 'A');
  web.addSecret(new Secret(app, 'B', { source: SecretSource.randomFile() }));
  expect(tasks()['app:secrets']).toHaveLength(1);
  expect(tasks()['app:rotate-secret']).toBeDefined();
});

test('the rotation of a secret is defined by its source, overridden by its props, overridden by its use', () => {
  const { app, web, tasks } = appWith({}, 'A');
  const secrets = [
    new Secret(app, 'HEX', { source: SecretSource.randomHexFile() }),
    new Secret(app, 'HEX_BY_PROP', { rotation: SecretRotation.randomHex() }),
    new Secret(app, 'GIVEN', { source: SecretSource.givenFile() }),
    new Secret(app, 'OURS', { rotation: SecretRotation.refused('ask us') }),
    new Secret(app, 'KEY', { rotation: SecretRotation.randomText() }),
  ];
  secrets.forEach(secret => web.addSecret(secret));
  secrets[4].refuseRotation('data is encrypted with it');
  expect(tasks()['app:rotate-secret'][0].execArgs).toEqual([
    ...CLI,
    'rotate-secret',
    '--text',
    'A',
    '--hex',
    'HEX,HEX_BY_PROP',
    '--refuse',
    'GIVEN=it is issued elsewhere: change it there, write the new value to its file, and recreate the containers',
    '--refuse',
    'OURS=ask us',
    '--refuse',
    'KEY=data is encrypted with it',
    'secrets',
  ]);
});

test.each([
  ['a command', SecretSource.command(['pass', '{name}']), 'a command prints it'],
  ['a variable', SecretSource.envVariable(), 'it is a variable'],
  ['a given file', SecretSource.givenFile(), 'it is issued elsewhere'],
])('the task refuses to change a secret of %s, and says what to do', (_, source, message) => {
  const { app, web, tasks } = appWith({}, 'A');
  web.addSecret(new Secret(app, 'OTHER', { source }));
  expect(tasks()['app:rotate-secret'][0].execArgs.join(' ')).toContain(`--refuse OTHER=${message}`);
});

test('a service that stores a value gets the new one by its own command, once', () => {
  const { web, tasks } = appWith({}, 'A');
  const secrets = [
    new Secret(web, 'KEY', { rotation: SecretRotation.randomHex() }),
    new Secret(web, 'GIVEN', { source: SecretSource.givenFile() }),
  ];
  for (const secret of secrets) {
    web.addSecret(secret);
    secret.addRotationStep(web, ['rotate', 'a b']);
    secret.addRotationStep(web, ['rotate', 'a b']);
    secret.addRotationStep(web, ['rotate', '"']);
  }
  expect(tasks()['app:rotate-secret'][0].execArgs).toEqual([
    ...CLI,
    'rotate-secret',
    '--text',
    'A',
    '--hex',
    'KEY',
    '--step',
    'KEY=["web","rotate","a b"]',
    '--step',
    'KEY=["web","rotate","\\""]',
    '--step',
    'GIVEN=["web","rotate","a b"]',
    '--step',
    'GIVEN=["web","rotate","\\""]',
    '--refuse',
    expect.stringContaining('GIVEN=it is issued elsewhere'),
    'secrets',
  ]);
});

test('a refusal keeps the commands that take a new value, for its message', () => {
  const { web, tasks } = appWith({}, 'A');
  const secret = new Secret(web, 'KEY');
  web.addSecret(secret);
  secret.addRotationStep(web, ['before']);
  secret.refuseRotation('ask us');
  secret.addRotationStep(web, ['after']);
  expect(tasks()['app:rotate-secret'][0].execArgs.slice(5)).toEqual([
    '--text',
    'A',
    '--step',
    'KEY=["web","before"]',
    '--step',
    'KEY=["web","after"]',
    '--refuse',
    'KEY=ask us',
    'secrets',
  ]);
});

test('a step without a program is an error', () => {
  const { web } = appWith({}, 'A');
  expect(() => new Secret(web, 'KEY').addRotationStep(web, [])).toThrow(
    '[app/web/KEY] the rotation step for the service "web" has an empty command; give a program and its arguments',
  );
});

test('a refusal says what to do instead', () => {
  expect(() => SecretRotation.refused('')).toThrow('[SecretRotation.refused] the remedy is empty');
});

test.each([0o755, 0o777, 0o750, 0o701])(
  'an existing folder of secrets with mode %o is closed to others at each synthesis, and its files stay',
  mode => {
    const { project } = appWith({ directory: 'deploy' }, 'A');
    const folder = join(project.outdir, 'deploy', 'secrets');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'A'), 'by hand', { mode: 0o644 });
    for (const _ of [1, 2]) {
      chmodSync(folder, mode);
      project.synth();
      expect(statSync(folder).mode % 0o1000).toBe(0o700);
    }
    expect(readFileSync(join(folder, 'A'), 'utf8')).toBe('by hand');
  },
);

test('a folder of secrets that another user owns is an error that names the construct and keeps its cause', () => {
  const { project } = appWith({}, 'A');
  mkdirSync(join(project.outdir, 'secrets'), { mode: 0o755 });
  const cause = Object.assign(new Error('EPERM: operation not permitted'), { code: 'EPERM' });
  const { chmodSync: original } = fs;
  const chmod = jest.spyOn(fs, 'chmodSync').mockImplementation((path, mode) => {
    if (path === join(project.outdir, 'secrets')) {
      throw cause;
    }
    original(path, mode);
  });
  try {
    expect(() => project.synth()).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^\[app\/A\/file\] the folder of secrets secrets cannot be made private: EPERM/),
        cause,
      }),
    );
  } finally {
    chmod.mockRestore();
  }
});

test('an app without tasks has no tasks for secrets', () => {
  const { app, web, tasks } = appWith({ tasks: false, secretSource: SecretSource.command(['pass', '{name}']) }, 'A');
  web.addSecret(new Secret(app, 'B', { source: SecretSource.randomFile() }));
  expect(Object.keys(tasks()).filter(name => name.startsWith('app:'))).toEqual([]);
});

test.each([[[]], [['', '{name}']], [['pass', 'show', 'mlflow']]])('the command %j is an error', command => {
  expect(() => SecretSource.command(command)).toThrow(
    `the command [${command.join(', ')}] prints the same value for each secret; give a program`,
  );
});

test('all constructs below an app have its source', () => {
  const secretSource = SecretSource.envVariable();
  const app = new ComposeApp(testProject(), 'app', { secretSource });
  expect(secretSourceOf(new Construct(new Construct(app, 'a'), 'b'))).toBe(secretSource);
});

test('two apps have each their own', () => {
  const project = testProject();
  const one = new ComposeApp(project, 'one', { secretSource: SecretSource.envVariable() });
  const two = new ComposeApp(project, 'two', { directory: 'two' });
  expect([secretSourceOf(one).suitsReadOnly, secretSourceOf(two).suitsReadOnly]).toEqual([false, true]);
});
