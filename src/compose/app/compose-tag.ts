/**
 * A value with one of Compose's YAML tags, which say how a file changes the one before it.
 *
 * @see https://docs.docker.com/reference/compose-file/merge/#reset-value
 */
export class ComposeTag {
  /** Takes a key away that the earlier file has. */
  public static reset(): ComposeTag {
    return new ComposeTag('!reset', null);
  }

  /** Takes the place of what the earlier file has, where Compose would merge. */
  public static override(value: any): ComposeTag {
    return new ComposeTag('!override', value);
  }

  private constructor(
    public readonly tag: string,
    public readonly value: any,
  ) {}
}
