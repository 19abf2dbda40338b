import { posix } from 'node:path';
import { IConstruct } from 'constructs';
import { composeError, ErrorList, nearest } from './compose-error';
import { specBelow, specFaults } from './spec-faults';
import { volumeEntry } from '../reading/mounts';
import { portEntry } from '../reading/ports';
import { DependencyCondition } from '../service/dependency';
import { COMPOSE_SPEC, SpecKeys } from '../spec/keys';

/** The member of a struct that holds the keys of extensions, `x-…`, which have no members of their own. */
const EXTENSIONS = 'extensions';

/**
 * The name of the struct member that stands for a key of the compose specification: `memLimit` for `mem_limit`.
 */
export function memberName(key: string): string {
  // jsii has no members of that name, since builders of some languages need it.
  return key === 'build' ? 'imageBuild' : key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * A struct of the submodule `spec` as a definition of the compose specification.
 *
 * @param owner the construct that was given the struct, for messages
 * @param path where the struct belongs, `services.*.build`; `''` is the whole file
 * @param struct the struct, or nothing
 * @throws when the struct has a member that the specification does not know, or a value of a type that Compose does not
 *   read there, which untyped languages let pass
 */
export function specDefinition(owner: IConstruct, path: string, struct: any): { [key: string]: any } {
  if (struct === undefined) {
    return {};
  }
  const spec = path
    .split('.')
    .filter(key => key)
    .reduce((node, key) => (key === '*' ? node.map! : node.keys![key]), COMPOSE_SPEC);
  const errors = new ErrorList(owner);
  const definition = render(owner, spec, struct, errors);
  errors.add(
    ...specFaults(spec, definition).map(({ keys, problem, remedy }) =>
      composeError(owner, `the prop \`${['spec', ...membersAt(spec, keys)].join('.')}\`: ${problem}`, remedy),
    ),
  );
  errors.throwIfAny();
  return definition;
}

function render(owner: IConstruct, spec: SpecKeys, value: any, errors: ErrorList): any {
  if (Array.isArray(value)) {
    return value.map(item => render(owner, spec.items ?? {}, item, errors));
  }
  if (!isMap(value)) {
    return value;
  }
  if (!spec.keys) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, render(owner, spec.map ?? {}, item, errors)]),
    );
  }
  const keys = keysByMember(spec);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .flatMap(([member, item]): [string, any][] => {
        const key = keys.get(member);
        if (key) {
          return [[key, render(owner, spec.keys![key], item, errors)]];
        }
        if (member === EXTENSIONS && isMap(item)) {
          errors.add(
            ...Object.keys(item)
              .filter(name => !name.startsWith('x-'))
              .map(name =>
                composeError(
                  owner,
                  `"${name}" among the extensions of \`spec\` is not the name of one`,
                  `write "x-${name}"`,
                ),
              ),
          );
          return Object.entries(item);
        }
        errors.add(
          composeError(
            owner,
            `the compose specification has nothing for the member "${member}" of \`spec\``,
            `did you mean "${nearest(member, [...keys.keys()])}"?`,
          ),
        );
        return [];
      }),
  );
}

/** A place as the members of structs. */
function membersAt(spec: SpecKeys, keys: string[]): string[] {
  let node: SpecKeys | undefined = spec;
  return keys.map(key => {
    const member = node?.keys && Object.hasOwn(node.keys, key) ? memberName(key) : key;
    node = node && specBelow(node, key, node.items !== undefined && !node.keys);
    return member;
  });
}

const members = new WeakMap<SpecKeys, Map<string, string>>();

/** The keys of one place by their members, made once: the table is the same for all services. */
function keysByMember(spec: SpecKeys): Map<string, string> {
  const known = members.get(spec) ?? new Map(Object.keys(spec.keys!).map(key => [memberName(key), key]));
  members.set(spec, known);
  return known;
}

/**
 * One definition over another. Maps are merged key by key, also where one side has the form of a list. Entries of a
 * list that are maps are kept, but for the one at the same `target` as an entry of the other list. All else, such as
 * the arguments of a command, takes the place of what was there.
 *
 * @param key what holds the definitions, whose forms depend on it
 */
