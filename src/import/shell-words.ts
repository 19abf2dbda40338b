/**
 * The words of a command line, or `undefined` where Compose's own splitting would do more than to take quotes away: it
 * gives escapes, `;`, `|` and the like a meaning of their own.
 *
 * @see https://github.com/mattn/go-shellwords
 */
export function shellWords(line: string): string[] | undefined {
  const words: string[] = [];
  const word = /\s*((?:[^\s'"\\`()$;&|<>]+|'[^']*'|"[^"\\`$]*")+)(?=\s|$)/y;
  let end = 0;
  for (let match = word.exec(line); match; match = word.exec(line)) {
    words.push(match[1].replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double));
    end = word.lastIndex;
  }
  return line.slice(end).trim() === '' ? words : undefined;
}
