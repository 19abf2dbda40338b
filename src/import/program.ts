import { ComposeSource, Remarks, SourcePath } from './compose-source';
import { Call, classesIn, Expression, Identifiers, Name, toTypeScript } from './expression';
import { ServiceCode } from './service-code';
import { Variables } from './variables';
import { COMPOSE_SPEC, SpecKeys } from '../compose/spec/keys';

/** The classes of the entries of a section. */
const CONSTRUCTS: { [section: string]: string } = { networks: 'Network', volumes: 'Volume', services: 'Service' };

/** The props of the classes `Network` and `Volume`, and their types. */
const TYPED: { [section: string]: { [key: string]: string } } = {
  networks: { driver: 'string', internal: 'boolean' },
  volumes: { driver: 'string', external: 'boolean' },
};

/**
 * Options of a program.
 */
export interface ProgramOptions {
  /** The name of the compose file, for a comment. */
  readonly fileName: string;
  /** The name of the folder of the compose file, which Compose uses for the app if the file has no name. */
  readonly folderName: string;
  /** The folder of the compose file, relative to that of the program. */
  readonly directory: string;
  /** The values of the `.env` file beside the compose file, if there is one. */
  readonly dotEnv?: Map<string, string>;
}

/**
 * A program that generates a compose file: the text of a `.projenrc.ts`.
 */
export class Program {
  /**
   * The differences from the compose file, by line.
   */
  public readonly remarks: Remarks;

  private readonly identifiers = new Identifiers();
  private readonly variables: Variables;
  private readonly content: { [section: string]: any };
  private readonly constants = new Map<string, string>();
  private readonly used = new Set<string>();
  private readonly ids = new Set<string>(['env-file']);
  private readonly scopes = new Set<string>();
  private readonly classes = new Set<string>(['ComposeApp']);

  constructor(
    source: ComposeSource,
    private readonly options: ProgramOptions,
  ) {
    this.remarks = new Remarks(source);
    this.variables = new Variables(this.identifiers, this.remarks, options.dotEnv);
    const { version, ...content } = source.content;
    if (version !== undefined) {
      this.remarks.add(['version'], 'Compose ignores `version`; it is left out');
    }
    source.tags.forEach(({ line, tag }) =>
      this.remarks.addLine(
        line,
        `the tag "${tag}" controls how files or services are merged; it is left out, so check the result`,
      ),
    );
    const [firstComment, ...comments] = source.commentLines;
    if (firstComment !== undefined) {
      this.remarks.addLine(
        firstComment,
        `comments are not imported${comments.length > 0 ? `, nor those of lines ${comments.join(', ')}` : ''}`,
      );
    }
    this.content = knownKeys(content, COMPOSE_SPEC, [], this.remarks);
  }

  /**
   * The program as TypeScript.
   */
  public toTypeScript(): string {
    const services = this.orderedServices();
    for (const [section, suffix] of Object.entries(CONSTRUCTS)) {
      for (const name of Object.keys(this.content[section] ?? {})) {
        this.constants.set(`${section}/${name}`, this.identifiers.make(name, suffix));
      }
    }
    services.forEach(name => this.ids.add(name));
    // From the last to the first block, since blocks use the constants of earlier ones.
    const app = this.appCalls();
    const codes = new Map<string, ServiceCode>();
    services.forEach(name => codes.set(name, this.service(name, codes)));
    const resources = ['networks', 'volumes'].map(section =>
      Object.keys(this.content[section] ?? {})
        .map(name => this.resource(section, name))
        .join(''),
    );
    const variables = this.variables.declarations
      .map(({ name, identifier, props }) =>
        this.statement(identifier, this.construct('EnvVariable', 'variables', name, props ?? {})),
      )
      .join('');
    const serviceBlocks = [...codes].map(([name, { props, calls }]) => {
      const identifier = this.constants.get(`services/${name}`)!;
      return (
        this.statement(
          calls.length > 0 || this.used.has(`services/${name}`) ? identifier : undefined,
          new Call('new Service', [new Name('app'), name, props]),
        ) +
        calls.map(({ callee, args }) => this.statement(undefined, new Call(`${identifier}.${callee}`, args))).join('')
      );
    });
    const scopes = [...this.scopes].map(scope => `const ${scope} = new Construct(app, '${scope}');\n`).join('');
    return [this.head(), scopes + variables, ...resources, ...serviceBlocks, app, 'project.synth();\n']
      .filter(block => block !== '')
      .join('\n');
  }

  private head(): string {
    const { name } = this.content;
    const appName = typeof name === 'string' && !name.includes('$') ? name : validName(this.options.folderName);
    const { directory, fileName } = this.options;
    const construct = new Call('new ComposeApp', [
      new Name('project'),
      appName,
      { directory: directory === '.' ? undefined : directory, appName },
    ]);
    return `${this.scopes.size > 0 ? "import { Construct } from 'constructs';\n" : ''}import { Project } from 'projen';
import {
${wrapped([...this.classes].sort())}
} from 'projen-mlflow';

// Generated once from ${fileName} by \`projen-mlflow import\`; you can edit it.
const project = new Project({ name: ${toTypeScript(validName(this.options.folderName))} });
const app = ${toTypeScript(construct)};
`;
  }

