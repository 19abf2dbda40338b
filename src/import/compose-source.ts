import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Pair,
  parseAllDocuments,
  Document,
  visit,
} from 'yaml';
import { plainScalar } from './plain-scalar';

/**
 * Where something stands in a compose file: keys, and numbers of entries of lists.
 */
export type SourcePath = (string | number)[];

/**
 * A compose file that cannot be imported at all.
 */
export class UnusableSource extends Error {}

/**
 * A compose file that is read: its values, and the lines where they stand.
 */
export class ComposeSource {
  /**
   * The values of the file, with anchors and merge keys resolved and nothing else.
   */
  public readonly content: { [key: string]: any };

  /**
   * The tags that have a meaning in overlays alone, such as `!reset`, by line.
   */
  public readonly tags: { readonly line: number; readonly tag: string }[] = [];

  private readonly document: Document;
  private readonly lines = new LineCounter();

  /**
   * @throws `UnusableSource` when the text is not YAML, or holds no services
   */
  constructor(private readonly text: string) {
    const documents = parseAllDocuments(text, { merge: true, lineCounter: this.lines, logLevel: 'silent' });
    if (documents.length !== 1) {
      throw new UnusableSource(`it holds ${documents.length} YAML documents; give a file with one`);
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
          `line ${this.lineOf(['services', name])}: the service "${name}" is no map; give it an image`,
        );
      }
    }
  }

  /**
   * The line of a value; of the nearest one above it, where it came by an anchor.
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
   * The lines of comments.
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
