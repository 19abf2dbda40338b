import { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';

// A proxy that gets its certificate from a company's ACME server, which is another Caddy, and one that has it from
// files. Both have the same root certificate.

let project: UserProject;
const ports: { [proxy: string]: number } = {};

beforeAll(async () => {
  ports.door = await freePort();
  ports.gate = await freePort();
  project = new UserProject(`
import { Project } from 'projen';
import { CaddyCertificates, CaddyProxy, ComposeApp, Config, ContainerImage, Healthcheck, Mount, Secret, Service, Volume } from 'projen-mlflow';

const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'app', { appName: '${uniqueName('certificates')}' });
app.expectPath('./pki');
app.expectPath('./pki/root.crt');
app.expectPath('./pki/gate.crt');
app.expectPath('./pki/gate.key');
const web = new Service(app, 'web', {
  image: ContainerImage.fromRegistry('python:3.13-slim'), command: ['python', '-m', 'http.server', '8000', '--directory', '/usr/share'], networks: [app.internalNetwork],
});
const other = new Service(app, 'other', { image: web.image, command: ['python', '-m', 'http.server', '8000', '--directory', '/etc/ssl'], networks: [app.internalNetwork] });

const root = new Config(app, 'root', { path: 'pki/root.crt' });
const authority = new Service(app, 'authority', {
  image: ContainerImage.fromRegistry('caddy:2'),
  networks: [app.outboundNetwork],
  healthcheck: Healthcheck.command(['grep', '-qs', ':01BB .* 0A ', '/proc/net/tcp', '/proc/net/tcp6']),
  mounts: [Mount.bind('./pki', '/pki', { readOnly: true }), Mount.config(new Config(app, 'authority_caddyfile', { path: 'authority/Caddyfile', content: \`
{
	admin off
	skip_install_trust
	pki {
		ca local {
			root {
				cert /pki/root.crt
				key /pki/root.key
			}
		}
	}
}
https://authority {
	tls internal
	acme_server
}
\` }), '/etc/caddy/Caddyfile')],
});
const door = new CaddyProxy(app, 'door', {
  host: 'door', httpPort: ${await freePort()}, httpsPort: ${ports.door}, hostIp: '127.0.0.1', dependsOn: [authority],
  certificates: CaddyCertificates.acme({ directory: 'https://authority/acme/local/directory', trustedRoot: root }),
});
door.addSite({ service: web, port: 8000 });
const gate = new CaddyProxy(app, 'gate', {
  host: 'gate.local', httpPort: ${await freePort()}, httpsPort: ${ports.gate}, hostIp: '127.0.0.1', volume: new Volume(app, 'gate_volume'),
  certificates: CaddyCertificates.files(new Secret(app, 'gate_certificate', { file: './pki/gate.crt' }), new Secret(app, 'gate_key', { file: './pki/gate.key' })),
});
gate.addSite({ service: other, port: 8000 });
project.synth();
`);
  const pki = join(project.directory, 'pki');
  mkdirSync(pki);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: pki });
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '30',
    '-subj',
    '/CN=Company Root',
    '-keyout',
    'root.key',
    '-out',
    'root.crt',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  );
  openssl(
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    '/CN=gate.local',
    '-keyout',
    'gate.key',
    '-out',
    'gate.csr',
  );
  writeFileSync(join(pki, 'gate.ext'), 'subjectAltName=DNS:gate.local\n');
  openssl(
    'x509',
    '-req',
    '-in',
    'gate.csr',
    '-CA',
    'root.crt',
    '-CAkey',
    'root.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'gate.ext',
    '-out',
    'gate.crt',
  );
  run('chmod', ['0644', 'gate.key', 'gate.crt', 'root.crt'], { cwd: pki });
  project.projen();
  project.up();
});

afterAll(() => project?.remove());

/**
 * Asks a proxy as a client that trusts the company's root alone; retries, since a certificate by ACME takes a moment.
 */
function ask(host: string, port: number) {
  return attempt(
    'curl',
    [
      '--silent',
      '--show-error',
      '--max-time',
      '20',
      '--retry',
      '20',
      '--retry-delay',
      '2',
      '--retry-all-errors',
      '--retry-max-time',
      '90',
      '--cacert',
      join(project.directory, 'pki/root.crt'),
      '--resolve',
      `${host}:${port}:127.0.0.1`,
      `https://${host}:${port}/`,
    ],
    { timeoutSeconds: 120 },
  );
}

test("a proxy gets its certificate from the company's authority by ACME", () => {
  expect(ask('door', ports.door)).toMatchObject({ status: 0, stdout: expect.stringContaining('Directory listing') });
  expect(project.compose(['logs', '--no-color', 'door'])).toContain('certificate obtained successfully');
});

test('a proxy has its certificate from files', () => {
  expect(ask('gate.local', ports.gate)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Directory listing'),
  });
  const shown = run('openssl', ['s_client', '-connect', `127.0.0.1:${ports.gate}`, '-servername', 'gate.local']);
  expect(new X509Certificate(/-----BEGIN[^]*?END CERTIFICATE-----/.exec(shown)![0]).subject).toBe('CN=gate.local');
});