  /** A network or volume, and overrides for keys without a prop. */
  private resource(section: string, name: string): string {
    const definition = this.content[section][name] ?? {};
    const constant = this.constants.get(`${section}/${name}`)!;
    const typed = Object.keys(definition).filter(
      key => typeof definition[key] === TYPED[section][key] && !String(definition[key]).includes('$'),
    );
    const props = Object.fromEntries(typed.map(key => [key, definition[key]]));
    const calls = Object.keys(definition)
      .filter(key => !typed.includes(key) && definition[key] !== null)
      .map(key => this.override(constant, key, this.variables.value(definition[key], [section, name, key])))
      .join('');
    const isUsed = calls !== '' || this.used.has(`${section}/${name}`);
    return (
      this.statement(isUsed ? constant : undefined, this.construct(CONSTRUCTS[section], section, name, props)) + calls
    );
  }

  /** @param declared the services that are declared before */
  private service(name: string, declared: Map<string, ServiceCode>): ServiceCode {
    const reference = (section: string) => (other: string) => this.reference(section, other);
    return new ServiceCode(
      this.content.services[name],
      ['services', name],
      this.variables,
      {
        service: other => (declared.has(other) ? this.reference('services', other) : undefined),
        network: reference('networks'),
        volume: reference('volumes'),
        waitsForHealth: other => declared.get(other)!.hasHealthcheck,
      },
      this.isAwaited(name),
    );
  }

  /** Overrides for sections without a construct, and for a name with variables. */
  private appCalls(): string {
    const { name, services, networks, volumes, ...others } = this.content;
    return [
      ...(typeof name === 'string' && name.includes('$')
        ? [this.override('app', 'name', this.variables.value(name, ['name']))]
        : []),
      ...Object.keys(others)
        .filter(section => others[section] !== null)
        .map(section => this.override('app', section, this.variables.value(others[section], [section]))),
    ].join('');
  }

  private override(constant: string, key: string, value: Expression): string {
    return this.statement(undefined, new Call(`${constant}.addOverride`, [key.replaceAll('.', '\\.'), value]));
  }

  /** A construct of the app, or of a scope in the app if the app has another child with this id. */
  private construct(className: string, group: string, id: string, props: Expression): Call {
    const isTaken = this.ids.has(id);
    this.ids.add(id);
    if (isTaken) {
      this.scopes.add(group);
    }
    const hasProps = Object.values(props as {}).some(prop => prop !== undefined);
    return new Call(`new ${className}`, [new Name(isTaken ? group : 'app'), id, ...(hasProps ? [props] : [])]);
  }

  private statement(constant: string | undefined, expression: Call): string {
    classesIn(expression).forEach(className => this.classes.add(className));
    const head = constant ? `const ${constant} = ` : '';
    return `${head}${toTypeScript(expression, 0, head.length)};\n`;
  }

  private reference(section: string, name: string): Expression | undefined {
    const constant = this.constants.get(`${section}/${name}`);
    if (constant !== undefined) {
      this.used.add(`${section}/${name}`);
    }
    return constant === undefined ? undefined : new Name(constant);
  }

  /** The services, each after its dependencies. */
  private orderedServices(): string[] {
    const ordered = new Set<string>();
    const visit = (name: string, trail: string[]) => {
      if (name in this.content.services && !trail.includes(name)) {
        this.dependenciesOf(name).forEach(([other]) => visit(other, [...trail, name]));
        ordered.add(name);
      }
    };
    Object.keys(this.content.services).forEach(name => visit(name, []));
    return [...ordered];
  }

  private dependenciesOf(name: string): [string, string][] {
    const dependsOn = this.content.services[name]?.depends_on ?? {};
    return Array.isArray(dependsOn)
      ? dependsOn.map(other => [other, ''])
      : Object.entries<any>(dependsOn).map(([other, value]) => [other, value?.condition]);
  }

  private isAwaited(name: string): boolean {
    return Object.keys(this.content.services).some(other =>
      this.dependenciesOf(other).some(
        ([dependency, condition]) => dependency === name && condition === 'service_healthy',
      ),
    );
  }
}

/**
 * A value of a compose file without the keys that the compose specification does not have. Each of them gets a remark.
 */
function knownKeys(value: any, spec: SpecKeys | undefined, path: SourcePath, remarks: Remarks): any {
  if (Array.isArray(value)) {
    return value.map((item, index) => knownKeys(item, spec?.items, [...path, index], remarks));
  }
  if (typeof value !== 'object' || value === null || !spec) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (key.startsWith('x-')) {
        return [[key, item]];
      }
      const next = (spec.keys && Object.hasOwn(spec.keys, key) ? spec.keys[key] : undefined) ?? spec.map;
      if (!next) {
        remarks.add([...path, key], `the compose specification has no key "${key}" here; it is left out`);
        return [];
      }
      return [[key, knownKeys(item, next, [...path, key], remarks)]];
    }),
  );
}

/** Names, separated by commas, in lines of limited width. */
function wrapped(names: string[]): string {
  return `${names.join(', ')},`.replace(/(.{1,110},)(?: |$)/g, '  $1\n').trimEnd();
}

/** The name of an app that Compose derives from the name of a folder. */
function validName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '') || 'app'
  );
}
