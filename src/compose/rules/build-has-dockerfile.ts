import { ComposeModel } from '../compose-model';
import { hasReference, withoutEscapes } from '../interpolation';
import { IComposeRule, RuleViolation } from './compose-rule';

/**
 * What is built from a folder of the project has a Dockerfile there, or synthesis writes it, or the app expects it.
 */
export class BuildHasDockerfile implements IComposeRule {
  public readonly name = 'build-has-dockerfile';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.filter(({ definition }) => definition.build).flatMap(({ path, definition }) => {
      const { context = '.', dockerfile = 'Dockerfile', dockerfile_inline: inline } = typeof definition.build === 'string'
        ? { context: definition.build }
        : definition.build;
      const isElsewhere = inline !== undefined || [context, dockerfile].some(hasReference) || isRemote(context);
      return isElsewhere || !model._files.lacks(withoutEscapes(context), withoutEscapes(dockerfile)) ? [] : [{
        path,
        problem: `it is built from "${context}", which has no "${dockerfile}"`,
        remedy: 'write one, let new Dockerfile(…) do so, or name the one that is meant: build.dockerfile',
      }];
    });
  }
}

/** A context that the builder fetches: a repository, an archive, an image, another service. */
function isRemote(context: string): boolean {
  return /^[\w.+-]+:|^git@|^github\.com\/|^-$/.test(context);
}
