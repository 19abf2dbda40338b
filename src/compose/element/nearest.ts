/**
 * The candidate that is the fewest edits away from what was written, for "did you mean".
 *
 * @param maxEdits how many edits away it may be; by default any number
 */
export function nearest(written: string, candidates: string[], maxEdits = Infinity): string | undefined {
  const ranked = candidates
    .map(candidate => ({ candidate, edits: editDistance(written, candidate) }))
    .filter(({ edits }) => edits <= maxEdits);
  return ranked.sort((a, b) => a.edits - b.edits)[0]?.candidate;
}

/** The Levenshtein distance, one row of its table at a time. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const replaced = row[column - 1] + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[column] + 1, next[column - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}
