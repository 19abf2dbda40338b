import { ServerRule } from './server-rule';
import { ComposeModel, ModelEntry, RuleViolation } from '../../compose';
import { fullEnvironmentOf } from '../../compose/internal';
import { MlflowRuntime } from '../image/mlflow-runtime';

/** A variable that only the patches of this library read. */
interface PatchedVariable {
  readonly variable: string;
  readonly problem: string;
  readonly remedy: string;
}

const PATCHED: PatchedVariable[] = [
  {
    variable: 'ARTIFACT_PUBLIC_ENDPOINT',
    problem: 'MLflow signs URLs only for the endpoint that the server itself uses',
    remedy: 'remove `publicEndpoint` from ArtifactTransfer.direct()',
  },
  {
    variable: 'MIGRATE_DISK_LIMIT',
    problem: '`mlflow db upgrade` has no disk limit',
    remedy: 'remove `diskLimit` from the migration',
  },
];

/**
 * Reports settings of a plain runtime that only `MlflowRuntime.patched()` reads, in every form of the final files.
 */
export class PlainRuntime extends ServerRule<MlflowRuntime> {
  public readonly name = 'mlflow-plain-runtime';

  protected violationsIn(
    { path, definition }: ModelEntry,
    runtime: MlflowRuntime,
    model: ComposeModel,
  ): RuleViolation[] {
    if (!runtime.isPlain || !definition.build) {
      return []; // the content of a prebuilt image is unknown
    }
    const { variables } = fullEnvironmentOf(definition, model._files);
    return PATCHED.filter(({ variable }) => variables.has(variable) && variables.get(variable) !== '').map(
      ({ variable, problem, remedy }) => ({
        path,
        problem: `${variable} has no effect with MlflowRuntime.plain(): ${problem}`,
        remedy: `${remedy}, or use MlflowRuntime.patched()`,
      }),
    );
  }
}
