import fs, { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComposeApp, ContainerImage, MlflowImage, MlflowImageProps, MlflowRuntime, Service } from '../../../src';
import { ASSETS_DIRECTORY } from '../../../src/assets-directory';
import { MLFLOW_VERSION } from '../../../src/mlflow/image/mlflow-version';
import { testProject } from '../../test-project';

function image(props?: MlflowImageProps): MlflowImage {
  return new MlflowImage(new ComposeApp(testProject(), 'app'), 'image', props);
}

test('by default MLflow comes from a lock file with hashes', () => {
  const text = image().toText();
  expect(image().version).toBe(MLFLOW_VERSION);
  expect(text).toMatch(/pip .*--no-deps --only-binary :all: --require-hashes -r \/requirements\/mlflow\.txt/);
  expect(text).not.toContain('mlflow==');
});

test('another version comes from the package index, with locked packages at their locked versions', () => {
  const project = testProject();
  const other = new MlflowImage(new ComposeApp(project, 'app'), 'image', { version: '3.11.1' });
  project.synth();
  expect(other.version).toBe('3.11.1');
  expect(other.toText()).toMatch(/pip .* --constraint \/tmp\/constraints\.txt mlflow==3\.11\.1\n/);
  expect(readdirSync(join(project.outdir, 'image/requirements')).sort()).toEqual([
    'build.txt',
    'constraints.py',
    'mlflow.txt',
  ]);
});

test.each(['', '-r x', '--pre', 'a\nb', ' a'])('"%s" is no Python package', name => {
  expect(() => image().addPackages(name)).toThrow(
    `[app/image] ${JSON.stringify(name)} is not a Python package; pass each one by itself, such as "my-store==1.2.0"`,
  );
});

test.each(['', '-y', 'a b', 'a; id', 'a\nb'])('"%s" is no Debian package', name => {
  expect(() => image().addDebianPackages(name)).toThrow(`[app/image] ${JSON.stringify(name)} is not a Debian package`);
});

test('quotes in the name of a package are those of the shell', () => {
  const built = image();
  built.addPackages("a; python_version < '3.14'");
  expect(built.toText()).toContain(`'a; python_version < '\\''3.14'\\'''`);
});

test.each(['nonsense', '', '3', '3.16', '2.22.5', '3.16.1rc1', '3.16.1; rm -rf /', '3.016.1', 'latest'])(
  '"%s" is not a version',
  version => {
    expect(() => image({ version })).toThrow(
      `[app/image] "${version}" is not a version of MLflow 3; use a full version`,
    );
  },
);

