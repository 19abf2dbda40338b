import { createServer, Server } from 'node:http';
import { AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';

// What the containers of the default stack may do, seen from outside and from inside. A service of the team's,
// `caller`, is beside them: it may call out, and so shows that a connection which fails elsewhere would work.

const appName = uniqueName('hardening');
const SERVERS = ['db', 'mlflow', 's3'];
const ONE_SHOTS = ['create_s3_buckets', 'migrate', 's3_volume_owner'];
const OUTSIDE = '1.1.1.1:443';

let project: UserProject;
let ports: { [name: string]: number };
let hostServer: Server; // a program of the host's own, on all its addresses
let hostPort: number;

beforeAll(async () => {
  ports = { mlflow: await freePort(), api: await freePort(), console: await freePort(), caller: await freePort() };
  project = new UserProject(`
import { MlflowStack, Service } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const stack = new MlflowStack(project, 'mlflow', {
  appName: '${appName}',
  s3: { apiPort: ${ports.api}, consolePort: ${ports.console} },
  server: { port: ${ports.mlflow} },
});
new Service(stack, 'caller', {
  image: stack.mlflow.image,
  command: ['python', '-m', 'http.server', '80', '--directory', '/var/empty'],
  user: '0:0',
  networks: [stack.internalNetwork, stack.publicNetwork, stack.outboundNetwork],
  ports: [{ target: 80, published: ${ports.caller} }],
}).addDependency(stack.mlflow);
project.synth();
`);
  project.projen();
  project.up();
  hostServer = createServer((_, response) => response.end());
  await new Promise<void>(resolve => hostServer.listen(0, '0.0.0.0', resolve));
  hostPort = (hostServer.address() as AddressInfo).port;
});

afterAll(() => {
  hostServer?.close();
  project.remove();
});

function containerOf(service: string): string {
  return project.compose(['ps', '--all', '--quiet', service]).trim();
}

function inspect(service: string): any {
  return JSON.parse(run('docker', ['inspect', containerOf(service)]))[0];
}

/** What a line of the shell prints in a service that runs. */
function inService(service: string, line: string): string {
  return project.compose(['exec', '-T', service, 'bash', '-c', line]).trim();
}

/** Which of these addresses a service can connect to. */
function reachable(service: string, addresses: string[]): string[] {
  const attempts = addresses.map(address => {
    const [host, port] = address.split(':');
    return `(timeout 5 bash -c '</dev/tcp/${host}/${port}' 2> /dev/null && echo ${address}) &`;
  });
  return inService(service, `${attempts.join('\n')}\nwait`)
    .split('\n')
    .filter(line => line)
    .sort();
}

/** The rights of a process, from its `status` in /proc. */
function rightsIn(status: string) {
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1];
  return {
    user: `${field('Uid')}:${field('Gid')}`,
    capabilities: ['CapEff', 'CapPrm', 'CapBnd'].map(field),
    noNewPrivileges: field('NoNewPrivs'),
    seccomp: field('Seccomp'),
  };
}

const NONE = '0000000000000000';

test.each([
  ['db', '999:999'],
  ['mlflow', '10001:10001'],
  ['s3', '10001:10001'],
])('%s runs as %s, without a capability or a way to more', (service, user) => {
  expect(rightsIn(inService(service, 'cat /proc/1/status'))).toEqual({
    user,
    capabilities: [NONE, NONE, NONE],
    noNewPrivileges: '1',
    seccomp: '2',
  });
});

test.each([
  ['create_s3_buckets', '10001:10001', NONE],
  ['migrate', '10001:10001', NONE],
  ['s3_volume_owner', '0:0', '0000000000000001'],
])('the init job %s runs as %s with capabilities %s', (service, user, capabilities) => {
  const status = project.compose([
    'run',
    '--rm',
    '--no-deps',
    '-T',
    '--entrypoint',
    'cat',
    service,
    '/proc/self/status',
  ]);
  expect(rightsIn(status)).toEqual({
    user,
    capabilities: [capabilities, capabilities, capabilities],
    noNewPrivileges: '1',
    seccomp: '2',
  });
});

test('each has a root that it cannot write to, and limits of memory, processors and processes', () => {
  for (const service of [...SERVERS, ...ONE_SHOTS]) {
    const {
      ReadonlyRootfs: readOnly,
      Memory: memory,
      CpuQuota: quota,
      PidsLimit: pids,
      Privileged: privileged,
    } = inspect(service).HostConfig;
    const limited = [memory, quota, pids].every(limit => limit > 0);
    expect({ service, readOnly, privileged, limited }).toEqual({
      service,
      readOnly: true,
      privileged: false,
      limited: true,
    });
  }
});

