import { IEnvValue, Mount, Service } from '../../compose';
import { type ClusterTraits, describeForCluster } from '../../compose/internal';
import { MlflowImage } from '../image/mlflow-image';

/**
 * What one part of a server, such as a store or the login, adds to its service and image. A part is plain data: the
 * constructor of a server first collects all parts, and then applies them in one place.
 */
export interface ServerPart {
  /** The environment of the container. */
  readonly environment?: { [name: string]: IEnvValue };
  /** Arguments of `mlflow server`. */
  readonly arguments?: string[];
  /** Values of the Host header that the server accepts. */
  readonly hosts?: string[];
  /** Volumes and folders of the container. */
  readonly mounts?: Mount[];
  /** What its processes need in addition to the server's own. */
  readonly resources?: ServerResources;
  /** Python packages of the image, as `pip` names them. */
  readonly pythonPackages?: string[];
  /** Debian packages of the image. */
  readonly debianPackages?: string[];
  /** Folders of the image that belong to the server's user. */
  readonly writableFolders?: string[];
  /** What is different about the service in a cluster. */
  readonly cluster?: ClusterTraits;
  /** Whether it is the login of users. */
  readonly isLogin?: boolean;
  /** Returns what is wrong, at synthesis. */
  readonly validate?: () => string[];
}

/** The resources of a container. */
export interface ServerResources {
  readonly memoryMib: number;
  readonly cpus: number;
  readonly pids: number;
}

/**
 * Applies parts to a service and its image, in their order.
 *
 * @returns the environment of all parts, which only the service itself can set; of a variable that several parts set,
 *   the last value
 */
export function applyParts(service: Service, image: MlflowImage, parts: ServerPart[]): { [name: string]: IEnvValue } {
  for (const {
    mounts = [],
    pythonPackages = [],
    debianPackages = [],
    writableFolders = [],
    cluster,
    validate,
  } of parts) {
    mounts.forEach(mount => service.addMount(mount));
    image.addPackages(...pythonPackages);
    image.addDebianPackages(...debianPackages);
    image.addWritableFolders(...writableFolders);
    if (cluster) {
      describeForCluster(service, cluster);
    }
    if (validate) {
      service.node.addValidation({ validate });
    }
  }
  return Object.assign({}, ...parts.map(({ environment }) => environment));
}
