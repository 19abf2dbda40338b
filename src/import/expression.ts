const WIDTH = 140;

/**
 * A name in TypeScript: a constant, or a member of an enum.
 */
export class Name {
  constructor(public readonly text: string) {}
}

/**
 * A call of a function, a method or, with `new` before the name, of a constructor.
 */
export class Call {
  constructor(
    public readonly callee: string,
    public readonly args: Expression[],
  ) {}
}

/**
 * A TypeScript expression; entries of maps that are `undefined` are left out.
 */
export type Expression =
  string | number | boolean | null | undefined | Name | Call | Expression[] | { [key: string]: Expression };

/**
 * Writes an expression as TypeScript, on one line if it fits.
 *
 * @param indent the number of spaces before the lines after the first
 * @param before the number of characters before the expression on its line
 */
export function toTypeScript(expression: Expression, indent = 0, before = indent): string {
  const line = onOneLine(expression);
  if (before + line.length <= WIDTH - 10 && !isLarge(expression)) {
    return line;
  }
  const inner = ' '.repeat(indent + 2);
  const lines = (open: string, items: string[], close: string) =>
    `${open}\n${items.map(item => `${inner}${item},\n`).join('')}${' '.repeat(indent)}${close}`;
  if (expression instanceof Call && expression.args.length > 0) {
    const head = expression.args.slice(0, -1).map(onOneLine);
    const last = expression.args.at(-1)!;
    if ((isMapOrList(last) || (last instanceof Call && head.length === 1)) && head.join(', ').length < 60) {
      const open = `${expression.callee}(${head.map(arg => `${arg}, `).join('')}`;
      return `${open}${toTypeScript(last, indent, before + open.length)})`;
    }
    return lines(
      `${expression.callee}(`,
      expression.args.map(arg => toTypeScript(arg, indent + 2)),
      ')',
    );
  }
  if (Array.isArray(expression)) {
    return lines(
      '[',
      expression.map(item => toTypeScript(item, indent + 2)),
      ']',
    );
  }
  if (isMap(expression)) {
    return lines(
      '{',
      present(expression).map(
        ([key, value]) => `${keyOf(key)}: ${toTypeScript(value, indent + 2, indent + 4 + key.length)}`,
      ),
      '}',
    );
  }
  return line;
}

/**
 * The classes and enums that an expression names.
 */
export function classesIn(expression: Expression): string[] {
  if (expression instanceof Name || expression instanceof Call) {
    const [head] = (expression instanceof Name ? expression.text : expression.callee.replace(/^new /, '')).split('.');
    const args = expression instanceof Call ? expression.args.flatMap(classesIn) : [];
    return [...(/^[A-Z]/.test(head) ? [head] : []), ...args];
  }
  return Array.isArray(expression)
    ? expression.flatMap(classesIn)
    : isMap(expression)
      ? Object.values(expression).flatMap(classesIn)
      : [];
}

function onOneLine(expression: Expression): string {
  if (expression instanceof Name) {
    return expression.text;
  }
  if (expression instanceof Call) {
    return `${expression.callee}(${expression.args.map(onOneLine).join(', ')})`;
  }
  if (Array.isArray(expression)) {
    return `[${expression.map(onOneLine).join(', ')}]`;
  }
  if (isMap(expression)) {
    const entries = present(expression).map(([key, value]) =>
      value instanceof Name && value.text === key ? key : `${keyOf(key)}: ${onOneLine(value)}`,
    );
    return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
  }
  return typeof expression === 'string' ? quoted(expression) : String(expression);
}

/** Whether it is written on several lines, even if it is short. */
function isLarge(expression: Expression): boolean {
  return (
    (isMap(expression) &&
      (present(expression).length > 4 ||
        present(expression).some(([, value]) => isMap(value) && present(value).length > 1))) ||
    (expression instanceof Call && expression.callee === 'new Service') ||
    (expression instanceof Call && expression.args.some(isLarge))
  );
}

function isMapOrList(expression: Expression): boolean {
  return Array.isArray(expression) || isMap(expression);
}

function isMap(expression: Expression): expression is { [key: string]: Expression } {
  return (
    typeof expression === 'object' &&
    expression !== null &&
    !Array.isArray(expression) &&
    !(expression instanceof Name) &&
    !(expression instanceof Call)
  );
}

function present(map: { [key: string]: Expression }): [string, Expression][] {
  return Object.entries(map).filter(([, value]) => value !== undefined);
}

function keyOf(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : quoted(key);
}

/** In single quotes, or in double quotes if that avoids escapes. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return text.includes("'") && !text.includes('"')
    ? json
    : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const RESERVED = new Set(
  `project app networks volumes variables abstract any as async await boolean break case catch class const continue debugger declare default delete do else enum
  export extends false finally for from function get if implements import in instanceof interface let module namespace new null number of package private
  protected public require return set static string super switch symbol this throw true try type typeof undefined var void while with yield eval
  arguments exports process console global`.split(/\s+/),
);

/**
 * Unique names for the constants of a program.
 */
export class Identifiers {
  private readonly taken = new Set(RESERVED);

  /**
   * Makes a name from words, such as `db` or `dbVolume`.
   *
   * @param suffix the suffix if the name is already used
   */
  public make(words: string, suffix: string): string {
    const parts = words
      .split(/[^A-Za-z0-9]+/)
      .filter(part => part !== '')
      .map(part => (/[a-z]/.test(part) ? part : part.toLowerCase()));
    const camel = parts
      .map((part, index) => (index === 0 ? part[0].toLowerCase() : part[0].toUpperCase()) + part.slice(1))
      .join('');
    const base = /^[a-z]/.test(camel) ? camel : `${suffix.toLowerCase()}${camel}`;
    const candidates = [base, `${base}${suffix}`];
    const name = candidates.find(candidate => !this.taken.has(candidate)) ?? this.numbered(candidates[1]);
    this.taken.add(name);
    return name;
  }

  private numbered(base: string): string {
    let number = 2;
    while (this.taken.has(`${base}${number}`)) {
      number++;
    }
    return `${base}${number}`;
  }
}
