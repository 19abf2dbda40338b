import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { Dockerfile, DockerfileProps, DockerfileStage, Healthcheck } from '../compose';
import { PYTHON_IMAGE } from '../default-images';
import { MLFLOW_VERSION } from './mlflow-version';

const ASSETS = join(__dirname, '..', '..', 'assets', 'mlflow-server');
const VENV = '/opt/mlflow';
const PIP = `pip --python ${VENV}/bin/python install --quiet --no-compile --root-user-action ignore`;
const PIP_CACHE = { caches: ['/root/.cache/pip'] };
const USER = '10001:10001';

/**
 * Properties of an `MlflowImage`.
 */
export interface MlflowImageProps extends DockerfileProps {
  /**
   * The version of MLflow. The default one is installed from a lock file with hashes and without the packages that a
   * server never imports; any other one, 3.11 or later, with all that it asks for, as the package index has it.
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
}

/**
 * The image of the MLflow server: small, with bytecode, run by a user of its own.
 */
export class MlflowImage extends Dockerfile {
  /**
   * The version of MLflow.
   */
  public readonly version: string;

  private readonly packages: DockerfileStage;
  private readonly runtime: DockerfileStage;
  private readonly installed = new Set<string>();

  constructor(scope: Construct, id: string, props: MlflowImageProps = {}) {
    super(scope, id, props);
    this.version = props.version ?? MLFLOW_VERSION;
    const base = props.baseImage ?? PYTHON_IMAGE;
    this.addAsset(join(ASSETS, 'runtime'), 'runtime');
    this.addRequirements('build');

    this.packages = this.addStage('packages', base);
    this.packages.run([`python -m venv --without-pip ${VENV}`]);
    this.install(this.version === MLFLOW_VERSION ? 'mlflow' : `mlflow==${this.version}`);

    this.addBuildStage();

    this.runtime = this.addStage('server', base);
    this.addServerStage();
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
   * @param packages the drivers `boto3` and `pymysql`, which come from lock files with hashes, or anything that `pip`
   * takes, such as `my-store==1.2.0`
   */
  public addPackages(...packages: string[]): void {
    packages.forEach(name => this.install(name));
  }

  private install(name: string): void {
    if (this.installed.has(name)) {
      return;
    }
    this.installed.add(name);
    if (lockedPackages().includes(name)) {
      const source = this.addRequirements(name);
      this.packages.run([`${PIP} --no-deps --only-binary :all: --require-hashes -r /${source}`], { ...PIP_CACHE, binds: { [source]: `/${source}` } });
    } else {
      this.packages.run([`${PIP} '${name}'`], PIP_CACHE);
    }
  }

  /** Puts a lock file into the build context; its path there is the result. */
  private addRequirements(name: string): string {
    const path = `requirements/${name}.txt`;
    this.addAsset(join(ASSETS, path), path);
    return path;
  }
}

/** The packages that come from lock files. */
function lockedPackages(): string[] {
  return readdirSync(join(ASSETS, 'requirements')).filter(name => name.endsWith('.txt')).map(name => name.replace('.txt', ''));
}
