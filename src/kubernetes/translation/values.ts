import { ClusterInput } from './cluster-input';
import { objectName } from './object-name';
import { Report } from './report';
import { interpolatedText, type TextPart, type VariableReference } from '../../compose/internal';

/** The ConfigMap of the variables that are no secrets; kustomize adds a digest of what it holds to the name. */
export const VARIABLES_MAP = 'variables';

/**
 * What the texts of a compose file mean in a cluster: the variables have values there already.
 */
export class Values {
  /** The variables that containers take from the ConfigMap. */
  public readonly used = new Set<string>();

  constructor(
    private readonly input: ClusterInput,
    private readonly report: Report,
  ) {}

  /**
   * The text with all values in it.
   *
   * @param service the service that has the text, for messages
   */
  public resolve(service: string, value: any): string {
    return this.partsOf(service, String(value))
      .map(part => (typeof part === 'string' ? part : this.valueOf(service, part)))
      .join('');
  }

  /**
   * The environment of a container. A value with variables stays one: `s3://$(AWS_BUCKET_NAME)/`, and the container gets
   * the variables beside it, unless it has others of these names.
   */
  public environment(service: string, environment: ReadonlyMap<string, string | null>): { [key: string]: any }[] {
    const written = new Map([...environment].map(([name, text]) => [name, text ?? `\${${name}:?}`]));
    const isOwn = (name: string) => written.has(name) && !this.isReference(written.get(name)!, name);
    const beside = new Map<string, { [key: string]: any }>();
    const entries = [...written].map(([name, text]) => {
      const parts = this.partsOf(service, text);
      const [only] = parts;
      if (parts.length === 1 && typeof only !== 'string') {
        return this.reference(name, only.name);
      }
      const value = parts
        .map(part => {
          if (typeof part === 'string') {
            return escaped(part);
          }
          if (isOwn(part.name)) {
            return escaped(this.valueOf(service, part));
          }
          beside.set(part.name, this.reference(part.name, part.name));
          return `$(${part.name})`;
        })
        .join('');
      return { name, value };
    });
    // what a value refers to must stand before it
    return [...beside.values(), ...entries.filter(({ name }) => !beside.has(name))];
  }

  /** The words of a command with all values in them. */
  public words(service: string, words: readonly string[]): string[] {
    return words.map(word => escaped(this.resolve(service, word)));
  }

  private isReference(text: string, name: string): boolean {
    const parts = interpolatedText(text) ?? [];
    return parts.length === 1 && typeof parts[0] !== 'string' && parts[0].name === name;
  }

  /** Where a container takes the value of a variable from. */
  private reference(name: string, variable: string): { [key: string]: any } {
    const { secrets, variables } = this.input;
    if (variables.get(variable)?.secret) {
      return {
        name,
        valueFrom: { secretKeyRef: { name: secrets.name ?? secretsObject(this.input), key: variable } },
      };
    }
    this.used.add(variable);
    return { name, valueFrom: { configMapKeyRef: { name: VARIABLES_MAP, key: variable } } };
  }

  /** The parts of a text; a reference whose variable is not set is its default. */
  private partsOf(service: string, text: string): (string | VariableReference)[] {
    return (interpolatedText(text) ?? [text]).flatMap((part: TextPart) => {
      if (typeof part === 'string') {
        return [part];
      }
      const { name, operator = '', value: other = '' } = part;
      const known = this.input.variables.get(name);
      const isSet = known?.secret || (operator.startsWith(':') ? !!known?.value : known?.value !== undefined);
      if (operator.endsWith('+')) {
        return isSet ? this.partsOf(service, other) : [''];
      }
      if (isSet) {
        return [this.checked(service, part)];
      }
      if (operator.endsWith('-')) {
        return this.partsOf(service, other);
      }
      this.report.clusterError(
        `the variable ${name}, which "${service}" takes from .env, has no value in the cluster`,
        `give it one: \`variables: { ${name}: '…' }\``,
      );
      return [''];
    });
  }

  private checked(service: string, reference: VariableReference): VariableReference {
    const { secrets, variables } = this.input;
    if (variables.get(reference.name)?.secret && secrets.kind === 'files') {
      this.report.clusterError(
        `the variable ${reference.name}, which "${service}" takes from .env, is a secret, and kustomize cannot read it there`,
        'make it a `Secret`, or take secrets from elsewhere: `secrets: KubernetesSecrets.existing(…)`',
      );
    }
    return reference;
  }

  /** The value of a variable, for keys that cannot refer to one. */
  private valueOf(service: string, { name }: VariableReference): string {
    const { value, secret } = this.input.variables.get(name) ?? { secret: false };
    if (secret) {
      this.report.error(
        service,
        `the secret variable ${name} stands in a key other than \`environment\`, where it would be committed`,
        'give the container a file with it: `addSecret`',
      );
    }
    return value ?? '';
  }
}

/** The Secret object that the external-secrets operator makes. */
export function secretsObject({ definition }: Pick<ClusterInput, 'definition'>): string {
  return `${objectName(definition.name ?? 'app')}-secrets`;
}

/**
 * A text that Kubernetes leaves as it is: in commands and values it expands `$(NAME)`, and `$$` stands for one dollar
 * sign.
 */
export function escaped(text: string): string {
  return /\$[$(]/.test(text) ? text.replaceAll('$', '$$$$') : text;
}