export function mergeDefinitions(base: any, over: any, key: string = ''): any {
  if (over === undefined) {
    return base;
  }
  if (Array.isArray(base) && PROTECTIONS.has(key) && over !== null) {
    return mergeProtections(base, [over].flat());
  }
  if (isListOfMaps(base) && Array.isArray(over)) {
    const targets = new Set(over.map(entry => targetOf(key, entry)));
    return [...base.filter(entry => targetOf(key, entry) === undefined || !targets.has(targetOf(key, entry))), ...over];
  }
  const [below, above] = [asMap(key, base, over), asMap(key, over, base)];
  if (!isMap(below) || !isMap(above)) {
    return over;
  }
  const merged = { ...below };
  for (const [name, value] of Object.entries(above)) {
    merged[name] = mergeDefinitions(merged[name], value, name);
  }
  return merged;
}

/** Lists that confine a container, or let it work in spite of that: what is given adds to them. */
const PROTECTIONS = new Set(['security_opt', 'cap_drop', 'cap_add', 'tmpfs']);

/**
 * Entries go by what they set: `no-new-privileges:false` takes the place of `no-new-privileges:true`, `label=disable`
 * of nothing.
 */
function mergeProtections(base: any[], over: any[]): any[] {
  const subjects = new Set(over.map(subjectOf));
  return [...base.filter(entry => !subjects.has(subjectOf(entry))), ...over];
}

function subjectOf(entry: any): string {
  return String(entry).split(/[:=]/, 1)[0].toUpperCase().replace(/^CAP_/, '');
}

/** The folders of files whose paths are not absolute. */
const GRANT_FOLDERS: { [key: string]: string } = { configs: '/', secrets: '/run/secrets' };

/**
 * What tells entries of a list apart: the path or port in the container, of a port with its protocol, as one number may
 * be open by both.
 */
function targetOf(key: string, entry: any): string | undefined {
  if (GRANT_FOLDERS[key]) {
    const { source, target = source } = isMap(entry) ? entry : { source: entry };
    return typeof target === 'string' ? posix.resolve(GRANT_FOLDERS[key], target) : undefined;
  }
  if (isMap(entry)) {
    const { target, protocol = 'tcp' } = entry;
    return target === undefined ? undefined : `${target}/${protocol}`;
  }
  if (!['string', 'number'].includes(typeof entry)) {
    return undefined;
  }
  if (key === 'ports') {
    const { target, protocol } = portEntry(entry);
    return `${target}/${protocol}`;
  }
  return key === 'volumes' ? `${volumeEntry(String(entry)).target}/tcp` : undefined;
}

/** Keys whose lists are names alone, with what a name stands for in the form of a map. */
const NAMES: { [key: string]: any } = {
  networks: {},
  models: {},
  depends_on: { condition: DependencyCondition.STARTED },
};

/** A short form as a map, where the other side is a map or holds names. */
function asMap(key: string, value: any, other: any): any {
  if (Array.isArray(value) && value.every(entry => typeof entry === 'string')) {
    const entries =
      key in NAMES
        ? value.map(name => [name, NAMES[key]])
        : isMap(other)
          ? value.map(entry => pairOf(key, entry))
          : undefined;
    return entries ? Object.fromEntries(entries) : value;
  }
  return key === 'build' && typeof value === 'string' ? { context: value } : value;
}

/** An entry `NAME=value`; a name alone has no value of its own. */
function pairOf(key: string, entry: string): [string, string | null] {
  const end = entry.search(key === 'extra_hosts' ? /[=:]/ : /=/);
  return end < 0 ? [entry, null] : [entry.slice(0, end), entry.slice(end + 1)];
}

function isListOfMaps(value: any): value is { [key: string]: any }[] {
  return Array.isArray(value) && value.every(isMap);
}

/** A map to look into: references (`IEnvValue`) and things that render themselves are values. */
function isMap(value: any): value is { [key: string]: any } {
  return (
    Object.prototype.toString.call(value) === '[object Object]' &&
    typeof value.toCompose !== 'function' &&
    typeof value.toDefinition !== 'function'
  );
}
