import { KubernetesIdentity } from './kubernetes-identity';

/**
 * Which pods may mount a volume.
 */
export enum KubernetesAccessMode {
  /** The pods of one node. */
  READ_WRITE_ONCE = 'ReadWriteOnce',
  /** One pod. */
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
  /** Pods of any nodes, which network file systems allow. */
  READ_WRITE_MANY = 'ReadWriteMany',
}

/**
 * The volumes of a service.
 */
export interface KubernetesStorage {
  /**
   * How much each volume holds: `50Gi`. For a scratch volume it is a limit.
   *
   * @default '10Gi'
   */
  readonly size?: string;

  /**
   * The storage class.
   *
   * @default - that of the cluster
   */
  readonly className?: string;

  /**
   * Which pods may mount the volumes.
   *
   * @default KubernetesAccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: KubernetesAccessMode;
}

/**
 * The number of pods by what they use of the processors.
 */
export interface KubernetesAutoscaling {
  /**
   * The smallest number of pods.
   *
   * @default - `replicas`
   */
  readonly minReplicas?: number;

  /**
   * The greatest number of pods.
   */
  readonly maxReplicas: number;

  /**
   * How many percent of their CPU limit the pods use on average.
   *
   * @default 70
   */
  readonly cpuPercent?: number;
}

/**
 * What the scheduler sets aside for each pod.
 */
export interface KubernetesRequests {
  /**
   * Processors: `500m`, `2`.
   *
   * @default - the reservation of the compose file, or `100m`
   */
  readonly cpu?: string;

  /**
   * Memory: `1Gi`.
   *
   * @default - the reservation of the compose file, or half of its limit
   */
  readonly memory?: string;
}

/**
 * What a service has in a cluster alone.
 */
export interface KubernetesServiceOptions {
  /**
   * The number of pods.
   *
   * @default - that of the compose file
   */
  readonly replicas?: number;

  /**
   * Lets the number of pods follow what they use.
   *
   * @default - the number is fixed
   */
  readonly autoscaling?: KubernetesAutoscaling;

  /**
   * Its volumes.
   *
   * @default - 10 GiB each, of the default storage class
   */
  readonly storage?: KubernetesStorage;

  /**
   * What the scheduler sets aside for each pod.
   *
   * @default - the reservations of the compose file, or `100m` of a processor and half of the memory limit
   */
  readonly requests?: KubernetesRequests;

  /**
   * The identity of its pods at a cloud provider, in place of static keys.
   *
   * @default - none, and no service account
   */
  readonly identity?: KubernetesIdentity;
}
