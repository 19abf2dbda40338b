import { ClusterInput, KubernetesObject, ObjectOverride } from './cluster-input';
import { Report } from './report';
import { nearest, splitPath } from '../../compose/internal';
import { KINDS, KUBERNETES_KEYS, KUBERNETES_VERSION } from '../spec/keys';

const TYPE_NAMES: { [code: string]: string } = {
  s: 'text',
  i: 'an integer',
  n: 'a number',
  b: 'true or false',
  q: 'text or a number',
  L: 'a list',
  M: 'a map',
  T: 'a map',
};

/**
 * The objects with the team's changes, each checked against the keys of Kubernetes.
 */
export function withOverrides(input: ClusterInput, objects: KubernetesObject[], report: Report): KubernetesObject[] {
  const changed = [...objects];
  for (const override of input.overrides) {
    const index = changed.findIndex(object => isMeant(override.object, object));
    if (index < 0) {
      const names = objects.map(nameOf);
      report.clusterError(
        `the override of "${override.object}" changes no object`,
        `did you mean "${nearest(override.object, names)}"?`,
      );
      continue;
    }
    const keys = splitPath(override.path);
    const fault = faultAt(override, keys, changed[index]);
    if (fault) {
      report.clusterError(`the override "${override.path}" of "${override.object}" ${fault.problem}`, fault.remedy);
    } else {
      changed[index] = replaced(changed[index], keys, override.value);
    }
  }
  return changed;
}

/** Kind and name; that of a job without its digest. */
function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${kind === 'Job' ? (metadata.labels?.['app.kubernetes.io/name'] ?? metadata.name) : metadata.name}`;
}

function isMeant(name: string, object: KubernetesObject): boolean {
  return name === nameOf(object) || name === `${object.kind}/${object.metadata.name}`;
}

interface Fault {
  readonly problem: string;
  readonly remedy: string;
}

function faultAt({ value }: ObjectOverride, keys: string[], object: KubernetesObject): Fault | undefined {
  let code = `T${object.kind}`;
  if (KINDS[object.kind] === undefined) {
    return undefined; // an object of an extension, whose keys are not known here
  }
  for (const [index, key] of keys.entries()) {
    const below = codeBelow(code, key);
    if (below === undefined) {
      const known = code.startsWith('T') ? [...typeKeys(code.slice(1)).keys()] : [];
      return {
        problem: `names the key "${key}", which Kubernetes ${KUBERNETES_VERSION} does not have there`,
        remedy:
          known.length > 0
            ? `did you mean "${[...keys.slice(0, index), nearest(key, known)].join('.')}"?`
            : code.startsWith('L')
              ? 'give the number of an entry'
              : 'there are no keys below a plain value',
      };
    }
    code = below;
  }
  const [first] = value === undefined ? [] : valueFaults(code, value, '');
  return first;
}

/** The type of what a key holds; undefined if there is no such key. */
function codeBelow(code: string, key: string): string | undefined {
  switch (code[0]) {
    case '*':
      return '*';
    case 'M':
      return code.slice(1);
    case 'L':
      return /^\d+$/.test(key) ? code.slice(1) : undefined;
    case 'T':
      return typeKeys(code.slice(1)).get(key);
    default:
      return undefined;
  }
}

function valueFaults(code: string, value: any, place: string): Fault[] {
  const at = (key: string | number) => (place ? `${place}.${key}` : String(key));
  if (code[0] !== '*' && !fits(code[0], value)) {
    return [
      {
        problem: `has ${place ? `"${place}", which should be` : 'a value that should be'} ${TYPE_NAMES[code[0]]}`,
        remedy: `give it ${TYPE_NAMES[code[0]]}`,
      },
    ];
  }
  if (code[0] === 'L') {
    return value.flatMap((item: any, index: number) => valueFaults(code.slice(1), item, at(index)));
  }
  return code[0] === 'M' || code[0] === 'T'
    ? Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .flatMap(([key, item]) => {
          const below = codeBelow(code, key);
          return below === undefined
            ? [
                {
                  problem: `names the key "${at(key)}", which Kubernetes ${KUBERNETES_VERSION} does not have there`,
                  remedy: `did you mean "${at(nearest(key, [...typeKeys(code.slice(1)).keys()])!)}"?`,
                },
              ]
            : valueFaults(below, item, at(key));
        })
    : [];
}

function fits(code: string, value: any): boolean {
  switch (code) {
    case 's':
      return typeof value === 'string';
    case 'i':
      return Number.isInteger(value);
    case 'n':
      return Number.isFinite(value);
    case 'b':
      return typeof value === 'boolean';
    case 'q':
      return typeof value === 'string' || Number.isFinite(value);
    case 'L':
      return Array.isArray(value);
    default:
      return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}

const known = new Map<string, Map<string, string>>();

/** The keys of a type, with the types of what they hold. */
function typeKeys(type: string): Map<string, string> {
  let keys = known.get(type);
  if (!keys) {
    keys = new Map(
      KUBERNETES_KEYS[type].split(' ').map((entry): [string, string] => {
        const [name, code] = entry.split(':');
        return [name, code];
      }),
    );
    known.set(type, keys);
  }
  return keys;
}

/** A copy in which the entry at a path is another one, or gone. */
function replaced(node: any, [key, ...rest]: string[], value: any): any {
  const isList = Array.isArray(node) || (node === undefined && /^\d+$/.test(key));
  const entry = rest.length > 0 ? replaced(node?.[key], rest, value) : value;
  if (isList) {
    return Object.assign([...(node ?? [])], { [key]: entry }).filter((item: any) => item !== undefined);
  }
  const copy = { ...node, [key]: entry };
  if (entry === undefined) {
    delete copy[key];
  }
  return copy;
}
