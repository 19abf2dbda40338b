import { optionsOf, ServerRule } from './server-rule';
import { ComposeModel, ModelEntry, RuleViolation } from '../../compose';
import { fullEnvironmentOf } from '../../compose/internal';
import { MlflowImage } from '../image/mlflow-image';

/** A setting of MLflow that needs a Python package that MLflow itself does not ask for. */
interface OptionalPackage {
  readonly names: string[];
  readonly packageName: string;
}

/** Without its package each worker fails when it is imported, or the first request does. */
const OPTIONAL: OptionalPackage[] = [
  {
    names: ['--expose-prometheus', 'MLFLOW_EXPOSE_PROMETHEUS', 'prometheus_multiproc_dir'],
    packageName: 'prometheus-flask-exporter',
  },
  { names: ['MLFLOW_SERVER_JOB_HUEY_REDIS_URL', 'MLFLOW_GATEWAY_BUDGET_REDIS_URL'], packageName: 'redis' },
];

/**
 * What a setting of an MLflow server needs is in its image, in whatever form the final files hold the setting.
 */
export class ServerPackages extends ServerRule<MlflowImage> {
  public readonly name = 'mlflow-packages';

  protected violationsIn({ path, definition }: ModelEntry, image: MlflowImage, model: ComposeModel): RuleViolation[] {
    if (!definition.build) {
      return []; // an image that is not built may have anything
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
      problem: `${names.find(name => given.includes(name))} needs the Python package ${packageName}, which its image does not have`,
      remedy: `add it with addPackages('${packageName}') to the MlflowImage`,
    }));
  }
}
