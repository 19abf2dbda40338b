/**
 * The outline of a node: what stands before and after its label.
 */
export enum NodeShape {
  BOX = '[ ]',
  ROUNDED = '( )',
  STADIUM = '([ ])',
  CYLINDER = '[( )]',
  FRAMED = '[[ ]]',
}

/**
 * The line of a link.
 */
export enum LinkLine {
  ARROW = '-->',
  DOTTED_ARROW = '-.->',
  THICK_ARROW = '==>',
  PLAIN = '---',
}

/**
 * A node of a flowchart.
 */
export interface FlowchartNode {
  /** What the node is, such as `service`: nodes of two kinds may have one name. */
  readonly kind: string;
  readonly name: string;
  readonly shape: NodeShape;
  /** The lines of the label; the first one stands out. */
  readonly label: string[];
  /** The names of its styles. */
  readonly styles: string[];
}

/**
 * Words after which Mermaid cuts the `;` off a number, which is how a label writes its special characters.
 *
 * @see https://github.com/mermaid-js/mermaid/blob/develop/packages/mermaid/src/utils.ts (encodeEntities)
 */
const KEYWORDS = /style|classDef/g;

/**
 * The text of a flowchart, for any labels.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export class MermaidFlowchart {
  private readonly lines: string[] = ['flowchart LR'];
  private readonly ids = new Map<string, string>();
  private readonly dressed = new Map<string, string[]>();
  private indent = '  ';

  /**
   * @param styles lists of CSS properties, by names for nodes and areas to refer to
   */
  constructor(private readonly styles: { [name: string]: string }) {}

  /**
   * Draws a node.
   */
  public node({ kind, name, shape, label: [first, ...others], styles }: FlowchartNode): void {
    const [before, behind] = shape.split(' ');
    const label = [`<b>${escapeLabel(first)}</b>`, ...others.filter(line => line !== '').map(escapeLabel)].join('<br>');
    this.write(`${this.idOf(kind, name)}${before}"${label}"${behind}`);
    styles.forEach(style => this.dress(kind, name, style));
  }

  /**
   * Draws what `draw` draws inside of an area.
   */
  public area(name: string, title: string, style: string, draw: () => void): void {
    this.write(`subgraph ${this.idOf('area', name)}["${escapeLabel(title)}"]`);
    this.indent += '  ';
    draw();
    this.indent = this.indent.slice(2);
    this.write('end');
    this.dress('area', name, style);
  }

  /**
   * Draws a link between two nodes, each given by kind and name.
   */
  public link(from: [string, string], line: LinkLine, to: [string, string], label?: string): void {
    this.write(`${this.idOf(...from)} ${line}${label ? `|"${escapeLabel(label)}"|` : ''} ${this.idOf(...to)}`);
  }

  /** The whole text, with those styles that are used. */
  public toText(): string {
    const styles = Object.entries(this.styles)
      .filter(([name]) => this.dressed.has(name))
      .flatMap(([name, css]) => [`  classDef ${name} ${css}`, `  class ${this.dressed.get(name)!.join(',')} ${name}`]);
    return [...this.lines, ...styles].join('\n') + '\n';
  }

  private dress(kind: string, name: string, style: string): void {
    this.dressed.set(style, [...(this.dressed.get(style) ?? []), this.idOf(kind, name)]);
  }

  private write(line: string): void {
    this.lines.push(this.indent + line);
  }

  /**
   * An id that is no word of Mermaid's, such as `end`, and is not changed by what other nodes there are, unless the
   * names are alike.
   */
  private idOf(kind: string, name: string): string {
    const key = `${kind} ${name}`;
    let id = this.ids.get(key);
    if (id === undefined) {
      id = `${kind}_${name.replace(KEYWORDS, '').replace(/[^A-Za-z0-9]+/g, '_')}`;
      const taken = new Set(this.ids.values());
      while (taken.has(id)) {
        id += '_';
      }
      this.ids.set(key, id);
    }
    return id;
  }
}

/**
 * Writes by its number what could mean something to Mermaid, or to the HTML and Markdown that it reads labels as.
 */
function escapeLabel(text: string): string {
  return (
    text
      .replace(/\s+/g, ' ')
      // An icon and a line break, which Mermaid looks for when it has read the numbers: a space without width breaks
      // them.
      .replace(/fa:(?=fa-)|\\(?=n)/g, '$&\u200b')
      .replace(
        /[^\p{L}\p{M}\p{N} _.,:/@+=()→-]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<=^| )-|(?<=^\p{N}+)\.(?= |$)|(?<=styl)e|(?<=classDe)f/gu,
        character => `#${character.codePointAt(0)};`,
      )
  );
}
