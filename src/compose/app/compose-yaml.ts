import { inConventionalOrder } from './compose-order';
import { ComposeTag } from './compose-tag';

/** Longer keys need a `?` before them. @see https://yaml.org/spec/1.2.2/#chapter-7-flow-style-productions */
const MAX_IMPLICIT_KEY = 1024;

/**
 * Writes a compose file's model as YAML that every reader understands alike: each text is quoted, since Compose reads
 * YAML 1.1 and 1.2 at once (`1_000` and `2020-01-01` would change), nothing is folded.
 *
 * So little of YAML is written that a library, which must be ready for all of it, takes several times as long.
 */
export function toComposeYaml(model: { [key: string]: any }): string {
  const ordered = inConventionalOrder(model);
  return isBlock(ordered) ? escapeSpecial(block(ordered, '')) : '{}\n';
}

/** A map or list, each line after `indent`. */
function block(value: any, indent: string): string {
  if (Array.isArray(value)) {
    // The first line of a map or list in a list stands after the dash, in the place of its indentation.
    return value
      .map(
        item =>
          `${indent}-${isBlock(item) ? ` ${block(item, `${indent}  `).slice(indent.length + 2)}` : entry(item, indent)}`,
      )
      .join('');
  }
  return Object.entries(value)
    .map(([key, item]) => {
      const text = isPlainKey(key) ? key : JSON.stringify(key);
      return `${indent}${text.length > MAX_IMPLICIT_KEY ? `? ${text}\n${indent}` : text}:${entry(item, indent)}`;
    })
    .join('');
}

/** What stands after a key, or a dash. */
function entry(value: any, indent: string): string {
  if (value instanceof ComposeTag) {
    return ` ${value.tag}${entry(value.value, indent)}`;
  }
  return isBlock(value) ? `\n${block(value, `${indent}  `)}` : ` ${scalar(value)}\n`;
}

/** Whether a value takes lines of its own. */
function isBlock(value: any): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof ComposeTag) && Object.keys(value).length > 0;
}

/** A value on one line. JSON's escapes are YAML's too, but it has no numbers that are none. */
function scalar(value: any): string {
  return typeof value === 'number' && !Number.isFinite(value) ? '.nan' : JSON.stringify(value);
}

/**
 * Escapes what YAML 1.1 refuses (control characters) or takes for a line break inside of quotes (NEL, LS, PS). Such
 * characters stand in quoted texts only.
 *
 * @see https://yaml.org/spec/1.1/#id868518
 */
function escapeSpecial(yaml: string): string {
  return yaml.replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether every YAML version reads the key as text: no `yes`, `null`, number or date. */
function isPlainKey(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_.\/-]*$/.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key);
}
