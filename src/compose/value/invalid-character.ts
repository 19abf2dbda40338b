const HALF_OF_A_CHARACTER = /\p{Cs}/u;

/**
 * A character of a text that no file can contain, as a message calls it: half of a surrogate pair, which UTF-8 cannot
 * encode (Node.js would silently write U+FFFD). Undefined for nearly all texts.
 */
export function brokenCharacter(text: string): string | undefined {
  const [half] = HALF_OF_A_CHARACTER.exec(text) ?? [];
  return half && `half of a surrogate pair (\\u${half.charCodeAt(0).toString(16)})`;
}

/**
 * A character of a text that no environment, argument list or `.env` file can contain: NUL, or half of a surrogate
 * pair. Undefined for nearly all texts.
 */
export function invalidCharacter(text: string): string | undefined {
  return text.includes('\0') ? 'a NUL character' : brokenCharacter(text);
}
