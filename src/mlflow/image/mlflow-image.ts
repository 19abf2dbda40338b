import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { MlflowRuntime } from './mlflow-runtime';
import { isTestedVersion, MLFLOW_VERSION, OLDEST_TESTED_MINOR } from './mlflow-version';
import { ASSETS_DIRECTORY } from '../../assets-directory';
import {
  ComposeApp,
  Dockerfile,
  DockerfileProps,
  DockerfileStage,
  Duration,
  Healthcheck,
  IComposeRule,
  RuleLevel,
  RuleViolation,
} from '../../compose';
import { checkProps, composeError, containerPath, pathOf } from '../../compose/internal';
import { PYTHON_IMAGE } from '../../default-images';

/**
 * The port of the server in its container.
 *
 * @internal
 */
export const MLFLOW_PORT = 5000;

const ASSETS = join(ASSETS_DIRECTORY, 'mlflow-server');
const VENV = '/opt/mlflow';
const PACKAGES = `${VENV}/lib/python3*/site-packages`;
const PIP = `pip --python ${VENV}/bin/python install --quiet --no-compile --root-user-action ignore`;
const PIP_CACHE = { caches: ['/root/.cache/pip'] };
const USER = '10001:10001';
const SETTINGS = { MLFLOW_DISABLE_TELEMETRY: 'true', MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' };
const KEPT_AWS_SERVICES = ['s3', 's3control', 'sts', 'sso*', 'signin', 'bedrock*']
  .map(service => `! -name '${service}'`)
  .join(' ');

/**
 * Properties of an `MlflowImage`.
 */
export interface MlflowImageProps extends DockerfileProps {
  /**
   * The version of MLflow, such as `3.16.1`. The default one is installed from a lock file with hashes and without the
   * packages that a server never imports. Any other one is installed with all that it asks for: at the locked versions,
   * unless MLflow's own requirements contradict. A version outside of the tested range (docs/mlflow-versions.md) is a
   * warning (the rule `tested-mlflow-version`).
   *
   * @default - the version that this library was tested with
   */
  readonly version?: string;

  /**
   * The image to build on: Debian's Python 3.13.
   *
   * @default - the official slim image
   */
  readonly baseImage?: string;

  /**
   * How much of MLflow's behaviour the image changes.
   *
   * @default MlflowRuntime.patched()
   */
  readonly runtime?: MlflowRuntime;
}

/**
 * The image of the MLflow server: small, with bytecode, run by a user of its own. The versions of MLflow that it was
 * tested with are in docs/mlflow-versions.md.
 */
export class MlflowImage extends Dockerfile {
  /**
   * The version of MLflow.
   */
  public readonly version: string;

  /**
   * How much of MLflow's behaviour the image changes.
   */
  public readonly mlflowRuntime: MlflowRuntime;

  private readonly packages: DockerfileStage;
  private readonly system: DockerfileStage;
  private readonly runtime: DockerfileStage;
  private readonly installed = new Set<string>();
  private readonly debianPackages = new Set<string>();
  private readonly folders = new Set<string>();

  constructor(scope: Construct, id: string, props: MlflowImageProps = {}) {
    checkProps(new.target, MlflowImage, scope, id, 'MlflowImageProps', props);
    super(scope, id, props);
    this.version = props.version ?? MLFLOW_VERSION;
    if (isTestedVersion(this.version) === undefined) {
      throw composeError(
        this,
        `"${this.version}" is not a version of MLflow 3`,
        `give all three numbers of a release, such as "${MLFLOW_VERSION}"`,
      );
    }
    TestedMlflowVersion.addTo(ComposeApp.of(this));
    this.mlflowRuntime = props.runtime ?? MlflowRuntime.patched();
    const base = props.baseImage ?? PYTHON_IMAGE;
    this.packages = this.addStage('packages', base);
    this.packages.run([`python -m venv --without-pip ${VENV}`]);
    if (this.version === MLFLOW_VERSION) {
      this.install('mlflow');
    } else {
      this.installOtherVersion();
    }
    this.addBuildStage();
    this.system = this.addStage('system', base);
    this.runtime = this.addServerStage(this.system.name);
  }

  /**
   * The stage that becomes the image, for further instructions.
   */
  public get serverStage(): DockerfileStage {
    return this.runtime;
  }

  /**
   * Installs Python packages into the image.
   *
   * @param packages the drivers `boto3`, `psycopg2`, `pymysql` and others, which come from lock files with hashes, or
   *   anything that `pip` takes, such as `my-store==1.2.0`
   */
  public addPackages(...packages: string[]): void {
    packages.forEach(name => this.install(name));
  }

  /**
   * Whether `addPackages` was asked for a package, in whatever version; `mlflow[extras]` holds any.
   *
   * @param name the package, as `pip` names it
   */
  public installs(name: string): boolean {
    // https://packaging.python.org/en/latest/specifications/name-normalization/
    const normalized = (text: string) => text.toLowerCase().replace(/[-_.]+/g, '-');
    return [...this.installed].some(
      item => /^mlflow\[/.test(item) || normalized(/^\s*[\w.-]*/.exec(item)![0].trim()) === normalized(name),
    );
  }

  /**
   * Installs Debian packages into the image, at the version that Debian has when it is built.
   *
   * @param packages their names, such as `tdsodbc`
   */
  public addDebianPackages(...packages: string[]): void {
    const missing = packages.filter(name => !this.debianPackages.has(name));
    if (missing.length > 0) {
      missing.forEach(name => this.debianPackages.add(name));
      this.system.run([
        'apt-get update -qq',
        `apt-get install -y -qq --no-install-recommends ${missing.join(' ')}`,
        'rm -rf /var/lib/apt/lists/*',
      ]);
    }
  }

  /**
   * Makes folders that belong to the server's user. A new volume that is mounted at one belongs to that user as well.
   *
   * @param folders their paths in the container
   */
  public addWritableFolders(...folders: string[]): void {
    for (const folder of folders.map(path => containerPath(this, 'folders', path))) {
      if (!this.folders.has(folder)) {
        this.folders.add(folder);
        this.system.run([`install -d -o ${USER.replace(':', ' -g ')} ${shellWord(folder)}`]);
      }
    }
  }

  private install(name: string): void {
    if (this.installed.has(name)) {
      return;
    }
    this.installed.add(name);
    if (LOCK_FILES_ONLY.includes(name) && !lockedPackages().includes(name)) {
      throw composeError(
        this,
        `the lock file of "${name}" is missing in the package, and the index has another package of that name`,
        'install projen-mlflow again',
      );
    }
    if (lockedPackages().includes(name)) {
      const source = this.addRequirements(name);
      this.packages.run([`${PIP} --no-deps --only-binary :all: --require-hashes -r /${source}`], {
        ...PIP_CACHE,
        binds: { [source]: `/${source}` },
      });
    } else {
      this.packages.run([`${PIP} '${name}'`], PIP_CACHE);
    }
  }

  /** What is locked stays at its locked version, as far as this version of MLflow allows it. */
  private installOtherVersion(): void {
    const lock = this.addRequirements('mlflow');
    const script = 'requirements/constraints.py';
    this.addAsset(join(ASSETS, script), script);
    const report = (file: string) => `${PIP} --dry-run --ignore-installed --no-deps --report /tmp/${file}.json`;
    this.packages.run(
      [
        `${report('mlflow')} ${['mlflow', 'mlflow-skinny', 'mlflow-tracing'].map(name => `${name}==${this.version}`).join(' ')}`,
        `${report('locked')} -r /${lock}`,
        `python /${script} /tmp/mlflow.json /tmp/locked.json > /tmp/constraints.txt`,
        `${PIP} --constraint /tmp/constraints.txt mlflow==${this.version}`,
      ],
      { ...PIP_CACHE, binds: { [lock]: `/${lock}`, [script]: `/${script}` } },
    );
  }

  /** Trims the packages and adds our own one, after all installations, in whatever order those were asked for. */
  private addBuildStage(): void {
    for (const path of ['runtime/pyproject.toml', 'runtime/src']) {
      this.addAsset(join(ASSETS, path), path);
    }
    const buildRequirements = this.addRequirements('build');
    const build = this.addStage('build', this.packages.name);
    // Dead weight: test suites, type stubs, source maps, and descriptions of AWS services that nothing in MLflow calls.
    build.run([
      `find ${VENV}/lib -type d -name tests -prune -exec rm -r {} +`,
      `find ${VENV}/lib -type f \\( -name '*.pyi' -o -name '*.map' \\) -delete`,
      `rm -rf ${PACKAGES}/numpy/_core/include ${PACKAGES}/numpy/_core/lib`,
      `for data in ${PACKAGES}/botocore/data; do [ ! -d "$data" ] || find "$data" -mindepth 1 -maxdepth 1 -type d ${KEPT_AWS_SERVICES} -exec rm -r {} +; done`,
    ]);
    build.copy(['runtime'], '/build/runtime');
    build.run(
      [
        `pip install --quiet --root-user-action ignore --require-hashes -r /${buildRequirements}`,
        'pip wheel --quiet --no-deps --no-build-isolation --no-index --wheel-dir /build/wheels /build/runtime',
        `${PIP} --no-deps --no-index /build/wheels/*.whl`,
      ],
      { ...PIP_CACHE, binds: { [buildRequirements]: `/${buildRequirements}` } },
    );
    // Bytecode in the image saves every worker seconds at every start; "unchecked" keeps it valid whatever a copy does
    // to times.
    build.run([`python -m compileall -q -j 0 --invalidation-mode unchecked-hash ${VENV}/lib`]);
    build.run([
      `${Object.entries({ ...SETTINGS, ...this.settings })
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')} ${VENV}/bin/mlflow-selfcheck`,
    ]);
  }

  private addServerStage(base: string): DockerfileStage {
    const server = this.addStage('server', base);
    server.copy([VENV], VENV, { from: 'build' });
    server.env({
      HOME: '/tmp',
      USER: 'mlflow', // the uid has no name, and some endpoints ask for it
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      ...SETTINGS,
      ...this.settings,
    });
    server.add(`ENV PATH=${VENV}/bin:$PATH`);
    server.expose(MLFLOW_PORT);
    server.user(USER);
    // A team may run other programs of the image, which are healthy without a server.
    server.healthcheck(
      Healthcheck.command(['mlflow-healthcheck', '--if-serving'], { startPeriod: Duration.minutes(5) }),
    );
    server.entrypoint(['mlflow-entrypoint']);
    server.cmd(['mlflow', 'server']);
    return server;
  }

  private get settings(): { [name: string]: string } {
    return this.mlflowRuntime.isPlain ? { MLFLOW_RUNTIME: 'plain' } : {};
  }

  /** Puts a lock file into the build context; its path there is the result. */
  private addRequirements(name: string): string {
    const path = `requirements/${name}.txt`;
    this.addAsset(join(ASSETS, path), path);
    return path;
  }
}

/** Names of lock files that are those of other people's packages on the index. */
const LOCK_FILES_ONLY = ['azure', 'mlflow', 'oidc', 'sftp'];

/**
 * The changes that the image makes to MLflow were tested with its version. A warning.
 */
class TestedMlflowVersion implements IComposeRule {
  /** Once for each app. */
  public static addTo(app: ComposeApp): void {
    if (!TestedMlflowVersion.apps.has(app)) {
      TestedMlflowVersion.apps.add(app);
      app.addRule(new TestedMlflowVersion(app));
    }
  }

  private static readonly apps = new WeakSet<ComposeApp>();

  public readonly name = 'tested-mlflow-version';
  public readonly level = RuleLevel.WARNING;

  private constructor(private readonly app: ComposeApp) {}

  public check(): RuleViolation[] {
    const images = this.app.node.findAll().filter((child): child is MlflowImage => child instanceof MlflowImage);
    return images
      .filter(({ version, mlflowRuntime }) => !isTestedVersion(version) && !mlflowRuntime.isPlain)
      .map(image => ({
        path: pathOf(this.app), // which can ignore the rule; an image cannot
        problem: `MLflow ${image.version} of the image "${image.node.id}" was not tested with this library, which knows 3.${OLDEST_TESTED_MINOR} to ${MLFLOW_VERSION}`,
        remedy: 'take one of these, or run it without changes by `runtime: MlflowRuntime.plain()`',
      }));
  }
}

/** The packages that come from lock files; `build` is a lock file of our own needs. */
function lockedPackages(): string[] {
  return readdirSync(join(ASSETS, 'requirements')).flatMap(name => /^(?!build)(.*)\.txt$/.exec(name)?.[1] ?? []);
}

/** A text as one word for the shell. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
