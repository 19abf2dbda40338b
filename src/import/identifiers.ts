const RESERVED = new Set(
  `project app networks volumes variables abstract any as async await boolean break case catch class const continue debugger declare default delete do else enum
  export extends false finally for from function get if implements import in instanceof interface let module namespace new null number of package private
  protected public require return set static string super switch symbol this throw true try type typeof undefined var void while with yield eval
  arguments exports process console global`.split(/\s+/),
);

/**
 * Names for the constants of a program, each once.
 */
export class Identifiers {
  private readonly taken = new Set(RESERVED);

  /**
   * A name made of words, such as `db` or `dbVolume`.
   *
   * @param suffix what to add where the name is taken
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
