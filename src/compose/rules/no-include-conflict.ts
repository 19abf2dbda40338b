import { isDeepStrictEqual } from 'node:util';
import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';

/**
 * Included files and the app have no names in common, since Compose refuses to merge them. A network, volume, config or
 * secret that both declare in the same way is shared.
 *
 * @see https://docs.docker.com/compose/how-tos/multiple-compose-files/include/
 */
export class NoIncludeConflict implements IComposeRule {
  public readonly name = 'no-include-conflict';

  public check(model: ComposeModel): RuleViolation[] {
    return ['services', 'networks', 'volumes', 'configs', 'secrets'].flatMap(section => {
      const first = new Map<string, ModelEntry>();
      return model.known(section).flatMap((entry): RuleViolation[] => {
        const other = first.get(entry.name);
        first.set(entry.name, other ?? entry);
        if (!other || (section !== 'services' && isDeepStrictEqual(plain(other), plain(entry)))) {
          return [];
        }
        return [
          {
            path: entry.path,
            problem: `"${entry.name}" is among the ${section} of an included file already, as ${other.path}`,
            remedy:
              section === 'services'
                ? 'give one of them another name'
                : 'rename one of them, or declare both in the same way to share it',
          },
        ];
      });
    });
  }
}

function plain({ definition }: ModelEntry): any {
  return JSON.parse(JSON.stringify(definition));
}
