import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Writes src/prop-types.ts from the assembly that jsii made of the sources: the types of all props, of the arguments of
// methods, and of what hooks return, by which programs in JavaScript are checked.

const ROOT = join(__dirname, '..');
const TARGET = join(ROOT, 'src', 'prop-types.ts');

/**
 * The part of an assembly that is read here
 * (https://github.com/aws/jsii/blob/main/packages/@jsii/spec/src/assembly.ts).
 */
interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
}

interface Member {
  readonly name: string;
  readonly optional?: boolean;
  readonly type?: TypeReference;
  readonly returns?: { readonly optional?: boolean; readonly type: TypeReference };
  readonly abstract?: boolean;
  readonly protected?: boolean;
  readonly static?: boolean;
  readonly overrides?: string;
  readonly parameters?: {
    readonly name: string;
    readonly optional?: boolean;
    readonly variadic?: boolean;
    readonly type: TypeReference;
  }[];
}

interface Type {
  readonly name: string;
  readonly kind: 'class' | 'enum' | 'interface';
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly base?: string;
  readonly namespace?: string;
  readonly interfaces?: string[];
  readonly members?: { readonly name: string }[];
  readonly properties?: Member[];
  readonly methods?: Member[];
}

const { name: assembly, types } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as {
  name: string;
  types: { [fqn: string]: Type };
};

function codeOf({ primitive, fqn, collection }: TypeReference): string {
  if (collection) {
    return `${collection.kind === 'array' ? 'L' : 'M'}${codeOf(collection.elementtype)}`;
  }
  if (primitive) {
    return { string: 's', number: 'n', boolean: 'b' }[primitive] ?? '*';
  }
  const type = types[fqn!];
  if (!type) {
    return /^constructs\.I?Construct$/.test(fqn!) ? 'CConstruct' : '*'; // of another package
  }
  if (type.namespace) {
    return 'o'; // a struct of the compose specification, which `specDefinition` checks
  }
  return `${type.kind === 'enum' ? 'E' : type.datatype ? 'S' : type.kind === 'class' ? 'C' : 'I'}${type.name}`;
}

const own = Object.values(types)
  .filter(({ namespace }) => !namespace)
  .sort((one, other) => (one.name < other.name ? -1 : 1));
const structs = own
  .filter(({ datatype }) => datatype)
  .map(({ name, interfaces, properties }) => [
    name,
    [
      (interfaces ?? []).map(fqn => types[fqn].name).join(','),
      ...(properties ?? []).map(prop => `${prop.name}${prop.optional ? '?' : ''}:${codeOf(prop.type!)}`),
    ].join(' '),
  ]);
const interfaces = own
  .filter(({ kind, datatype }) => kind === 'interface' && !datatype)
  .map(({ name, methods, properties }) => [
    name,
    [...(methods ?? []), ...(properties ?? []).filter(({ optional }) => !optional)]
      .map(member => member.name)
      .join(','),
  ]);
const library = require(join(ROOT, 'lib', 'index.js')); // eslint-disable-line @typescript-eslint/no-require-imports -- the values of enums are in no assembly
const enums = own
  .filter(({ kind }) => kind === 'enum')
  .map(({ name }) => [name, Object.values(library[name]).join(',')]);

/** Whether a class is a construct, or a component of projen. */
function isConstruct({ base }: Type): boolean {
  return base !== undefined && (types[base] ? isConstruct(types[base]) : true);
}

/**
 * Whether synthesis calls a member that user code may write: a hook of a construct, a property of the class that all
 * elements extend, a member of an interface, or of an abstract class that is no construct.
 * Those of a mixin are called by the program itself, through `with`.
 */
function isHook(type: Type, member: Member, isMethod: boolean): boolean {
  if (type.kind === 'interface') {
    return true;
  }
  if (!isConstruct(type)) {
    return Boolean(type.abstract && !type.interfaces?.includes('constructs.IMixin'));
  }
  if (isMethod) {
    return Boolean(member.abstract || (member.protected && /^render[A-Z]/.test(member.name)));
  }
  return Boolean(type.abstract && !types[type.base!]);
}

const hooks = own
  .filter(({ kind, datatype }) => kind !== 'enum' && !datatype)
  .flatMap(type =>
    [
      ...(type.methods ?? []).map(method => ({
        ...method,
        isMethod: true,
        type: method.returns?.type,
        optional: method.returns?.optional,
      })),
      ...(type.properties ?? []).map(property => ({ ...property, isMethod: false })),
    ]
      .filter(member => !member.static && !member.overrides && isHook(type, member, member.isMethod))
      .map(member => [
        `${type.name}.${member.name}${member.isMethod ? '()' : ''}`,
        `${member.type ? codeOf(member.type) : '*'}${member.optional ? '?' : ''}`,
      ]),
  );

const methods = own
  .filter(({ kind }) => kind === 'class')
  .flatMap(type =>
    (type.methods ?? [])
      .filter(({ parameters, abstract }) => !abstract && parameters?.some(({ type: of }) => codeOf(of) !== '*'))
      .map(({ name, parameters }) => [
        `${type.name}.${name}`,
        parameters!
          .map(
            ({ name: parameter, optional, variadic, type: of }) =>
              `${parameter}${variadic ? '...' : optional ? '?' : ''}:${codeOf(of)}`,
          )
          .join(' '),
      ]),
  );

const text = `// Written by scripts/generate-prop-types.ts from the assembly of ${assembly}; run \`npm run props\`.

/**
 * What structs extend, and the types of their props: \`name?:code\`. \`L\` is a list, \`M\` a map, \`S\` a struct,
 * \`C\` a class, \`I\` an interface, \`E\` an enum.
 */
export const STRUCTS: { readonly [name: string]: string } = ${JSON.stringify(Object.fromEntries(structs), null, 2)};

/** The parameters of methods: \`name?:code\`, the last one \`name...:code\` where it takes any number of arguments. */
export const METHODS: { readonly [method: string]: string } = ${JSON.stringify(Object.fromEntries(methods), null, 2)};

/** The members that an interface must have. */
export const INTERFACES: { readonly [name: string]: string } = ${JSON.stringify(Object.fromEntries(interfaces), null, 2)};

/** The values of enums. */
export const ENUMS: { readonly [name: string]: string } = ${JSON.stringify(Object.fromEntries(enums), null, 2)};

/**
 * What hooks return: methods and properties that user code may write and synthesis calls. A type that ends with \`?\`
 * may be \`undefined\`.
 */
export const HOOKS = ${JSON.stringify(Object.fromEntries(hooks), null, 2)} as const;
`;
if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, text);
} else if (readFileSync(TARGET, 'utf8') !== text) {
  process.stderr.write(
    'src/prop-types.ts does not have the props of the sources; run `npm run props`, and compile again\n',
  );
  process.exitCode = 1;
}
