import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { dependenciesOf } from '../reading/dependencies';
import { profilesOf } from '../reading/deployment';

/**
 * The profiles of a service also start its dependencies: each of them is in the same profiles, or in none. Compose
 * itself reports `depends on undefined service`.
 *
 * @see https://docs.docker.com/compose/how-tos/profiles/
 */
export class ProfileIncludesDependencies implements IComposeRule {
  public readonly name = 'profile-includes-dependencies';

  public check(model: ComposeModel): RuleViolation[] {
    const services = model._knownServices;
    return model.services.flatMap(service =>
      required(service)
        .filter(name => services.has(name))
        .flatMap(name => {
          const own = profilesOf(service.definition);
          const theirs = profilesOf(services.get(name)!.definition);
          const missing = own.filter(profile => !theirs.includes(profile));
          if (theirs.length === 0 || (own.length > 0 && missing.length === 0)) {
            return [];
          }
          const profiles =
            own.length > 0
              ? `its profile "${missing[0]}" does not start "${name}"`
              : `"${name}" is started only with a profile`;
          return [
            {
              path: service.path,
              problem: `it waits for "${name}", but ${profiles} ("${name}" has ${theirs.map(profile => `"${profile}"`).join(', ')})`,
              remedy:
                own.length > 0
                  ? `add the profile to "${name}"`
                  : `give it the same profiles, or remove those of "${name}"`,
            },
          ];
        }),
    );
  }
}

/** The required dependencies of a service: those without `required: false`. */
function required({ definition }: ModelEntry): string[] {
  return [...dependenciesOf(definition)]
    .filter(([, dependency]) => dependency.required !== false)
    .map(([name]) => name);
}
