import { IConstruct } from 'constructs';
import { composeError, ErrorList, nearest } from './compose-error';
import { isMap } from './merge-definitions';
import { specBelow, specFaults } from './spec-faults';
import { COMPOSE_SPEC, SpecKeys } from '../spec/keys';

/** The member of a struct that holds the keys of extensions, `x-…`, which have no members of their own. */
const EXTENSIONS = 'extensions';

/** Lists of a service whose entries deny the container something. */
const RESTRICTIONS = ['cap_drop', 'security_opt'];

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
  for (const key of RESTRICTIONS.filter(each => Array.isArray(definition?.[each]) && definition[each].length === 0)) {
    errors.add(
      composeError(
        owner,
        `the prop \`spec.${memberName(key)}\` is an empty list, which removes no restriction, since its entries are added`,
        `leave it out, or remove what the service sets: addDeletionOverride('${key}')`,
      ),
    );
  }
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
                composeError(owner, `the extension "${name}" of \`spec\` does not begin with x-`, `write "x-${name}"`),
              ),
          );
          return Object.entries(item);
        }
        errors.add(
          composeError(
            owner,
            `\`spec\` has no member "${member}"`,
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
