import { Component, Task } from 'projen';
import { BuiltImage } from './translation/cluster-input';
import { ComposeTasks } from '../compose/internal';

/** How long `apply` waits for each workload. */
const ROLLOUT_TIMEOUT = '15m';

/** What `delete` leaves: the namespace and the claims in it. */
const NOT_KEPT = 'projen-mlflow/kept!=true';

/** The kinds of objects that `apply` deletes where the app has them no more; not claims. */
const PRUNED = [
  'apps/v1/Deployment',
  'apps/v1/StatefulSet',
  'autoscaling/v2/HorizontalPodAutoscaler',
  'batch/v1/CronJob',
  'batch/v1/Job',
  'core/v1/ConfigMap',
  'core/v1/Secret',
  'core/v1/Service',
  'core/v1/ServiceAccount',
  'networking.k8s.io/v1/Ingress',
  'networking.k8s.io/v1/NetworkPolicy',
  'policy/v1/PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1/Role',
  'rbac.authorization.k8s.io/v1/RoleBinding',
];

/**
 * The tasks of an app in a cluster: `<id>:kubernetes:push` and so on. They are steps without a shell, in the directory
 * of the app.
 */
export class KubernetesTasks {
  /**
   * Adds the tasks to the app's project, unless the app has none.
   *
   * @param cluster the app in the cluster, whose id is part of the names
   * @param directory where the kustomization is, from the project's directory
   */
  public static provide(cluster: Component, directory: string): KubernetesTasks | undefined {
    const tasks = ComposeTasks.tryOf(cluster);
    return tasks && new KubernetesTasks(tasks, cluster, directory);
  }

  private readonly push: Task;
  private readonly apply: Task;
  private readonly remove: Task;

  private constructor(
    tasks: ComposeTasks,
    cluster: Component,
    private readonly directory: string,
  ) {
    const { id } = cluster.node;
    this.push = tasks.add(`${id}:push`, 'Build the images of % and push them to the registry of the cluster');
    const diff = tasks.add(`${id}:diff`, 'Show what an apply would change in the cluster; ends with 1 if anything');
    this.apply = tasks.add(`${id}:apply`, 'Deploy % to the cluster, and wait until it works');
    this.remove = tasks.add(`${id}:delete`, 'Delete % from the cluster; the namespace and the volumes stay');
    this.kubectl(diff, ['diff', '--kustomize', '.']);
  }

  /**
   * Lets `push` build these images, `apply` wait for these workloads, and `delete` find all objects.
   *
   * @param selector the labels of all objects of the app
   */
  public settle(
    namespace: string,
    selector: string,
    images: readonly BuiltImage[],
    workloads: readonly string[],
  ): void {
    this.push.reset();
    for (const { reference, arguments: words } of images) {
      this.step(this.push, ['docker', 'build', '--tag', reference, ...words]);
      this.step(this.push, ['docker', 'push', reference]);
    }
    this.apply.reset();
    this.kubectl(this.apply, ['apply', '--kustomize', '.']);
    for (const workload of workloads) {
      this.kubectl(this.apply, ['rollout', 'status', workload, '--namespace', namespace, '--timeout', ROLLOUT_TIMEOUT]);
    }
    // When nothing uses them any more: the jobs, configs and secrets of earlier versions, and services that are gone.
    this.kubectl(this.apply, [
      ...['apply', '--kustomize', '.', '--prune', '--selector', selector],
      ...PRUNED.flatMap(kind => ['--prune-allowlist', kind]),
    ]);
    this.remove.reset();
    this.kubectl(this.remove, ['delete', '--ignore-not-found', '--kustomize', '.', '--selector', NOT_KEPT]);
    // those of earlier versions, where an apply did not come to its end
    this.kubectl(this.remove, ['delete', 'jobs,configmaps,secrets', '--namespace', namespace, '--selector', selector]);
  }

  private kubectl(task: Task, words: string[]): void {
    this.step(task, ['kubectl', ...words]);
  }

  private step(task: Task, words: string[]): void {
    task.execArgs(words, { cwd: this.directory === '.' ? undefined : this.directory });
  }
}
