import { RuleViolation } from './compose-rule';
import { ModelEntry } from '../app/compose-model';

/**
 * What is wrong with an entry of the file.
 */
export type Fault = [problem: string, remedy: string];

/**
 * The violations that checks find in entries, such as services.
 */
export function violationsIn(
  entries: ModelEntry[],
  ...checks: ((definition: ModelEntry['definition']) => Fault[])[]
): RuleViolation[] {
  return entries.flatMap(({ path, definition }) =>
    checks.flatMap(faultsIn => faultsIn(definition)).map(([problem, remedy]) => ({ path, problem, remedy })),
  );
}

/**
 * The entries of a list, or the one that stands in place of a list. Compose skips `null`.
 */
export function listOf(value: any): any[] {
  return [value ?? []].flat().filter(entry => entry !== null && entry !== undefined);
}
