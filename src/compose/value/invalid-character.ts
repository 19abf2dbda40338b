const HALF_OF_A_CHARACTER = /\p{Cs}/u;

/**
 * What a text holds that no file can, in words for a message: half of a surrogate pair, which has no form in UTF-8
 * (writing it would put U+FFFD in its place, silently). Nothing for nearly every text.
 */
export function brokenCharacter(text: string): string | undefined {
  const [half] = HALF_OF_A_CHARACTER.exec(text) ?? [];
  return half && `half of a surrogate pair (\\u${half.charCodeAt(0).toString(16)})`;
}

/**
 * What a text holds that no environment, argument list or `.env` file can: what no file can, or NUL, which ends a text
 * there. Nothing for nearly every text.
 */
export function invalidCharacter(text: string): string | undefined {
  return text.includes('\0') ? 'a NUL character' : brokenCharacter(text);
}