test.each([
  ['db', ['/tmp', '/var/lib/mysql', '/var/run/mysqld']],
  ['mlflow', ['/tmp', '/var/tmp']],
  ['s3', ['/data', '/tmp']],
])('%s can write to %j and nowhere else', (service, expected) => {
  const found = inService(service, 'find / -xdev -writable -not -type l 2> /dev/null | grep -v ^/proc; true').split(
    '\n',
  );
  expect(found.map(path => path.replace(/^\/run\//, '/var/run/')).sort()).toEqual(expected); // `find` names what it does not enter
  const mounts = inService(
    service,
    'while read -r _ path _; do [ -d "$path" ] && [ -w "$path" ] && echo "$path"; done < /proc/mounts; true',
  )
    .split('\n')
    .map(path => path.replace(/^\/run\//, '/var/run/'));
  expect(mounts.filter(path => !path.startsWith('/dev/')).sort()).toEqual(expected);
});

test('nothing listens on the host but three ports, on 127.0.0.1', async () => {
  const published = [...SERVERS, ...ONE_SHOTS].flatMap(service =>
    Object.entries<any>(inspect(service).HostConfig.PortBindings ?? {}).flatMap(([target, bindings]) =>
      bindings.map(({ HostIp, HostPort }: any) => `${service} ${target} ${HostIp}:${HostPort}`),
    ),
  );
  expect(published.sort()).toEqual([
    `mlflow 5000/tcp 127.0.0.1:${ports.mlflow}`,
    `s3 9000/tcp 127.0.0.1:${ports.api}`,
    `s3 9001/tcp 127.0.0.1:${ports.console}`,
  ]);
  for (const port of [ports.mlflow, ports.api, ports.console]) {
    expect([port, await connects('127.0.0.1', port)]).toEqual([port, true]);
    for (const address of otherAddresses()) {
      expect([address, port, await connects(address, port)]).toEqual([address, port, false]);
    }
  }
});

/** The addresses of this machine by which others reach it. */
function otherAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

async function connects(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: 3000 });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('timeout', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', () => resolve(false));
  });
}

test('no container has egress, except a service that requests it, which can still publish a port', async () => {
  const calls = (service: string) => reachable(service, [OUTSIDE]);
  if (calls('caller').length === 0) {
    process.stderr.write(
      'hardening: this machine reaches nothing outside, so that containers do not either proves nothing\n',
    );
  }
  expect(SERVERS.map(service => [service, calls(service)])).toEqual(SERVERS.map(service => [service, []]));
  expect(inService('caller', 'grep -c "" /proc/net/route')).not.toBe('1');
  expect(await connects('127.0.0.1', ports.caller)).toBe(true);
});

test('the database reaches no program of the host, by whatever address', () => {
  const gateways = run('docker', [
    'network',
    'inspect',
    '--format',
    '{{range .IPAM.Config}}{{.Gateway}} {{end}}',
    `${appName}_public`,
    `${appName}_internal`,
  ])
    .split(/\s+/)
    .filter(address => address);
  const addresses = [...new Set([...gateways, ...otherAddresses()])].map(address => `${address}:${hostPort}`);
  expect(reachable('caller', addresses)).not.toEqual([]); // the program answers
  expect(reachable('db', addresses)).toEqual([]);
});

test('each reaches what it needs', () => {
  expect(reachable('mlflow', ['db:3306', 's3:9000'])).toEqual(['db:3306', 's3:9000']);
});

test('the database is not reachable from the network of the published ports', () => {
  const address = inspect('db').NetworkSettings.Networks[`${appName}_internal`].IPAddress;
  expect(Object.keys(inspect('db').NetworkSettings.Networks)).toEqual([`${appName}_internal`]);
  const image = project.compose(['images', '--quiet', 'mlflow']).trim();
  const output = run('docker', [
    'run',
    '--rm',
    '--network',
    `${appName}_public`,
    '--entrypoint',
    'bash',
    image,
    '-c',
    `for to in db/3306 ${address}/3306 s3/9000; do timeout 5 bash -c "</dev/tcp/$to" 2> /dev/null && echo $to; done; true`,
  ]);
  expect(output.trim()).toBe('s3/9000');
});

/** Runs a Python program in MLflow's container. */
function inMlflow(program: string): string {
  return project.compose(['exec', '-T', 'mlflow', 'python', '-'], { input: program }).trim();
}

test('MLflow knows no secret with which it becomes root of the database or of the object store', () => {
  expect(inService('mlflow', 'ls /run/secrets').split('\n').sort()).toEqual([
    'AWS_SECRET_ACCESS_KEY',
    'MLFLOW_CRYPTO_KEK_PASSPHRASE',
    'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY',
    'MYSQL_PASSWORD',
  ]);
  expect(
    inMlflow(`
import json, os, pathlib, urllib.error, urllib.request
import boto3, pymysql
os.environ.pop("AWS_ACCESS_KEY_ID")
os.environ["AWS_SHARED_CREDENTIALS_FILE"] = "/tmp/mlflow-credentials/aws"
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest

secrets = [path.read_text() for path in pathlib.Path("/run/secrets").iterdir()]

def answer(request):
    try:
        return urllib.request.urlopen(request, timeout=30).status
    except urllib.error.HTTPError as error:
        return error.code

for secret in secrets:
    try:
        pymysql.connect(host="db", user="root", password=secret)
        print("root of the database")
    except pymysql.err.OperationalError as error:
        print("database", error.args[0])
    login = json.dumps({"accessKey": "minio-admin", "secretKey": secret}).encode()
    print("console", answer(urllib.request.Request("http://s3:9001/api/v1/login", login, {"Content-Type": "application/json"})))

request = AWSRequest("GET", "http://s3:9000/minio/admin/v3/list-users")
S3SigV4Auth(boto3.Session().get_credentials(), "s3", "us-east-1").add_auth(request)
print("administration", answer(urllib.request.Request(request.url, headers=dict(request.headers.items()))))

user = pymysql.connect(host="db", user=os.environ["BACKEND_STORE_USER"], read_default_file="/tmp/mlflow-credentials/backend-store.cnf")
for statement in ("SELECT * FROM mysql.user", "CREATE DATABASE other", "SELECT 1 INTO OUTFILE '/tmp/x'"):
    try:
        user.cursor().execute(statement)
        print("allowed")
    except pymysql.err.Error as error:
        print("statement", error.args[0])
`).split('\n'),
  ).toEqual([
    ...Array(4).fill(['database 1045', 'console 401']).flat(),
    'administration 403',
    'statement 1142',
    'statement 1044',
    'statement 1227',
  ]);
});

test('the owner of a volume of root is changed to the user of the service with all files, once', () => {
  const image = JSON.parse(run('docker', ['inspect', containerOf('s3')]))[0].Image;
  const onVolume = (line: string) =>
    run('docker', [
      'run',
      '--rm',
      '--user',
      '0:0',
      '--volume',
      `${appName}_minio_volume:/data`,
      '--entrypoint',
      'sh',
      image,
      '-c',
      line,
    ]);
  const restart = () => project.compose(['up', '-d', '--wait', '--force-recreate', 's3'], { timeoutSeconds: 600 });
  project.compose(['stop', 's3']);
  onVolume('chown -R 0:0 /data && chmod -R go-rwx /data');
  restart();
  expect(onVolume('find /data ! -user 10001').trim()).toBe('');
  expect(project.compose(['logs', '--no-log-prefix', 's3_volume_owner'])).toContain(
    'now belongs to 10001:10001, before to 0:0',
  );
  restart();
  expect(project.compose(['logs', '--no-log-prefix', 's3_volume_owner']).trim().split('\n').at(-1)).toBe(
    '/volume: belongs to 10001:10001',
  );
});

test('containers that wait or initialize stop at once', () => {
  project.compose(['stop', 's3', 'db']);
  const image = (service: string) => inspect(service).Image;
  const set = ['MYSQL_DATABASE', 'MYSQL_USER', 'MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD'].flatMap(name => [
    '--env',
    `${name}=throwaway`,
  ]);
  const entrypoint = ['--volume', `${project.directory}/db/entrypoint.sh:/entrypoint.sh:ro`, '--entrypoint', 'bash'];
  const started = {
    'the script of the buckets': project.compose(['run', '--detach', '--no-deps', 'create_s3_buckets']),
    'the set-up of MySQL': run('docker', [
      'run',
      '--detach',
      '--user',
      '999:999',
      ...set,
      ...entrypoint,
      image('db'),
      '/entrypoint.sh',
      'mysqld',
    ]),
  };
  const containers = Object.values(started).map(id => id.trim());
  try {
    run('sleep', ['2']);
    run('docker', ['stop', '-t', '30', ...containers]);
    const codes = run('docker', ['inspect', '--format', '{{.State.ExitCode}}', ...containers])
      .trim()
      .split('\n');
    expect(Object.keys(started).map((name, index) => [name, codes[index]])).toEqual(
      Object.keys(started).map(name => [name, '143']),
    ); // 137 is SIGKILL
  } finally {
    run('docker', ['rm', '--force', '--volumes', ...containers]);
  }
});
