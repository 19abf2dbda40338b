import { ServerRule } from './server-rule';
import { ComposeModel, ModelEntry, RuleViolation } from '../../compose';
import { fullEnvironmentOf } from '../../compose/internal';
import { MlflowRuntime } from '../image/mlflow-runtime';

/** A variable that the changes of this library read, and MLflow itself does not. */
interface PatchedVariable {
  readonly variable: string;
  readonly problem: string;
  readonly remedy: string;
}

const PATCHED: PatchedVariable[] = [
  {
    variable: 'ARTIFACT_PUBLIC_ENDPOINT',
    problem: 'MLflow itself signs URLs for the endpoint of the server alone',
    remedy: 'leave `publicEndpoint` of ArtifactTransfer.direct out',
  },
  {
    variable: 'MIGRATE_DISK_LIMIT',
    problem: '`mlflow db upgrade` does not ask how much disk it may use',
    remedy: 'leave `diskLimit` of the migration out',
  },
];

/**
 * A setting that only `MlflowRuntime.patched()` reads is an error in a plain runtime, in whatever form the final files
 * hold it.
 */
export class PlainRuntime extends ServerRule<MlflowRuntime> {
  public readonly name = 'mlflow-plain-runtime';

  protected violationsIn(
    { path, definition }: ModelEntry,
    runtime: MlflowRuntime,
    model: ComposeModel,
  ): RuleViolation[] {
    if (!runtime.isPlain || !definition.build) {
      return []; // an image that is not built may have anything
    }
    const { variables } = fullEnvironmentOf(definition, model._files);
    return PATCHED.filter(({ variable }) => variables.has(variable) && variables.get(variable) !== '').map(
      ({ variable, problem, remedy }) => ({
        path,
        problem: `${variable} has no effect in MlflowRuntime.plain(): ${problem}`,
        remedy: `${remedy}, or take MlflowRuntime.patched()`,
      }),
    );
  }
}
