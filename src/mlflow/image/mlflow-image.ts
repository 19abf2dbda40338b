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
import { checkProps, composeError, containerPath, JOB_RECORD_PATH, pathOf } from '../../compose/internal';
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
/** The package of the scheduler, in the assets and in the build context. */
const SCHEDULER = 'job-scheduler';
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
   * The version of MLflow, such as `3.16.1`. The default version is installed from a lock file with hashes, without
   * packages that a server never imports. Any other version is installed with all of its dependencies, at the locked
   * versions unless its requirements contradict them. A version outside the tested range (docs/mlflow-versions.md)
   * causes a warning (the rule `tested-mlflow-version`).
   *
   * @default - the version that this library was tested with
   */
  readonly version?: string;

  /**
   * The base image: Debian with Python 3.13.
   *
   * @default - the official slim image of Python
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
 * The image of an MLflow server: small, with precompiled bytecode, and run by an unprivileged user. The tested versions
 * of MLflow are in docs/mlflow-versions.md.
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
        `use a full version such as "${MLFLOW_VERSION}"`,
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
   * The last stage, which becomes the image. Add instructions to it.
   */
  public get serverStage(): DockerfileStage {
    return this.runtime;
  }

  /**
   * Installs Python packages into the image.
   *
   * @param packages packages with a lock file, such as `boto3`, `psycopg2` and `pymysql`, or any requirement that `pip`
   *   accepts, such as `my-store==1.2.0`
   * @throws when one of them cannot be a requirement
   */
  public addPackages(...packages: string[]): void {
    this.checkPackages(packages, /^[A-Za-z0-9.\/][^\p{Cc}]*$/u, 'a Python package', 'my-store==1.2.0');
    packages.forEach(name => this.install(name));
  }

  /**
   * Whether a package was added by `addPackages`, in any version. `mlflow[extras]` counts as every package.
   *
   * @param name the name of the package at PyPI
   */
  public installs(name: string): boolean {
    // https://packaging.python.org/en/latest/specifications/name-normalization/
    const normalized = (text: string) => text.toLowerCase().replace(/[-_.]+/g, '-');
    return [...this.installed].some(
      item => /^mlflow\[/.test(item) || normalized(/^\s*[\w.-]*/.exec(item)![0].trim()) === normalized(name),
    );
  }

  /**
   * Installs Debian packages into the image, at their versions at the time of the build.
   *
   * @param packages their names, such as `tdsodbc`
   * @throws when one of them cannot be a name
   */
  public addDebianPackages(...packages: string[]): void {
    this.checkPackages(packages, /^[A-Za-z0-9][\w.+:=\/~-]*$/, 'a Debian package', 'tdsodbc');
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
   * Creates folders that belong to the server's user. A new volume that is mounted at such a folder belongs to that
   * user as well.
   *
   * @param folders their paths in the container
   */
  public addWritableFolders(...folders: string[]): void {
    for (const folder of folders.map(path => containerPath(this, 'folders', path))) {
      if (!this.folders.has(folder)) {
        this.folders.add(folder);
        this.system.run([`install -d -o ${USER.replace(':', ' -g ')} ${shellArgument(folder)}`]);
      }
    }
  }

  /**
   * Installs the scheduler that a `ScheduledJob` of the image needs, once.
   */
  public addJobScheduler(): void {
    if (this.installed.has(SCHEDULER)) {
      return;
    }
    this.installed.add(SCHEDULER);
    this.install('cronsim');
    this.addAsset(join(ASSETS_DIRECTORY, SCHEDULER, 'src'), SCHEDULER);
    this.packages.run([`cp -r /${SCHEDULER}/* ${PACKAGES}`, `chmod -R u=rwX,go=rX ${PACKAGES}/job_scheduler`], {
      binds: { [SCHEDULER]: `/${SCHEDULER}` },
    });
    this.addWritableFolders(JOB_RECORD_PATH);
  }

  private checkPackages(packages: string[], valid: RegExp, kind: string, example: string): void {
    const wrong = packages.find(name => !valid.test(name));
    if (wrong !== undefined) {
      throw composeError(
        this,
        `${JSON.stringify(wrong)} is not ${kind}`,
        `pass each one by itself, such as "${example}"`,
      );
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
        `the lock file of "${name}" is missing from projen-mlflow, and PyPI has an unrelated package of that name`,
        'reinstall projen-mlflow',
      );
    }
    if (lockedPackages().includes(name)) {
      const source = this.addRequirements(name);
      this.packages.run([`${PIP} --no-deps --only-binary :all: --require-hashes -r /${source}`], {
        ...PIP_CACHE,
        binds: { [source]: `/${source}` },
      });
    } else {
      this.packages.run([`${PIP} ${quoted(name)}`], PIP_CACHE);
    }
  }

  /** Keeps locked versions as far as the requirements of this version of MLflow allow it. */
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

  /** Trims the packages and adds the runtime package after all installations, whatever the order of the calls. */
  private addBuildStage(): void {
    for (const path of ['runtime/pyproject.toml', 'runtime/src']) {
      this.addAsset(join(ASSETS, path), path);
    }
    const buildRequirements = this.addRequirements('build');
    const build = this.addStage('build', this.packages.name);
    // A server needs no tests, type stubs, source maps, and models of AWS services that MLflow does not call.
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
    // Bytecode saves each worker seconds at each start. "unchecked" keeps it valid if a copy changes modification
    // times.
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
      USER: 'mlflow', // some endpoints ask for the name of the user, and the uid has none
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      ...SETTINGS,
      ...this.settings,
    });
    server.add(`ENV PATH=${VENV}/bin:$PATH`);
    server.expose(MLFLOW_PORT);
    server.user(USER);
    // A container that runs another program of the image is healthy, too.
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

  /** Adds a lock file to the build context, and returns its path there. */
  private addRequirements(name: string): string {
    const path = `requirements/${name}.txt`;
    this.addAsset(join(ASSETS, path), path);
    return path;
  }
}

/** Lock files whose names are those of unrelated packages at PyPI. */
const LOCK_FILES_ONLY = ['azure', 'mlflow', 'oidc', 'sftp'];

/**
 * A warning about a version of MLflow that the patches of the image were not tested with.
 */
class TestedMlflowVersion implements IComposeRule {
  /** Adds one rule to each app. */
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
        path: pathOf(this.app), // since an image cannot ignore rules
        problem: `MLflow ${image.version} of the image "${image.node.id}" is outside the tested range of 3.${OLDEST_TESTED_MINOR} to ${MLFLOW_VERSION}`,
        remedy: 'use a tested version, or run MLflow unchanged with `runtime: MlflowRuntime.plain()`',
      }));
  }
}

/** The packages with a lock file. `build` locks the tools of the build. */
function lockedPackages(): string[] {
  return readdirSync(join(ASSETS, 'requirements')).flatMap(name => /^(?!build)(.*)\.txt$/.exec(name)?.[1] ?? []);
}

/** A text as one argument in a shell command. */
function shellArgument(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : quoted(text);
}

/** A text between quotes for a shell command. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
