import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComposeApp, ContainerImage, Secret, Service, SftpStore, SftpStoreProps } from '../../src';
import { testProject } from '../test-project';

function sftp(props: Partial<SftpStoreProps> = {}): { app: ComposeApp; store: SftpStore } {
  const app = new ComposeApp(testProject(), 'app');
  const privateKey = new Secret(app, 'SFTP_KEY', { file: './key' });
  return {
    app,
    store: new SftpStore(app, 'sftp', {
      host: 'files.example.com',
      user: 'mlflow',
      privateKey,
      hostKey: 'ssh-ed25519 AAAA',
      path: '/artifacts',
      ...props,
    }),
  };
}

function knownHosts(app: ComposeApp): string {
  return readFileSync(join(app.project.outdir, 'sftp', 'known_hosts'), 'utf8');
}

test('a consumer gets the address, the private key and the host key', () => {
  const { app, store } = sftp({ port: 2222 });
  const [one, two] = ['one', 'two'].map(
    name => new Service(app, name, { image: ContainerImage.fromRegistry('alpine') }),
  );
  const config = store.bind(one);
  store.bind(one);
  store.bind(two);
  expect(config.destination.toCompose()).toBe('sftp://mlflow@files.example.com:2222/artifacts');
  expect(config.pythonPackages).toEqual(['sftp']);
  app.project.synth();
  const { services } = app.toDefinition();
  expect(services.one).toMatchObject({
    secrets: [{ source: 'SFTP_KEY' }],
    configs: [{ source: 'sftp_known_hosts', target: '/etc/ssh/mlflow_known_hosts' }],
    environment: {
      SFTP_PRIVATE_KEY_FILE: '/run/secrets/SFTP_KEY',
      SFTP_KNOWN_HOSTS_FILE: '/etc/ssh/mlflow_known_hosts',
    },
  });
  expect(services.two).toEqual(services.one);
  expect(knownHosts(app)).toBe('[files.example.com]:2222 ssh-ed25519 AAAA\n');
});

test.each([undefined, 22])('the port %s is not in the name that clients know the server by', port => {
  const { app, store } = sftp({ port });
  expect(
    store.bind(new Service(app, 'one', { image: ContainerImage.fromRegistry('alpine') })).destination.toCompose(),
  ).toBe('sftp://mlflow@files.example.com:22/artifacts');
  app.project.synth();
  expect(knownHosts(app)).toBe('files.example.com ssh-ed25519 AAAA\n');
});

test.each([
  [{ port: 0 }, '0 is not a valid port; use a port from 1 to 65535'],
  [{ host: 'a b' }, '"a b" is not a valid host name; use a name or an IPv4 address'],
  [{ user: 'a:b' }, '"a:b" is not a valid user name; use letters, digits, dots, dashes and underscores'],
  [{ hostKey: 'AAAA' }, 'the host key is not a public key; use a type and a key, such as "ssh-ed25519 AAAA…"'],
  [{ path: 'artifacts' }, 'the path "artifacts" of `path` is not absolute; begin it with a slash'],
])('%j is an error', (props, message) => {
  expect(() => sftp(props).app.toDefinition()).toThrow(`[app/sftp] ${message}`);
});
