import { ComposeSource, SourcePath } from './compose-source';

/**
 * What is to be said about a compose file: by line, each once.
 */
export class Remarks {
  private readonly remarks = new Map<string, number>();

  constructor(private readonly source: ComposeSource) {}

  /**
   * Says something about a value of the file.
   */
  public add(path: SourcePath, text: string): void {
    this.addLine(this.source.lineOf(path), text);
  }

  /**
   * Says something about a line of the file.
   */
  public addLine(line: number, text: string): void {
    const remark = `line ${line}: ${text}`;
    this.remarks.set(remark, line);
  }

  /**
   * All remarks, in the order of their lines.
   */
  public get lines(): string[] {
    return [...this.remarks].sort(([, one], [, other]) => one - other).map(([remark]) => remark);
  }
}
