import { createHash } from 'node:crypto';
import { basename, join } from 'node:path/posix';
import { BuiltImage, ClusterInput } from './cluster-input';
import { ClusterService } from './cluster-service';
import { objectName } from './object-name';
import { Report } from './report';
import { Values } from './values';
import { entriesOf, extraHostsOf, parseImage } from '../../compose/internal';

const PULL_POLICIES: { [policy: string]: string } = {
  always: 'Always',
  never: 'Never',
  missing: 'IfNotPresent',
  if_not_present: 'IfNotPresent',
  build: 'IfNotPresent',
};

/**
 * The images of an app. One that Compose builds gets a tag that is a digest of all that it is built of, so pods
 * restart when that changes, and only then.
 */
export class ImageBook {
  /** The images that are built and pushed. */
  public readonly built = new Map<string, BuiltImage>();

  constructor(
    private readonly input: ClusterInput,
    private readonly values: Values,
    private readonly report: Report,
  ) {}

  /** The image of a service. */
  public imageOf(service: ClusterService): string {
    const { name, definition } = service;
    if (definition.build === undefined) {
      const image = this.values.resolve(name, definition.image ?? '');
      if (!parseImage(image)) {
        this.report.error(name, `"${image}" is not a valid image reference`, 'give one such as "mysql:9.7"');
      }
      return image;
    }
    const build = typeof definition.build === 'string' ? { context: definition.build } : definition.build;
    const context = this.values.resolve(name, build.context ?? '.');
    const digest = this.input.digestOfContext(context);
    if (digest === undefined) {
      this.report.error(
        name,
        `its build context "${context}" is not a folder of the project, so its changes cannot be detected`,
        'copy it there, or build the image elsewhere, and give its reference',
      );
    }
    const { imageRepository } = this.input;
    if (imageRepository === undefined) {
      this.report.clusterError(
        `the image of "${name}" is built, but there is no registry that the cluster can pull it from`,
        "set the registry and folder: `imageRepository: 'registry.example.com/ml'`",
      );
    }
    const words = this.argumentsOf(service, build, context);
    const tag = createHash('sha256')
      .update(JSON.stringify([words, digest]))
      .digest('hex')
      .slice(0, 12);
    const repository = objectName(basename(join('/', context)) || this.input.definition.name) || 'image';
    const reference = `${imageRepository}/${repository}:${tag}`;
    this.built.set(reference, { reference, arguments: [...words, context] });
    return reference;
  }

  /** When the image of a service is pulled; nothing for the default. */
  public pullPolicyOf({ name, definition }: ClusterService): { imagePullPolicy?: string } {
    if (definition.pull_policy === undefined || definition.build !== undefined) {
      return {};
    }
    const written = this.values.resolve(name, definition.pull_policy);
    if (!PULL_POLICIES[written]) {
      this.report.warning(name, 'pull_policy', `"${written}" has no counterpart`, 'give "always" or "missing"');
    }
    return PULL_POLICIES[written] ? { imagePullPolicy: PULL_POLICIES[written] } : {};
  }

  /** The options of `docker build`. */
  private argumentsOf({ name }: ClusterService, build: { [key: string]: any }, context: string): string[] {
    const value = (text: any) => this.values.resolve(name, text);
    const each = (option: string, entries: any) =>
      [...entriesOf(entries)].flatMap(([key, text]) => [option, text === null ? key : `${key}=${value(text)}`]);
    return [
      ...(build.dockerfile === undefined ? [] : ['--file', join(context, value(build.dockerfile))]),
      ...(build.target === undefined ? [] : ['--target', value(build.target)]),
      ...each('--build-arg', build.args),
      ...each('--label', build.labels),
      ...each('--build-context', build.additional_contexts),
      ...extraHostsOf(build.extra_hosts, value).flatMap(({ host, addresses }) =>
        addresses.flatMap(address => ['--add-host', `${host}=${address}`]),
      ),
      ...(build.network === undefined ? [] : ['--network', value(build.network)]),
      ...(build.shm_size === undefined ? [] : ['--shm-size', value(build.shm_size)]),
      ...(build.platforms === undefined ? [] : ['--platform', build.platforms.map(value).join(',')]),
    ];
  }
}
