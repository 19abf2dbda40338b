import { optionsOf, ServerRule } from './server-rule';
import { ComposeModel, ModelEntry, RuleViolation } from '../../compose';
import { fullEnvironmentOf } from '../../compose/internal';
import { MlflowImage } from '../image/mlflow-image';

/** A setting of MLflow that requires a Python package which is no dependency of MLflow. */
interface OptionalPackage {
  readonly names: string[];
  readonly packageName: string;
}

/** Without the package, each worker fails at start, or the first request fails. */
const OPTIONAL: OptionalPackage[] = [
  {
    names: ['--expose-prometheus', 'MLFLOW_EXPOSE_PROMETHEUS', 'prometheus_multiproc_dir'],
    packageName: 'prometheus-flask-exporter',
  },
  { names: ['MLFLOW_SERVER_JOB_HUEY_REDIS_URL', 'MLFLOW_GATEWAY_BUDGET_REDIS_URL'], packageName: 'redis' },
];

/**
 * Reports settings of a server whose Python package is missing in its image, in every form of the final files.
 */
export class ServerPackages extends ServerRule<MlflowImage> {
  public readonly name = 'mlflow-packages';

  protected violationsIn({ path, definition }: ModelEntry, image: MlflowImage, model: ComposeModel): RuleViolation[] {
    if (!definition.build) {
      return []; // the content of a prebuilt image is unknown
    }
    const environment = fullEnvironmentOf(definition, model._files).variables;
    const given = [
      ...optionsOf(definition).map(({ name }) => name),
      ...[...environment.keys()].filter(name => environment.get(name)?.trim() !== ''),
    ];
    return OPTIONAL.filter(
      ({ names, packageName }) => names.some(name => given.includes(name)) && !image.installs(packageName),
    ).map(({ names, packageName }) => ({
      path,
      problem: `${names.find(name => given.includes(name))} requires the Python package ${packageName}, which the image does not have`,
      remedy: `add it to the MlflowImage with addPackages('${packageName}')`,
    }));
  }
}