describe('a version outside of the tested range', () => {
  const rule = 'tested-mlflow-version';
  const problem = (version: string) =>
    `app] MLflow ${version} of the image "image" is outside the tested range of 3.11 to ${MLFLOW_VERSION}`;
  const messageOf = (props: MlflowImageProps, ignored = false) => {
    const app = new ComposeApp(testProject(), 'app', { strict: true });
    new Service(app, 'server', { image: ContainerImage.fromDockerfile(new MlflowImage(app, 'image', props)) });
    new Service(app, 'floating', { image: ContainerImage.fromRegistry('nginx') }); // strict apps always complain of it
    if (ignored) {
      app.ignoreRule(rule, 'tried by hand');
    }
    try {
      app.project.synth();
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  test.each(['3.10.1', '3.99.0'])('%s is an error of a strict app', version => {
    expect(messageOf({ version })).toContain(problem(version));
  });

  test('is a warning elsewhere', () => {
    const app = new ComposeApp(testProject(), 'app');
    new MlflowImage(app, 'image', { version: '3.99.0' });
    const warn = jest.spyOn(app.project.logger, 'warn').mockImplementation();
    app.project.synth();
    expect(warn.mock.calls.flat().join('\n')).toContain(problem('3.99.0'));
  });

  test.each(['3.11.0', '3.16.1', MLFLOW_VERSION])('%s is inside of it', version => {
    expect(messageOf({ version })).toContain('pinned-images');
    expect(messageOf({ version })).not.toContain(rule);
  });

  test('may run without changes, or be ignored', () => {
    expect(messageOf({ version: '3.99.0', runtime: MlflowRuntime.plain() })).not.toContain(rule);
    expect(messageOf({ version: '3.99.0' }, true)).not.toContain(rule);
  });
});

test('the last step of the build stage checks whether the runtime fits', () => {
  for (const version of [MLFLOW_VERSION, '3.11.1']) {
    expect(image({ version }).toText().split('\n\n')[1].trim().split('\n').at(-1)).toMatch(/mlflow-selfcheck$/);
  }
});

test('a plain runtime is a setting of the image', () => {
  expect(image({ runtime: MlflowRuntime.plain() }).toText()).toMatch(
    /^ENV .*MLFLOW_RUNTIME="?plain|^ +MLFLOW_RUNTIME="?plain/m,
  );
  expect(image().toText()).not.toContain('MLFLOW_RUNTIME');
});

test('the default version may be named', () => {
  expect(image({ version: MLFLOW_VERSION }).toText()).toBe(image().toText());
});

test('the server runs as its own user, on a configurable base image', () => {
  const text = image({ baseImage: 'registry.example/python:3.13' }).toText();
  expect(text.match(/^FROM .*/gm)).toEqual([
    'FROM registry.example/python:3.13 AS packages',
    'FROM packages AS build',
    'FROM registry.example/python:3.13 AS system',
    'FROM system AS server',
  ]);
  expect(text.split('\n\n').at(-1)).toMatch(/^USER 10001:10001$/m);
});

test('the image has the healthcheck of its server, for use without Compose', () => {
  expect(image().hasHealthcheck).toBe(true);
  expect(image().toText()).toMatch(
    /^HEALTHCHECK .*--start-period=5m .*\n {4}CMD \["mlflow-healthcheck","--if-serving"\]$/m,
  );
});

test('drivers come from lock files with hashes, in the context', () => {
  const project = testProject();
  const server = new MlflowImage(new ComposeApp(project, 'app'), 'image');
  server.addPackages('boto3', 'pymysql');
  project.synth();
  expect(server.toText()).toContain('--require-hashes -r /requirements/boto3.txt');
  expect(server.toText()).toContain('--require-hashes -r /requirements/pymysql.txt');
  expect(readdirSync(join(project.outdir, 'image/requirements')).sort()).toEqual([
    'boto3.txt',
    'build.txt',
    'mlflow.txt',
    'pymysql.txt',
  ]);
});

test('unused drivers are not in the build context', () => {
  const project = testProject();
  new MlflowImage(new ComposeApp(project, 'app'), 'image');
  project.synth();
  expect(existsSync(join(project.outdir, 'image/requirements/boto3.txt'))).toBe(false);
});

test('any package of pip can be added, each once', () => {
  const server = image();
  server.addPackages('my-store==1.2.0', 'my-store==1.2.0');
  server.addPackages('my-store==1.2.0', 'boto3', 'boto3');
  expect(server.toText().match(/'my-store==1\.2\.0'/g)).toHaveLength(1);
  expect(server.toText().match(/-r \/requirements\/boto3\.txt/g)).toHaveLength(1);
});

test('packages that are added late are still installed before the image is trimmed', () => {
  const server = image();
  server.addPackages('my-store');
  const [packages, build] = server.toText().split('\n\n');
  expect(packages).toContain("'my-store'");
  expect(build).toMatch(/^FROM packages AS build\n/);
});

test('the stage of the server takes further instructions', () => {
  const server = image();
  server.serverStage.label({ team: 'data' });
  expect(server.toText()).toMatch(/\nLABEL team="data"\n$/);
});

test('files of the container are in the build context, unchanged', () => {
  const project = testProject();
  new MlflowImage(new ComposeApp(project, 'app'), 'image', { directory: 'server' });
  project.synth();
  const path = 'runtime/src/mlflow_runtime/entrypoint.py';
  expect(readFileSync(join(project.outdir, 'server', path), 'utf8')).toBe(
    readFileSync(join(__dirname, '../../../assets/mlflow-server', path), 'utf8'),
  );
  const ignore = readFileSync(join(project.outdir, 'server/.dockerignore'), 'utf8').split('\n');
  expect(ignore[1]).toBe('*');
  expect(ignore).toContain(`!${path}`);
});

test('a lock file that is missing is an error, since the index has a package of another author by its name', () => {
  const { readdirSync: readFolder } = fs;
  jest
    .spyOn(fs, 'readdirSync')
    .mockImplementation(((path: string) => readFolder(path).filter(name => name !== 'oidc.txt')) as any);
  expect(() => image().addPackages('oidc')).toThrow(
    '[app/image] the lock file of "oidc" is missing from projen-mlflow',
  );
  jest.restoreAllMocks();
  expect(image().addPackages('oidc')).toBeUndefined();
});

test('each lock file whose name is that of another package on the index is known as one', () => {
  const namedAsThePackage = ['boto3', 'cronsim', 'flask-wtf', 'google-cloud-storage', 'psycopg2', 'pymysql', 'pyodbc'];
  const lockFiles = readdirSync(join(ASSETS_DIRECTORY, 'mlflow-server', 'requirements')).flatMap(
    name => /^(?!build)(.*)\.txt$/.exec(name)?.[1] ?? [],
  );
  for (const name of lockFiles.filter(file => !namedAsThePackage.includes(file))) {
    const built = image(name === 'mlflow' ? { version: '3.16.1' } : {});
    jest.spyOn(fs, 'readdirSync').mockImplementation((() => []) as any);
    expect(() => built.addPackages(name)).toThrow(`the lock file of "${name}" is missing`);
    jest.restoreAllMocks();
  }
});
