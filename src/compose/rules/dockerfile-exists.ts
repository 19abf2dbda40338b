import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { hasReference, withoutEscapes } from '../value/interpolation';

/**
 * What is built from a folder of the project, or from one given by its absolute path, has a Dockerfile there; or
 * synthesis writes it, or the app expects it. A relative path out of the project leads to another checkout, which is
 * not judged.
 */
export class DockerfileExists implements IComposeRule {
  public readonly name = 'dockerfile-exists';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(({ definition }) => definition.build)
      .flatMap(({ path, definition }) => {
        const {
          context = '.',
          dockerfile = 'Dockerfile',
          dockerfile_inline: inline,
        } = typeof definition.build === 'string' ? { context: definition.build } : definition.build;
        const isElsewhere = inline !== undefined || [context, dockerfile].some(hasReference) || isRemote(context);
        return isElsewhere || !lacks(model, withoutEscapes(context), withoutEscapes(dockerfile))
          ? []
          : [
              {
                path,
                problem: `it is built from "${context}", which has no "${dockerfile}"`,
                remedy: 'write one, let new Dockerfile(…) do so, or name the one that is meant: build.dockerfile',
              },
            ];
      });
  }
}

/** Nothing that synthesis writes is out of the project, so there only the disk counts. */
function lacks({ _files: files }: ComposeModel, context: string, dockerfile: string): boolean {
  const isElsewhere = isAbsolute(context) && !files.isInProject(context);
  return isElsewhere ? !existsSync(resolve(context, dockerfile)) : files.lacks(context, dockerfile);
}

/** A context that the builder fetches: a repository, an archive, an image, another service. */
function isRemote(context: string): boolean {
  return /^[\w.+-]+:|^git@|^github\.com\/|^-$/.test(context);
}
