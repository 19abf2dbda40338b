import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from './available-image';
import { attempt, CommandOptions, CommandResult, run } from './command';
import { Machine } from './machine';
import { KUBECTL_IMAGE, WAIT_IMAGE } from '../../src/default-images';

/** A new machine may have to build its cluster first. */
const START_SECONDS = 20 * 60;

/**
 * The Kubernetes cluster of the end-to-end tests: the current one of `kubectl`. Their images are on no registry, so
 * `KUBERNETES_LOAD` is a command that brings images of the Docker engine there, such as `kind load docker-image`.
 */
export const cluster = {
  /** Whether there is one, or will be in a moment. */
  isNamed: !new Machine().clusterProblem(),

  /** Waits until it has a node that pods can run on. */
  waitUntilReady(): void {
    const end = Date.now() + START_SECONDS * 1000;
    while (!/ Ready/.test(attempt('kubectl', ['get', 'nodes', '--no-headers']).stdout)) {
      if (Date.now() > end) {
        throw new Error(`no node of the cluster is ready after ${START_SECONDS} s`);
      }
      run('sleep', ['5']);
    }
  },

  kubectl(args: string[], options: CommandOptions = {}): string {
    return run('kubectl', args, { timeoutSeconds: 300, ...options });
  },

  tryKubectl(args: string[], options: CommandOptions = {}): CommandResult {
    return attempt('kubectl', args, { timeoutSeconds: 300, ...options });
  },

  /** Brings images of the Docker engine into the cluster. */
  load(...images: string[]): void {
    const [command, ...args] = process.env.KUBERNETES_LOAD!.split(' ');
    run(command, [...args, ...images], { timeoutSeconds: 600 });
  },

  /** Removes a namespace, and all that its volumes hold where the cluster keeps them. */
  removeNamespace(namespace: string): void {
    const inNamespace = ['--namespace', namespace];
    this.tryKubectl([
      ...[...inNamespace, 'delete', '--wait', '--ignore-not-found', '--all'],
      'deployments,statefulsets,jobs,pods',
    ]);
    const kept = JSON.parse(this.kubectl(['get', 'persistentvolumes', '--output', 'json'])).items.filter(
      ({ spec }: any) => spec.claimRef?.namespace === namespace && spec.persistentVolumeReclaimPolicy === 'Retain',
    );
    if (kept.length > 0) {
      emptyVolumes(
        namespace,
        kept.map(({ spec }: any) => spec.claimRef.name),
      );
    }
    this.kubectl(['delete', 'namespace', namespace, '--ignore-not-found', '--wait']);
    for (const { metadata } of kept) {
      this.kubectl(['patch', 'persistentvolume', metadata.name, '--patch', '{"spec":{"claimRef":null}}']);
    }
  },

  /** The image of init containers that wait: the default, or one that has the same programs. */
  waitImage(): string {
    return imageLike(WAIT_IMAGE, 'projen-mlflow-test/wait:1', [
      'FROM debian:13-slim',
      'RUN apt-get -qq update && apt-get -qq install -y --no-install-recommends busybox && ln -s /bin/busybox /bin/wget',
    ]);
  },

  /** The image with `kubectl`: the default, or one with that of this machine. */
  kubectlImage(): string {
    const kubectl = run('sh', ['-c', 'realpath "$(command -v kubectl)"']).trim();
    return imageLike(KUBECTL_IMAGE, 'projen-mlflow-test/kubectl:1', ['FROM scratch', 'COPY kubectl /bin/'], folder =>
      run('cp', [kubectl, join(folder, 'kubectl')]),
    );
  },
};

/** Volumes that are used again must not have the data of another test. Their files belong to other users. */
function emptyVolumes(namespace: string, claims: string[]): void {
  cluster.kubectl([
    ...['label', 'namespace', namespace, '--overwrite'],
    'pod-security.kubernetes.io/enforce=privileged',
  ]);
  const name = 'empty-volumes';
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name,
          image: cluster.waitImage(),
          command: ['find', '/volumes', '-mindepth', '2', '-delete'],
          volumeMounts: claims.map(claim => ({ name: claim, mountPath: `/volumes/${claim}` })),
        },
      ],
      volumes: claims.map(claim => ({ name: claim, persistentVolumeClaim: { claimName: claim } })),
    },
  };
  cluster.kubectl(['apply', '--filename', '-'], { input: JSON.stringify(pod) });
  cluster.kubectl([
    ...['--namespace', namespace, 'wait', `pod/${name}`],
    ...['--for', 'jsonpath={.status.phase}=Succeeded', '--timeout', '120s'],
  ]);
}

/** An image, or where it can be neither found nor pulled, one that is built. */
function imageLike(
  image: string,
  standIn: string,
  dockerfile: string[],
  addFiles: (folder: string) => void = () => undefined,
): string {
  if (isAvailable(image)) {
    return image;
  }
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  writeFileSync(join(folder, 'Dockerfile'), dockerfile.join('\n'));
  addFiles(folder);
  run('docker', ['build', '--quiet', '--tag', standIn, folder], { timeoutSeconds: 600 });
  rmSync(folder, { recursive: true });
  return standIn;
}
