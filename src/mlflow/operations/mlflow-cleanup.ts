import { Construct } from 'constructs';
import {
  ContainerImage,
  DependencyCondition,
  Duration,
  ResourceLimitsProps,
  ScheduledJob,
  ScheduledJobOptions,
} from '../../compose';
import { checkProps } from '../../compose/internal';
import { PlainRuntime } from '../rules/plain-runtime';
import { MlflowService } from '../server/mlflow-service';
import { applyParts } from '../server/server-part';
import { bindArtifactStore, bindDatabase } from '../server/server-stores';

const DAY_SECONDS = 86_400;

/** A run with many artifacts is deleted in one step, which should not be cut off. */
const STOP_GRACE_PERIOD = Duration.seconds(30);

/**
 * Options of an `MlflowCleanup`, without its server.
 */
export interface MlflowCleanupOptions extends ScheduledJobOptions {
  /**
   * How long ago something must have been deleted: `Duration.days(30)`. Until then it can be restored.
   */
  readonly olderThan: Duration;

  /**
   * Additional arguments of `mlflow gc`, such as `--jobs`. The process list shows them, so they must not contain a
   * secret.
   *
   * @default - none
   * @see https://mlflow.org/docs/latest/api_reference/cli.html#mlflow-gc
   */
  readonly extraArgs?: string[];
}

/**
 * Properties of an `MlflowCleanup`.
 */
export interface MlflowCleanupProps extends MlflowCleanupOptions {
  /**
   * The server whose deleted experiments, runs and models are removed.
   */
  readonly server: MlflowService;
}

/**
 * Removes what users have deleted: MLflow only hides deleted experiments, runs and logged models, and keeps their rows
 * and artifacts until `mlflow gc` removes them. This job runs it at the times of a schedule.
 *
 * The job has the stores of the server and nothing else: it needs no login, and removes artifacts directly in the
 * artifact store.
 */
export class MlflowCleanup extends ScheduledJob {
  private readonly cleanupProps: MlflowCleanupProps;

  constructor(scope: Construct, id: string, props: MlflowCleanupProps) {
    checkProps(new.target, MlflowCleanup, scope, id, 'MlflowCleanupProps', props);
    const { server } = props;
    super(scope, id, {
      ...props,
      image: ContainerImage.fromDockerfile(server.dockerfile),
      entrypoint: ['mlflow-entrypoint'],
      networks: props.networks ?? [], // the stores add theirs
      stopGracePeriod: props.stopGracePeriod ?? STOP_GRACE_PERIOD,
    });
    this.cleanupProps = props;
    server.dockerfile.addJobScheduler();
    PlainRuntime.watch(this, server.dockerfile.mlflowRuntime);
    const { backendStore, artifactStore } = server._stores;
    const artifacts = bindArtifactStore(this, artifactStore);
    this.addDefaultEnvironment(
      applyParts(this, server.dockerfile, [
        bindDatabase(this, 'BACKEND_STORE', backendStore),
        artifacts,
        { environment: { MLFLOW_ARTIFACTS_DESTINATION: artifacts.destination } },
      ]),
    );
    if (server.migration) {
      this.addDependency(server.migration, DependencyCondition.COMPLETED_SUCCESSFULLY);
    } else {
      this.addDependency(server);
    }
    this.node.addValidation({ validate: () => this.validateProps() });
  }

  protected renderJob(): string[] {
    const { olderThan, extraArgs = [] } = this.cleanupProps;
    const seconds = olderThan.toSeconds();
    const age = seconds % DAY_SECONDS === 0 ? `${seconds / DAY_SECONDS}d` : `${seconds}s`;
    return ['mlflow', 'gc', '--older-than', age, ...extraArgs];
  }

  /**
   * The scheduler takes 9 MiB while it waits (measured). `mlflow gc` loads all of MLflow, which takes far more.
   */
  protected renderLimits(): ResourceLimitsProps {
    return { memory: '768m', cpus: 1, pids: 128 };
  }

  protected renderConfinement(): { [key: string]: any } {
    return { ...(this.joinedNetworks.length === 0 && { network_mode: 'none' }), ...super.renderConfinement() };
  }

  private validateProps(): string[] {
    const { olderThan, extraArgs = [] } = this.cleanupProps;
    return [
      ...(Number.isInteger(olderThan.toSeconds())
        ? []
        : [`\`olderThan\` is ${olderThan.toCompose()}; set it to whole seconds, such as Duration.days(30)`]),
      ...(extraArgs.some(argument => /^--older-than\b/.test(argument))
        ? ['`extraArgs` has --older-than, which `olderThan` sets; remove it']
        : []),
      ...extraArgs
        .filter(argument => /^--(all-)?workspaces?\b/.test(argument))
        .map(
          argument =>
            `\`extraArgs\` has ${argument}, and artifacts of workspaces are removed by the server only; run \`mlflow gc\` in its container`,
        ),
    ];
  }
}
