import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { isTrue } from '../reading/boolean';
import { mountsOf } from '../reading/mounts';

/**
 * A service with a `read_only` root file system has configs and secrets from files only. Compose copies all others into
 * the container, which fails there: "`file` is the sole supported option".
 *
 * @see https://github.com/docker/compose/blob/main/pkg/compose/secrets.go
 */
export class ReadOnlyFileSources implements IComposeRule {
  public readonly name = 'read-only-file-sources';

  public check(model: ComposeModel): RuleViolation[] {
    const copied = new Map(
      ['configs', 'secrets'].flatMap(section =>
        model
          .known(section)
          .flatMap((entry): [string, string][] =>
            sourceOf(entry) ? [[`${section}/${entry.name}`, sourceOf(entry)!]] : [],
          ),
      ),
    );
    return model.services
      .filter(({ definition }) => isTrue(definition.read_only))
      .flatMap(service =>
        mountsOf(service.definition)
          .filter(({ key, source }) => copied.has(`${key}/${source}`))
          .map(({ key, type, source }) => ({
            path: service.path,
            problem: `it is read_only, so Compose cannot copy the ${type} "${source}" into it, which comes from ${copied.get(`${key}/${source}`)}`,
            remedy: `use a file for the ${type}, or remove read_only`,
          })),
      );
  }
}

/** Where a config or secret comes from, if Compose copies it into containers. */
function sourceOf({ definition }: ModelEntry): string | undefined {
  return definition.environment !== undefined
    ? 'a variable'
    : definition.content !== undefined
      ? 'the compose file'
      : undefined;
}
