import { Document, isMap, isScalar, Node, Scalar, visit } from 'yaml';
import { ComposeTag } from './compose-tag';

/** The order of the top-level keys; others follow as they were rendered. */
const KEY_ORDER = ['name', 'include', 'services', 'networks', 'volumes', 'configs', 'secrets', 'models'];

/**
 * Writes a compose file's model as YAML that every reader understands alike: each text is quoted, since Compose reads
 * YAML 1.1 and 1.2 at once (`1_000` and `2020-01-01` would change), nothing is folded, maps keep their order.
 */
export function toComposeYaml(model: { [key: string]: any }): string {
  const ordered = Object.fromEntries([
    ...KEY_ORDER.filter(key => key in model).map(key => [key, model[key]]),
    ...Object.entries(model).filter(([key]) => !KEY_ORDER.includes(key)),
  ]);
  const document = new Document(ordered, (_, value) => (value instanceof ComposeTag ? tagged(value) : value), { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_, pair) => {
      if (isScalar(pair.key) && typeof pair.key.value === 'string' && !isPlainKey(pair.key.value)) {
        pair.key.type = Scalar.QUOTE_DOUBLE;
      }
    },
    Scalar: (key, node) => {
      if (key !== 'key' && typeof node.value === 'string') {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
    Map: (_, node) => {
      node.flow = isMap(node) && node.items.length === 0;
    },
  });
  return escapeSpecial(document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity }));
}

function tagged({ tag, value }: ComposeTag): Node {
  const node = new Document(value, { aliasDuplicateObjects: false }).contents!;
  node.tag = tag;
  return node;
}

/**
 * Escapes what YAML 1.1 refuses (control characters) or takes for a line break inside of quotes (NEL, LS, PS). Such
 * characters stand in quoted texts only.
 *
 * @see https://yaml.org/spec/1.1/#id868518
 */
function escapeSpecial(yaml: string): string {
  return yaml.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Whether every YAML version reads the key as text: no `yes`, `null`, number or date. */
function isPlainKey(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_.\/-]*$/.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key);
}
