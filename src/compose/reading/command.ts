import { textUnits } from '../value/interpolated-text';

/**
 * The arguments of a `command` or `entrypoint`, in either form: text, which Compose splits, or a list. They are in
 * Compose's syntax: references to variables stay in them (`hasReference`), and a reference without quotes may become
 * several arguments.
 *
 * @param value the value of the key, as the compose file holds it
 * @returns `undefined` if the key is absent, `null`, or text that Compose refuses; an empty list resets that of the
 *   image
 */
export function argumentsOf(value: any): string[] | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return Array.isArray(value)
    ? value.filter(arg => arg !== null && arg !== undefined).map(String)
    : splitArguments(String(value));
}

/**
 * Splits a command line as Compose does, which is not a shell: `;`, `&`, `|`, `<` and `>` outside quotes end the line,
 * and the rest is lost.
 *
 * @param line the line, in Compose's syntax: `$$` is a dollar sign, a reference is a part of its argument
 * @returns `undefined` if Compose refuses the line: a quote is left open, or it ends in a backslash
 * @see https://github.com/mattn/go-shellwords
 */
export function splitArguments(line: string): string[] | undefined {
  const args: string[] = [];
  const open = new Set<string>(); // quotes, among them `$(`, as its end
  const isOpen = (...quotes: string[]) => quotes.some(quote => open.has(quote));
  let arg: string | undefined;
  let isEscaped = false;
  for (const unit of textUnits(line)) {
    if (isEscaped) {
      isEscaped = false;
    } else if (unit === '\\' && !isOpen("'")) {
      isEscaped = true;
      continue;
    } else if (isSpace(unit) && open.size === 0) {
      args.push(...(arg === undefined ? [] : [arg]));
      arg = undefined;
      continue;
    } else if ((unit === '"' && !isOpen("'", ')')) || (unit === "'" && !isOpen('"', ')'))) {
      toggle(open, unit);
      arg ??= '';
      continue;
    } else if ((unit === '`' && !isOpen("'", '"', ')')) || (unit === ')' && !isOpen("'", '"', '`'))) {
      toggle(open, unit);
    } else if (unit === '(' && !isOpen("'", '"', '`')) {
      if (isOpen(')') || !arg?.endsWith('$$')) {
        return undefined;
      }
      open.add(')');
    } else if (ENDS.includes(unit) && open.size === 0) {
      arg = unit === '>' && /^\d/.test(arg ?? '') ? undefined : arg; // `2>`: the number of a file, as in a shell
      break;
    }
    arg = (arg ?? '') + unit;
  }
  return isEscaped || open.size > 0 ? undefined : [...args, ...(arg === undefined ? [] : [arg])];
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
