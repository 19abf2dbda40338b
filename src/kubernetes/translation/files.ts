import { createHash } from 'node:crypto';
import { ClusterInput } from './cluster-input';
import { ClusterService } from './cluster-service';
import { objectName } from './object-name';
import { Report } from './report';
import { secretsObject, Values, VARIABLES_MAP } from './values';
import { entriesOf, hasReference, type ServiceMount, withoutEscapes } from '../../compose/internal';

/** What is added to the name of a Secret object that jobs use. */
const FOR_JOBS = '-for-jobs';

/** What the labels begin with that the compose file has for the texts of configs. */
export const CONFIG_DIGEST = 'projen-mlflow.config.';

/**
 * Where a pod finds a file.
 */
export interface FileSource {
  /** The source in a volume: `{ configMap: … }`, `{ secret: … }`, without the items. */
  readonly source: 'configMap' | 'secret';
  readonly object: string;
  readonly key: string;
  /** The mode that the service asks for. */
  readonly mode?: number;
}

/**
 * The files of an app, configs and secrets, as ConfigMap and Secret objects that kustomize generates: it adds a digest
 * of what they hold to their names, so pods restart when the content changes.
 */
export class ClusterFiles {
  private readonly configs = new Map<string, { [key: string]: any }>();
  private readonly secrets = new Map<string, { [key: string]: any }>();
  private readonly externalKeys = new Set<string>();

  constructor(
    private readonly input: ClusterInput,
    private readonly values: Values,
    private readonly report: Report,
  ) {}

  /** Where a pod finds a config or secret that its service mounts. */
  public sourceOf(service: ClusterService, { key: section, source }: ServiceMount): FileSource {
    const grant = (service.definition[section] as any[]).find(each => (each.source ?? each) === source);
    const mode = grant?.mode === undefined ? {} : { mode: modeOf(grant.mode) };
    for (const key of ['uid', 'gid'].filter(each => grant?.[each] !== undefined)) {
      this.report.warning(
        service.name,
        `${section}.${key}`,
        'has no counterpart',
        'leave it out: the group of the pod may read the file',
      );
    }
    return section === 'configs'
      ? { source: 'configMap', ...this.config(service, source!), ...mode }
      : { source: 'secret', ...this.secret(service, source!), ...mode };
  }

  /** What a change of which must run a job again: the texts of the configs that it mounts, and all variables. */
  public contentOf(service: ClusterService): string {
    const names = ((service.definition.configs ?? []) as any[]).map(each => each.source ?? each);
    // a label with the digest of each config whose text synthesis knows
    const digests = [...entriesOf(service.definition.labels)].filter(([label]) => label.startsWith(CONFIG_DIGEST));
    return JSON.stringify([
      digests,
      [...this.input.variables].map(([name, { value, secret }]) => [name, secret ? '' : value]),
      names.map(name => {
        const { file, ...others } = this.input.definition.configs?.[name] ?? {};
        const text = file && !hasReference(file) ? this.input.readFile(withoutEscapes(file)) : undefined;
        return [name, others, text && createHash('sha256').update(text).digest('hex')];
      }),
    ]);
  }

  /** The generators of the kustomization. */
  public generators(): { [key: string]: any } {
    const variables = [...this.values.used].sort().map(name => [name, this.input.variables.get(name)?.value ?? '']);
    const maps = [
      ...(variables.length > 0
        ? [{ name: VARIABLES_MAP, literals: variables.map(([name, value]) => literal(name, value)) }]
        : []),
      ...this.configs.values(),
    ];
    return {
      ...(maps.length > 0 && { configMapGenerator: maps }),
      ...(this.secrets.size > 0 && { secretGenerator: [...this.secrets.values()] }),
    };
  }

  /** The object that the external-secrets operator reads. */
  public externalSecret(): { [key: string]: any }[] {
    const { external } = this.input.secrets;
    const keys = new Set([
      ...this.externalKeys,
      ...[...this.input.variables].filter(([, { secret }]) => secret).map(([name]) => name),
    ]);
    if (!external || keys.size === 0) {
      return [];
    }
    const { store, storeKind = 'ClusterSecretStore', key = '{name}', refreshInterval = '1h' } = external;
    return [
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: secretsObject(this.input) },
        spec: {
          refreshInterval,
          secretStoreRef: { name: store, kind: storeKind },
          target: { name: secretsObject(this.input) },
          data: [...keys].sort().map(name => ({
            secretKey: name,
            remoteRef: { key: key.replaceAll('{name}', name) },
          })),
        },
      },
    ];
  }

  private config(service: ClusterService, name: string): { object: string; key: string } {
    const { file, content, environment, external, name: otherName } = this.input.definition.configs?.[name] ?? {};
    const object = objectName(name);
    const key = keyOf(name);
    if (external) {
      return { object: objectName(otherName ?? name), key };
    }
    const text =
      environment !== undefined
        ? this.values.resolve(service.name, `\${${environment}}`)
        : content !== undefined
          ? this.values.resolve(service.name, content)
          : undefined;
    this.configs.set(object, {
      name: object,
      ...(text === undefined
        ? { files: [`${key}=${this.pathOf(service, 'config', name, file)}`] }
        : { literals: [literal(key, text)] }),
    });
    return { object, key };
  }

  private secret(service: ClusterService, name: string): { object: string; key: string } {
    const { file, environment, external, name: otherName } = this.input.definition.secrets?.[name] ?? {};
    const { kind, name: existing } = this.input.secrets;
    const key = keyOf(name);
    if (external) {
      return { object: objectName(otherName ?? name), key };
    }
    if (kind !== 'files') {
      this.externalKeys.add(key);
      return { object: existing ?? secretsObject(this.input), key };
    }
    if (environment !== undefined) {
      this.report.clusterError(
        `the secret "${name}" is a variable of .env, where kustomize cannot read it`,
        'keep it in a file: `SecretSource.randomFile()`, or take secrets from elsewhere: `secrets: KubernetesSecrets.existing(…)`',
      );
    }
    // The template of a job cannot change, so that of one refers to a name without digest.
    const object = `${objectName(name)}${service.isJob ? FOR_JOBS : ''}`;
    this.secrets.set(object, {
      name: object,
      files: [`${key}=${environment === undefined ? this.pathOf(service, 'secret', name, file) : ''}`],
      ...(service.isJob && { options: { disableNameSuffixHash: true } }),
    });
    return { object, key };
  }

  /** The path of a file from the kustomization, which reads nothing that is not below it. */
  private pathOf({ name: service }: ClusterService, kind: string, name: string, file: any): string {
    const path = this.values.resolve(service, file ?? '').replace(/^\.\//, '');
    if (/^(\/|~|\.\.(\/|$)|[A-Za-z]:|\\\\)/.test(path) || path === '') {
      this.report.error(
        service,
        `the file "${path}" of the ${kind} "${name}" is not in the directory of the app, and kustomize reads nothing else`,
        'copy it there',
      );
    }
    return path;
  }
}

/** A key of a ConfigMap or Secret object, which may hold letters, digits, dots, dashes and underscores. */
function keyOf(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '-');
}

/** Kustomize takes away one pair of quotes around a value. */
function literal(name: string, value: string): string {
  return `${name}="${value}"`;
}

/** A mode as a number; YAML's `0440` may be a text. */
function modeOf(mode: any): number {
  return typeof mode === 'number' ? mode : Number.parseInt(String(mode), 8);
}
