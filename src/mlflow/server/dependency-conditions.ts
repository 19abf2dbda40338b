import { DependencyCondition } from '../../compose';

/**
 * Dependencies, as the key `depends_on` holds them, with other conditions.
 */
export function withConditions(
  dependencies: { [service: string]: any },
  change: (condition: string) => string,
): { [service: string]: any } {
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, dependency]) => [
      name,
      { ...dependency, condition: change(dependency.condition) },
    ]),
  );
}

/**
 * The condition of who waits for the health of another service by itself: its start alone.
 */
export function startedForHealthy(condition: string): string {
  return condition === DependencyCondition.HEALTHY ? DependencyCondition.STARTED : condition;
}
