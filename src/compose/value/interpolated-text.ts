/**
 * A reference to a variable in a text.
 */
export interface VariableReference {
  /** The name of the variable. */
  readonly name: string;
  /** What stands between name and value, such as `:-`; nothing in `$X` and `${X}`. */
  readonly operator?: string;
  /** The text after the operator, in Compose's syntax. */
  readonly value?: string;
}

/**
 * A piece of a text: literal text, or a reference.
 */
export type TextPart = string | VariableReference;

/**
 * Takes a text of a compose file apart by Compose's interpolation syntax; `$$` becomes a literal `$`.
 *
 * @returns nothing when the text is not valid to Compose
 * @see https://docs.docker.com/reference/compose-file/interpolation/
 */
export function interpolatedText(text: string): TextPart[] | undefined {
  const parts: TextPart[] = [];
  let literal = '';
  let rest = text;
  while (rest) {
    const plain = /^(?:[^$]+|\$\$)/.exec(rest)?.[0];
    if (plain) {
      literal += plain === '$$' ? '$' : plain;
      rest = rest.slice(plain.length);
      continue;
    }
    const found = referenceAt(rest);
    if (!found) {
      return undefined;
    }
    parts.push(...(literal ? [literal] : []), found.reference);
    literal = '';
    rest = rest.slice(found.length);
  }
  return [...parts, ...(literal ? [literal] : [])];
}

/**
 * The references in a text, with those in the defaults of others.
 */
export function referencesIn(parts: TextPart[]): VariableReference[] {
  return parts.flatMap(part =>
    typeof part === 'string' ? [] : [part, ...referencesIn(interpolatedText(part.value ?? '') ?? [])],
  );
}

/**
 * The characters of a text of a compose file; `$$`, which stands for one character, and a whole reference are one unit
 * each.
 */
export function textUnits(text: string): string[] {
  const units: string[] = [];
  for (let at = 0; at < text.length;) {
    const unit =
      text[at] !== '$'
        ? String.fromCodePoint(text.codePointAt(at)!)
        : text[at + 1] === '$'
          ? '$$'
          : text.slice(at, at + (referenceAt(text.slice(at))?.length ?? 1));
    units.push(unit);
    at += unit.length;
  }
  return units;
}

/**
 * The pieces of a text between separators; one inside of a reference, as in `${DIR:-./data}`, separates nothing.
 */
export function splitText(text: string, separator: string): string[] {
  if (!text.includes('$')) {
    return text.split(separator);
  }
  const pieces = [''];
  for (const unit of textUnits(text)) {
    if (unit === separator) {
      pieces.push('');
    } else {
      pieces[pieces.length - 1] += unit;
    }
  }
  return pieces;
}

/** The reference at the begin of a text, and its length. */
function referenceAt(text: string): { reference: VariableReference; length: number } | undefined {
  const named = /^\$([A-Za-z_]\w*)/.exec(text);
  if (named) {
    return { reference: { name: named[1] }, length: named[0].length };
  }
  const braced = /^\$\{([A-Za-z_]\w*)(?:(:?[-+?])|(?=\}))/.exec(text);
  const end = braced ? closingBrace(text) : -1;
  if (!braced || end < 0) {
    return undefined;
  }
  const [head, name, operator] = braced;
  return { reference: { name, ...(operator && { operator, value: text.slice(head.length, end) }) }, length: end + 1 };
}

/** Where the brace ends with which a text begins. */
function closingBrace(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '$' && (text[at + 1] === '$' || text[at + 1] === '{')) {
      at++;
      depth += text[at] === '{' ? 1 : 0;
    } else if (text[at] === '}') {
      depth--;
      if (depth === 0) {
        return at;
      }
    }
  }
  return -1;
}
