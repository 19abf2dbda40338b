import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { mountsOf } from '../reading/mounts';

/**
 * A service with a `read_only` root file system is given configs and secrets from files alone. Others Compose copies
 * into the container, which it refuses there: "`file` is the sole supported option".
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
      .filter(({ definition }) => definition.read_only === true)
      .flatMap(service =>
        mountsOf(service.definition)
          .filter(({ key, source }) => copied.has(`${key}/${source}`))
          .map(({ key, type, source }) => ({
            path: service.path,
            problem: `it is read_only, so Compose cannot give it the ${type} "${source}", which comes from ${copied.get(`${key}/${source}`)}`,
            remedy: `let the ${type} come from a file, or take read_only away`,
          })),
      );
  }
}

/** Where the content comes from that Compose copies into containers. */
function sourceOf({ definition }: ModelEntry): string | undefined {
  return definition.environment !== undefined
    ? 'a variable'
    : definition.content !== undefined
      ? 'the compose file'
      : undefined;
}
