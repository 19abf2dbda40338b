import { TypeGenerator } from 'json2jsii';
import { memberName } from '../src/compose/element/spec-definition';

interface Schema {
  [keyword: string]: any;
}

const REFERENCE = 'https://docs.docker.com/reference/compose-file/';

/** Keys whose constructs have a prop for each entry, or that mean nothing any more: no member of `AppSpec`. */
const NOT_OF_THE_APP = ['version', 'name', 'services', 'networks', 'volumes', 'secrets', 'configs'];

/** What a definition or key is named as a type, where its own name would be wrong or taken. */
const NAMES: { [name: string]: string } = {
  '#development': 'Develop',
  '#devices': 'DeviceRequest',
  '#generic_resources': 'GenericResource',
  '#gpus': 'Gpu',
  '#service_config_or_secret': 'FileGrant',
  '#service_hook': 'Hook',
  '#ulimits': 'Ulimit',
  DependsOn: 'Dependency',
  Devices: 'DeviceMapping',
  Models: 'ModelBinding',
  Networks: 'NetworkAttachment',
  Ports: 'Port',
  Volumes: 'Mount',
};

/** Definitions that lend their keys to others; what is below them is named without them. */
const NAMELESS = ['container_spec', 'workload_spec', 'service'];

/**
 * Keys, or types of keys, that are only numbers, although the schema also allows text, for references. A new key is
 * text until it is added here, since each number can be written as text.
 *
 * @see https://github.com/compose-spec/compose-go/blob/main/loader/interpolate.go
 */
const NUMBERS = [
  'cpu_count',
  'cpu_percent',
  'cpu_period',
  'cpu_quota',
  'cpu_rt_period',
  'cpu_rt_runtime',
  'cpu_shares',
  'cpus',
  'hard',
  'max_attempts',
  'max_failure_ratio',
  'max_replicas_per_node',
  'mem_swappiness',
  'oom_score_adj',
  'parallelism',
  'pids',
  'pids_limit',
  'replicas',
  'retries',
  'scale',
  'soft',
  'target',
  'value',
  'weight',
  'MountTmpfsMode',
];

/** The page of the reference that describes a struct, by how its name begins. */
const PAGES: [RegExp, string][] = [
  [/^App/, ''],
  [/^Build/, 'build/'],
  [/^Config/, 'configs/'],
  [/^Deployment|^DeviceRequest|^GenericResource/, 'deploy/'],
  [/^Develop/, 'develop/'],
  [/^Include/, 'include/'],
  [/^Model/, 'models/'],
  [/^Network(?!Attachment)/, 'networks/'],
  [/^Secret/, 'secrets/'],
  [/^Volume/, 'volumes/'],
  [/^/, 'services/'],
];

/**
 * The text of src/compose/spec/structs.ts: a struct for each map of the specification that has keys of its own.
 *
 * The schema allows several forms at many places, of which jsii supports one: a map rather than a list rather than a
 * plain value, and text if a value may be text or something else.
 */
export function printStructs(root: Schema): string {
  const definitions = new SpecStructs(root).definitions;
  const generator = new TypeGenerator({ definitions, toJson: false, renderTypeName: name => name });
  for (const name of Object.keys(definitions)) {
    generator.emitType(name);
  }
  return (
    generator
      .render()
      .replace(/^ *\* @schema .*\n/gm, '')
      .replace(/( *\*\n)+( *\*\/)/g, '$2')
      .replace(/\n{3,}/g, '\n\n')
      // json2jsii writes the names of signs out: START_HYPHEN_FIRST.
      .replace(
        /^( +)[A-Z_]+ = "(.*)",$/gm,
        (_, indent, value) => `${indent}${value.replace(/[^a-z]/g, '_').toUpperCase()} = '${value}',`,
      )
  );
}

class SpecStructs {
  /** What json2jsii is given: maps with keys of their own and enums, by name, without any union. */
  public readonly definitions: { [name: string]: Schema } = {};

  constructor(private readonly root: Schema) {
    const properties = Object.entries<Schema>(root.properties).filter(([key]) => !NOT_OF_THE_APP.includes(key));
    this.struct('App', { ...root, properties: Object.fromEntries(properties) });
    for (const section of NOT_OF_THE_APP.filter(key => root.properties[key].patternProperties)) {
      this.normalize('', '', root.properties[section]);
    }
  }

