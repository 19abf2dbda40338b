import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { mountsOf, ServiceMount } from '../reading/mounts';

/**
 * No two mounts of a service have the same path in the container, whatever their keys: the engine refuses them, or one
 * hides the other.
 */
export class UniqueMountTargets implements IComposeRule {
  public readonly name = 'unique-mount-targets';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(service =>
      twice(service).map(([one, other]) => ({
        path: service.path,
        problem: `two mounts are at "${one.target}": ${textOf(one)} and ${textOf(other)}`,
        remedy: 'remove one, or change its target',
      })),
    );
  }
}

/** Each mount whose target an earlier mount has, as a pair of both. */
function twice(service: ModelEntry): [ServiceMount, ServiceMount][] {
  const first = new Map<string, ServiceMount>();
  return mountsOf(service.definition).flatMap((mount): [ServiceMount, ServiceMount][] => {
    if (mount.target === undefined) {
      return [];
    }
    const other = first.get(mount.target);
    first.set(mount.target, other ?? mount);
    return other ? [[other, mount]] : [];
  });
}

function textOf({ key, type, source }: ServiceMount): string {
  return source === undefined ? `a ${type} of ${key}` : `the ${type} "${source}"`;
}
