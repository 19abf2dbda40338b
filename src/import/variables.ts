import { Remarks, SourcePath } from './compose-source';
import { Call, Expression, Identifiers, Name } from './expression';
import { interpolatedText, referencesIn, TextPart, VariableReference } from '../compose/internal';

/** Variables that Compose or the shell always sets; in `.env` they would be wrong or have no effect. */
const SET_ELSEWHERE = /^(COMPOSE_.*|HOME|PWD|USER)$/;

interface Variable {
  readonly identifier: string;
  readonly firstUse: SourcePath;
  readonly references: VariableReference[];
}

/**
 * The variables of a compose file, and the texts that refer to them.
 */
export class Variables {
  private readonly found = new Map<string, Variable>();
  private readonly passedOn = new Set<string>();

  /**
   * @param dotEnv the values of the `.env` file beside the compose file, if there is one
   */
  constructor(
    private readonly identifiers: Identifiers,
    private readonly remarks: Remarks,
    private readonly dotEnv?: Map<string, string>,
  ) {}

  /**
   * Text of the compose file as constructs accept it: literal text, or an `IEnvValue` if it refers to variables.
   */
  public text(text: string, path: SourcePath): Expression {
    const parts = interpolatedText(text);
    if (!parts) {
      this.remarks.add(path, `Compose refuses "${text}" because of its "$"; write a literal one as "$$"`);
      return new Call('EnvValue.interpolated', [text]);
    }
    const references = referencesIn(parts);
    if (references.length === 0) {
      return parts.join('');
    }
    references.forEach(reference => this.declare(reference, path));
    if (!parts.every(part => this.canBeConstant(part))) {
      return new Call('EnvValue.interpolated', [text]);
    }
    const values = parts.map(part =>
      typeof part === 'string' ? new Call('EnvValue.of', [part]) : this.constant(part.name),
    );
    return values.length === 1 ? values[0] : new Call('EnvValue.concat', values);
  }

  /**
   * Text of the compose file as an `IEnvValue`.
   */
  public envValue(text: string, path: SourcePath): Expression {
    const expression = this.text(text, path);
    return typeof expression === 'string' ? new Call('EnvValue.of', [expression]) : expression;
  }

  /**
   * Any value of the compose file, as `addOverride` accepts it.
   */
  public value(value: any, path: SourcePath): Expression {
    if (typeof value === 'string') {
      return this.text(value, path);
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => this.value(item, [...path, index]));
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.value(item, [...path, key])]));
    }
    return value;
  }

  /**
   * The constructs of the variables, with the name of the constant if it is used.
   */
  public get declarations(): { name: string; identifier?: string; props?: Expression }[] {
    return [...this.found].map(([name, { identifier, references, firstUse }]) => {
      const defaultValue = defaultOf(references);
      this.warn(name, references, firstUse, defaultValue);
      return {
        name,
        identifier: this.passedOn.has(name) ? identifier : undefined,
        props: defaultValue === undefined ? undefined : { defaultValue },
      };
    });
  }

  private declare(reference: VariableReference, path: SourcePath): void {
    const { name } = reference;
    if (SET_ELSEWHERE.test(name)) {
      return;
    }
    const variable = this.found.get(name) ?? {
      identifier: this.identifiers.make(name, 'Variable'),
      firstUse: path,
      references: [],
    };
    variable.references.push(reference);
    this.found.set(name, variable);
  }

  /** An `EnvVariable` must not be empty, so a variable with an empty value stays text. */
  private canBeConstant(part: TextPart): boolean {
    return (
      typeof part === 'string' ||
      (!part.operator && !SET_ELSEWHERE.test(part.name) && this.dotEnv?.get(part.name) !== '')
    );
  }

  private constant(name: string): Expression {
    this.passedOn.add(name);
    return new Name(this.found.get(name)!.identifier);
  }

  private warn(name: string, references: VariableReference[], firstUse: SourcePath, defaultValue?: string): void {
    if (this.passedOn.has(name) && !this.dotEnv?.has(name)) {
      this.remarks.add(
        firstUse,
        `${name} is not in .env; Compose would use an empty text; with the constructs it stops and asks for a value`,
      );
    }
    const asksWhetherSet = references.find(({ operator }) => operator && !operator.startsWith(':'));
    if (asksWhetherSet && !this.dotEnv && defaultValue === undefined) {
      this.remarks.add(
        firstUse,
        `"\${${name}${asksWhetherSet.operator}…}" asks whether ${name} is set, but synthesis adds it to the new .env; remove it there`,
      );
    }
  }
}

/** The default that all references to a variable have in common. */
function defaultOf(references: VariableReference[]): string | undefined {
  const [first, ...others] = references.map(({ operator, value }) => {
    const parts = operator?.endsWith('-') ? interpolatedText(value!) : undefined;
    return parts?.every(part => typeof part === 'string') ? parts.join('') : undefined;
  });
  return others.every(other => other === first) ? first || undefined : undefined;
}
