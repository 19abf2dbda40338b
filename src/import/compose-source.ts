import {
  Document,
  Lexer,
  LineCounter,
  Pair,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
} from 'yaml';

/**
 * A place in a compose file: keys, and indexes of list entries.
 */
export type SourcePath = (string | number)[];

/**
 * A compose file that cannot be imported at all.
 */
export class UnusableSource extends Error {}

/**
 * A parsed compose file: its values and their lines.
 */
export class ComposeSource {
  /**
   * The values of the file, with anchors and merge keys resolved.
   */
  public readonly content: { [key: string]: any };

  /**
   * The tags that only have a meaning in overlays, such as `!reset`, and their lines.
   */
  public readonly tags: { readonly line: number; readonly tag: string }[] = [];

  private readonly document: Document;
  private readonly lines = new LineCounter();

  /**
   * @throws `UnusableSource` when the text is not valid YAML, or has no services
   */
  constructor(private readonly text: string) {
    const documents = parseAllDocuments(text, { merge: true, lineCounter: this.lines, logLevel: 'silent' });
    if (documents.length !== 1) {
      throw new UnusableSource(`it contains ${documents.length} YAML documents; use a file with one`);
    }
    this.document = documents[0];
    const [error] = this.document.errors;
    if (error) {
      throw new UnusableSource(`it is not valid YAML: ${error.message.split('\n')[0].replace(/:$/, '')}`);
    }
    visit(this.document, {
      Node: (key, node) => {
        if ((isMap(node) || isSeq(node) || isScalar(node)) && node.tag && !node.tag.startsWith('tag:')) {
          this.tags.push({ line: this.lineAt(node.range![0]), tag: node.tag });
        }
        if (isScalar(node) && node.type === 'PLAIN' && !node.tag) {
          node.value = key === 'key' ? node.source! : plainScalar(node.source!);
        }
      },
    });
    this.content = this.document.toJS({ maxAliasCount: 10_000 });
    if (!isFilledMap(this.content) || !isFilledMap(this.content.services)) {
      throw new UnusableSource('it has no services; is it a compose file?');
    }
    for (const [name, service] of Object.entries(this.content.services)) {
      if (!isFilledMap(service)) {
        throw new UnusableSource(
          `line ${this.lineOf(['services', name])}: the service "${name}" is not a map; add an image`,
        );
      }
    }
  }

  /**
   * The line of a value, or of the nearest value above it if it comes from an anchor.
   */
  public lineOf(path: SourcePath): number {
    let node: unknown = this.document.contents;
    let offset = 0;
    for (const key of path) {
      node = isAlias(node) ? node.resolve(this.document) : node;
      const entry: unknown = isMap(node)
        ? node.items.find(pair => isScalar(pair.key) && String(pair.key.value) === String(key))
        : isSeq(node)
          ? node.items[Number(key)]
          : undefined;
      const begin = isPair(entry) ? entry.key : entry;
      if (!isNode(begin)) {
        break;
      }
      offset = begin.range![0];
      node = isPair(entry) ? (entry as Pair).value : entry;
    }
    return this.lineAt(offset);
  }

  /**
   * The line numbers of comments.
   */
  public get commentLines(): number[] {
    let line = 1;
    const found: number[] = [];
    for (const lexeme of new Lexer().lex(this.text)) {
      found.push(...(lexeme.startsWith('#') ? [line] : []));
      line += lexeme.split('\n').length - 1;
    }
    return found;
  }

  private lineAt(offset: number): number {
    return this.lines.linePos(offset).line;
  }
}

function isFilledMap(value: any): value is { [key: string]: any } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

/**
 * Remarks on a compose file, by line, without duplicates.
 */
export class Remarks {
  private readonly remarks = new Map<string, number>();

  constructor(private readonly source: ComposeSource) {}

  /**
   * Adds a remark on a value of the file.
   */
  public add(path: SourcePath, text: string): void {
    this.addLine(this.source.lineOf(path), text);
  }

  /**
   * Adds a remark on a line of the file.
   */
  public addLine(line: number, text: string): void {
    const remark = `line ${line}: ${text}`;
    this.remarks.set(remark, line);
  }

  /**
   * All remarks, sorted by line.
   */
  public get lines(): string[] {
    return [...this.remarks].sort(([, one], [, other]) => one - other).map(([remark]) => remark);
  }
}

const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const INTEGERS: [RegExp, number][] = [
  [/^0[xX]([\da-fA-F]+)$/, 16],
  [/^0[bB]([01]+)$/, 2],
  [/^0[oO]?([0-7]+)$/, 8],
  [/^(0|[1-9]\d*)$/, 10],
];

/**
 * The value of an unquoted YAML scalar in Compose. Its parser reads YAML 1.2 with parts of 1.1 (`0777` is octal,
 * `1_000` is a number, `yes` is text), for which the `yaml` package has no schema.
 *
 * @see https://github.com/yaml/go-yaml/blob/v3/resolve.go
 */
export function plainScalar(source: string): string | number | boolean | null {
  if (/^(~|null|Null|NULL)?$/.test(source)) {
    return null;
  }
  if (/^(true|True|TRUE|false|False|FALSE)$/.test(source)) {
    return source.toLowerCase() === 'true';
  }
  if (!/^[-+.\d]/.test(source)) {
    return source;
  }
  const number = numberOf(source.replaceAll('_', ''));
  // Integers that JavaScript cannot represent are kept as text, which Compose converts to the number.
  return number === undefined
    ? source
    : Number.isInteger(number) && !Number.isSafeInteger(number)
      ? source.replaceAll('_', '')
      : number;
}

function numberOf(digits: string): number | undefined {
  const [, sign, unsigned] = /^([-+]?)(.*)$/.exec(digits)!;
  for (const [pattern, base] of INTEGERS) {
    const match = pattern.exec(unsigned);
    if (match) {
      return (sign === '-' ? -1 : 1) * parseInt(match[1], base);
    }
  }
  return FLOAT.test(digits) ? Number(digits) : undefined;
}
