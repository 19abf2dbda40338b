import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { hasReference, withoutEscapes } from '../value/interpolation';

/**
 * The build context of each service has a Dockerfile, or synthesis writes it, or the app expects it. A relative path
 * out of the project leads to another checkout, which is not checked.
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
                remedy: 'write one, create it with new Dockerfile(…), or set build.dockerfile to its name',
              },
            ];
      });
  }
}

/** Synthesis writes nothing outside the project, so there only the files on disk count. */
function lacks({ _files: files }: ComposeModel, context: string, dockerfile: string): boolean {
  const isElsewhere = isAbsolute(context) && !files.isInProject(context);
  return isElsewhere ? !existsSync(resolve(context, dockerfile)) : files.lacks(context, dockerfile);
}

/** Whether the builder fetches the context: a repository, an archive, an image, another service. */
function isRemote(context: string): boolean {
  return /^[\w.+-]+:|^git@|^github\.com\/|^-$/.test(context);
}
