import { textUnits } from '../interpolated-text';

/**
 * The argument list of a `command` or `entrypoint`, in either form: a text, which Compose splits, or a list. The arguments are text in Compose's
 * syntax: one in which a variable decides keeps its reference (`hasReference`), and a reference without quotes in a text may become several arguments.
 *
 * @param value the value of the key, as the compose file holds it
 * @returns nothing where the key is absent, `null`, or a text that Compose refuses; an empty list takes the image's own away
 */
export function argumentsOf(value: any): string[] | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return Array.isArray(value) ? value.filter(word => word !== null && word !== undefined).map(String) : splitArguments(String(value));
}

/**
 * Splits a command line as Compose does. That is no shell: `;`, `&`, `|`, `<` and `>` outside of quotes end the line, and what follows is lost.
 *
 * @param line the line, in Compose's syntax: `$$` is a dollar sign, a reference is a part of its argument
 * @returns nothing where Compose refuses the line: a quote is left open, or it ends in a backslash
 * @see https://github.com/mattn/go-shellwords
 */
export function splitArguments(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  let isEscaped = false;
  for (const unit of textUnits(line)) {
    if (isEscaped) {
      isEscaped = false;
      word = (word ?? '') + (quote === '`' || quote === ')' ? `\\${unit}` : ESCAPES[unit] ?? unit);
    } else if (unit === '\\' && quote !== "'") {
      isEscaped = true;
    } else if (quote !== undefined) {
      const ends = unit === quote;
      word = (word ?? '') + (ends && isPlain(quote) ? '' : unit);
      quote = ends ? undefined : quote;
    } else if (/^\s$/.test(unit)) {
      words.push(...(word === undefined ? [] : [word]));
      word = undefined;
    } else if (isPlain(unit)) {
      quote = unit;
    } else if (unit === '`') {
      quote = unit;
      word = (word ?? '') + unit;
    } else if (unit === '(' || unit === ')') {
      if (unit === ')' || !word?.endsWith('$$')) {
        return undefined;
      }
      quote = ')';
      word += unit;
    } else if (ENDS.includes(unit)) {
      word = unit === '>' && /^\d+$/.test(word ?? '') ? undefined : word;
      break;
    } else {
      word = (word ?? '') + unit;
    }
  }
  return isEscaped || quote !== undefined ? undefined : [...words, ...(word === undefined ? [] : [word])];
}

const ENDS = [';', '&', '|', '<', '>'];

const ESCAPES: { [letter: string]: string } = { t: '\t', n: '\n' };

/** Whether a quote is taken away from its argument. */
function isPlain(quote: string): boolean {
  return quote === '"' || quote === "'";
}
