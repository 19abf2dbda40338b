import { ModelEntry } from '../compose-model';

/**
 * The profiles with which a service is started; none for one that always is.
 */
export function profilesOf({ definition }: ModelEntry): string[] {
  return definition.profiles ?? [];
}

/**
 * Whether no profile starts both of two services, so that one may stand in for the other.
 */
export function areAlternatives(one: ModelEntry, other: ModelEntry): boolean {
  const [first, second] = [profilesOf(one), profilesOf(other)];
  return first.length > 0 && second.length > 0 && !first.some(profile => second.includes(profile));
}
