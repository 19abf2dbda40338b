import { textUnits } from '../value/interpolated-text';

/**
 * The argument list of a `command` or `entrypoint`, in either form: a text, which Compose splits, or a list. The
 * arguments are text in Compose's syntax: one in which a variable decides keeps its reference (`hasReference`), and a
 * reference without quotes in a text may become several arguments.
 *
 * @param value the value of the key, as the compose file holds it
 * @returns nothing where the key is absent, `null`, or a text that Compose refuses; an empty list takes the image's own
 *   away
 */
export function argumentsOf(value: any): string[] | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return Array.isArray(value)
    ? value.filter(word => word !== null && word !== undefined).map(String)
    : splitArguments(String(value));
}

/**
 * Splits a command line as Compose does. That is no shell: `;`, `&`, `|`, `<` and `>` outside of quotes end the line,
 * and what follows is lost.
 *
 * @param line the line, in Compose's syntax: `$$` is a dollar sign, a reference is a part of its argument
 * @returns nothing where Compose refuses the line: a quote is left open, or it ends in a backslash
 * @see https://github.com/mattn/go-shellwords
 */
export function splitArguments(line: string): string[] | undefined {
  const words: string[] = [];
  const open = new Set<string>(); // quotes, among them `$(`, as its end
  const isOpen = (...quotes: string[]) => quotes.some(quote => open.has(quote));
  let word: string | undefined;
  let isEscaped = false;
  for (const unit of textUnits(line)) {
    if (isEscaped) {
      isEscaped = false;
    } else if (unit === '\\' && !isOpen("'")) {
      isEscaped = true;
      continue;
    } else if (isSpace(unit) && open.size === 0) {
      words.push(...(word === undefined ? [] : [word]));
      word = undefined;
      continue;
    } else if ((unit === '"' && !isOpen("'", ')')) || (unit === "'" && !isOpen('"', ')'))) {
      toggle(open, unit);
      word ??= '';
      continue;
    } else if ((unit === '`' && !isOpen("'", '"', ')')) || (unit === ')' && !isOpen("'", '"', '`'))) {
      toggle(open, unit);
    } else if (unit === '(' && !isOpen("'", '"', '`')) {
      if (isOpen(')') || !word?.endsWith('$$')) {
        return undefined;
      }
      open.add(')');
    } else if (ENDS.includes(unit) && open.size === 0) {
      word = unit === '>' && /^\d/.test(word ?? '') ? undefined : word; // `2>`: the number of a file, as in a shell
      break;
    }
    word = (word ?? '') + unit;
  }
  return isEscaped || open.size > 0 ? undefined : [...words, ...(word === undefined ? [] : [word])];
}

const ENDS = [';', '&', '|', '<', '>'];

function isSpace(unit: string): boolean {
  return [' ', '\t', '\r', '\n'].includes(unit);
}

function toggle(open: Set<string>, quote: string): void {
  if (!open.delete(quote)) {
    open.add(quote);
  }
}
