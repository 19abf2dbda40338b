import { IConstruct } from 'constructs';
import { DockerfileStage } from './dockerfile-stage';
import { composeError, ErrorList, nearest } from '../element/compose-error';

interface Edit {
  readonly stage: string;
  /** Part of the instruction that is changed; `undefined` for the base. */
  readonly match?: string;
  /** Its replacement. */
  readonly change: (instruction: string) => string[];
}

/**
 * Changes to the instructions of a Dockerfile, found by their stage and part of their text, in the order in which they
 * were made.
 */
export class DockerfileEdits {
  private readonly edits: Edit[] = [];

  /**
   * @param owner the construct that errors name
   */
  constructor(private readonly owner: IConstruct) {}

  public add(stage: string, match: string | undefined, change: (instruction: string) => string[]): void {
    this.edits.push({ stage, match, change });
  }

  /**
   * The instructions of the stages, `FROM` first, after the changes.
   *
   * @throws when a stage or instruction is not found, or several instructions match
   */
  public apply(stages: DockerfileStage[]): string[][] {
    const instructions = new Map(stages.map(stage => [stage.name, stage.toLines()]));
    const errors = new ErrorList(this.owner);
    for (const { stage, match, change } of this.edits) {
      errors.collect(() => {
        const lines = instructions.get(stage);
        if (!lines) {
          throw composeError(
            this.owner,
            `there is no stage "${stage}" to change`,
            `did you mean "${nearest(stage, [...instructions.keys()])}"?`,
          );
        }
        const index = match === undefined ? 0 : this.find(stage, lines, match);
        instructions.set(stage, [...lines.slice(0, index), ...change(lines[index]), ...lines.slice(index + 1)]);
      });
    }
    errors.throwIfAny();
    return [...instructions.values()];
  }

  /** The index of the one instruction after `FROM` that contains the text. */
  private find(stage: string, lines: string[], match: string): number {
    const candidates = lines.slice(1);
    const found = candidates.filter(line => line.includes(match));
    if (found.length > 1) {
      throw composeError(
        this.owner,
        `"${match}" is in ${found.length} instructions of the stage "${stage}"`,
        'give more of its text',
      );
    }
    if (found.length === 0) {
      throw composeError(
        this.owner,
        `no instruction of the stage "${stage}" contains "${match}"`,
        candidates.length > 0 ? `the nearest one is "${nearestPart(match, candidates)}"` : 'it has none',
      );
    }
    return lines.indexOf(found[0], 1);
  }
}

/** The instruction that has a part near the text: an instruction is longer than what names it. */
function nearestPart(match: string, lines: string[]): string {
  const parts = new Map(
    lines.flatMap(line => [...line].map((_, start) => [line.slice(start, start + match.length), line] as const)),
  );
  return parts.get(nearest(match, [...parts.keys()])!)!;
}