  /** A schema as json2jsii understands it; `base` is the name of the type that it becomes if it becomes one. */
  private normalize(key: string, base: string, schema: Schema): Schema {
    if (schema.$ref) {
      const name = schema.$ref.replace('#/$defs/', '');
      return this.normalize(
        key,
        NAMELESS.includes(name) ? base : (NAMES[`#${name}`] ?? pascal(name)),
        this.resolve(schema),
      );
    }
    if (schema.oneOf) {
      const branches: Schema[] = schema.oneOf.filter((one: Schema) => this.rank(one) === this.rank(schema));
      return this.normalize(
        key,
        base,
        branches.length === 1 ? branches[0] : { type: branches.flatMap(({ type }) => type) },
      );
    }
    if (this.rank(schema) === 0) {
      return this.normalizeMap(key, base, schema);
    }
    if (this.rank(schema) === 1) {
      return { type: 'array', items: this.normalize(key, base, schema.items) };
    }
    const values: string[] | undefined = schema.enum;
    // json2jsii treats values that differ only in case as one.
    if (values && new Set(values.map(value => value.toLowerCase())).size === values.length) {
      return this.define(base, { type: 'string', enum: values });
    }
    return { type: plainType(key, base, [schema.type].flat()) };
  }

  private normalizeMap(key: string, base: string, schema: Schema): Schema {
    if (schema.properties || schema.allOf) {
      return this.struct(base || 'Service', schema);
    }
    const [pattern] = Object.keys(schema.patternProperties ?? {}).filter(name => name !== '^x-');
    return {
      type: 'object',
      additionalProperties: pattern ? this.normalize(key, base, schema.patternProperties[pattern]) : { type: 'string' },
    };
  }

  private struct(base: string, schema: Schema): Schema {
    const properties: [string, Schema][] = [];
    const lent: Schema[] = (schema.allOf ?? []).map((part: Schema) => this.resolve(part));
    for (const part of [...lent, schema]) {
      for (const [key, property] of Object.entries<Schema>(part.properties ?? {})) {
        const path = (lent.includes(part) || ['App', 'Service'].includes(base) ? '' : base) + pascal(key);
        properties.push([
          memberName(key),
          {
            ...this.normalize(key, NAMES[path] ?? path, property),
            description: `\`${key}\` of the compose specification.${schema.required?.includes(key) ? '' : '\n\n@default - none'}`,
          },
        ]);
      }
    }
    if ([...lent, schema].some(part => part.patternProperties?.['^x-'])) {
      properties.push([
        'extensions',
        {
          type: 'object',
          additionalProperties: {},
          description: 'Keys of extensions, whose names begin with `x-`.\n\n@default - none',
        },
      ]);
    }
    return this.define(`${base.replace(/Spec$/, '')}Spec`, {
      type: 'object',
      properties: Object.fromEntries(properties),
      required: schema.required?.map(memberName),
    });
  }

  private define(name: string, schema: Schema): Schema {
    const page = PAGES.find(([pattern]) => pattern.test(name))![1];
    const definition = {
      ...schema,
      description: `${sentence(name)} in the compose specification.\n\n@see ${REFERENCE}${page}`,
    };
    const other = this.definitions[name];
    if (other && JSON.stringify(other) !== JSON.stringify(definition)) {
      throw new Error(
        `two places of the schema become "${name}": give one of them another name, in NAMES of this script`,
      );
    }
    this.definitions[name] = definition;
    return { $ref: `#/$defs/${name}` };
  }

  /** Which form of several to take: a map (0), a list (1), a plain value (2), nothing (3). */
  private rank(schema: Schema): number {
    const { oneOf, allOf, type } = this.resolve(schema);
    if (oneOf) {
      return Math.min(...oneOf.map((one: Schema) => this.rank(one)));
    }
    const types = [type].flat();
    // Maps that may be a flag as well are an older form of it: `external: { name: … }`.
    if (allOf || (types.includes('object') && !types.includes('boolean'))) {
      return 0;
    }
    return types.includes('array') ? 1 : types[0] === 'null' ? 3 : 2;
  }

  private resolve(schema: Schema): Schema {
    return schema.$ref ? this.resolve(this.root.$defs[schema.$ref.replace('#/$defs/', '')]) : schema;
  }
}

function plainType(key: string, base: string, types: string[]): string {
  if ((NUMBERS.includes(key) || NUMBERS.includes(base)) && types.some(type => ['integer', 'number'].includes(type))) {
    return 'number';
  }
  // A flag that begins with "string" has values beside true and false: `provenance: mode=max`.
  return types[0] === 'boolean' || !types.includes('string') ? types[0] : 'string';
}

function pascal(key: string): string {
  return key
    .split('_')
    .map(word => word[0].toUpperCase() + word.slice(1))
    .join('');
}

/** `RollbackConfigSpec` as words: `Rollback config`. */
function sentence(name: string): string {
  const words = name
    .replace(/Spec$/, '')
    .replace(/(?<!^)([A-Z])/g, ' $1')
    .toLowerCase();
  return words[0].toUpperCase() + words.slice(1);
}
