import { IConstruct } from 'constructs';
import { composeError } from './compose-error';
import { nearest } from './nearest';
import { COMPOSE_SPEC, SpecKeys } from './spec/keys';

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
 * @throws when the struct has a member that the specification does not know, which untyped languages let pass
 */
export function specDefinition(owner: IConstruct, path: string, struct: any): { [key: string]: any } {
  if (struct === undefined) {
    return {};
  }
  const spec = path.split('.').filter(key => key).reduce((node, key) => (key === '*' ? node.map! : node.keys![key]), COMPOSE_SPEC);
  return render(owner, spec, struct);
}

function render(owner: IConstruct, spec: SpecKeys, value: any): any {
  if (Array.isArray(value)) {
    return value.map(item => render(owner, spec.items ?? {}, item));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (!spec.keys) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, render(owner, spec.map ?? {}, item)]));
  }
  const keys = keysByMember(spec);
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).flatMap(([member, item]): [string, any][] => {
    const key = keys.get(member);
    if (key) {
      return [[key, render(owner, spec.keys![key], item)]];
    }
    if (member === EXTENSIONS) {
      return Object.entries<any>(item as object).map(extension => checkExtension(owner, extension));
    }
    throw composeError(owner, `the compose specification has nothing for the member "${member}" of \`spec\``,
      `did you mean "${nearest(member, [...keys.keys()])}"?`);
  }));
}

const members = new WeakMap<SpecKeys, Map<string, string>>();

/** The keys of one place by their members, made once: the table is the same for all services. */
function keysByMember(spec: SpecKeys): Map<string, string> {
  const known = members.get(spec) ?? new Map(Object.keys(spec.keys!).map(key => [memberName(key), key]));
  members.set(spec, known);
  return known;
}

function checkExtension(owner: IConstruct, [key, value]: [string, any]): [string, any] {
  if (!key.startsWith('x-')) {
    throw composeError(owner, `"${key}" among the extensions of \`spec\` is not the name of one`, `write "x-${key}"`);
  }
  return [key, value];
}

/**
 * One definition over another. Maps are merged key by key. Entries of a list that are maps are added, and take the place
 * of the entry with the same `target`. All else, such as the words of a command, takes the place of what was there.
 */
export function mergeDefinitions(base: any, over: any): any {
  if (over === undefined) {
    return base;
  }
  if (isListOfMaps(base) && isListOfMaps(over)) {
    const targets = new Set(over.map(targetOf));
    return [...base.filter(entry => targetOf(entry) === undefined || !targets.has(targetOf(entry))), ...over];
  }
  const below = Array.isArray(base) ? byName(base) : base;
  if (!isMap(below) || !isMap(over)) {
    return over;
  }
  const merged = { ...below };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = PROTECTIONS.has(key) && Array.isArray(merged[key]) && Array.isArray(value)
      ? mergeProtections(merged[key], value)
      : mergeDefinitions(merged[key], value);
  }
  return merged;
}

/** Lists that confine a container, or let it work in spite of that: what is given adds to them. */
const PROTECTIONS = new Set(['security_opt', 'cap_drop', 'cap_add', 'tmpfs']);

/** Entries go by what they set: `no-new-privileges:false` takes the place of `no-new-privileges:true`, `label=disable` of nothing. */
function mergeProtections(base: any[], over: any[]): any[] {
  const subjects = new Set(over.map(subjectOf));
  return [...base.filter(entry => !subjects.has(subjectOf(entry))), ...over];
}

function subjectOf(entry: any): string {
  return String(entry).split(/[:=]/, 1)[0].toUpperCase().replace(/^CAP_/, '');
}

/** What tells entries of a list apart: the path or port in the container, of a port with its protocol, as one number may be open by both. */
function targetOf({ target, protocol = 'tcp' }: { [key: string]: any }): string | undefined {
  return target === undefined ? undefined : `${target}/${protocol}`;
}

/** A list of names, as `networks` of a service may be, in the form of a map. */
function byName(names: any[]): { [name: string]: any } {
  return Object.fromEntries(names.map(name => [name, {}]));
}

function isListOfMaps(value: any): value is { [key: string]: any }[] {
  return Array.isArray(value) && value.every(isMap);
}

/** A map to look into: references (`IEnvValue`) and things that render themselves are values. */
function isMap(value: any): value is { [key: string]: any } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    && typeof value.toCompose !== 'function' && typeof value.toDefinition !== 'function';
}
