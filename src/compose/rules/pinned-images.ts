import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { imageOf, parseImage } from '../reading/image';

/**
 * Images that are pulled have a tag other than `latest`, or a digest; otherwise each pull may bring a new version. A
 * warning.
 */
export class PinnedImages implements IComposeRule {
  public readonly name = 'pinned-images';
  public readonly level = RuleLevel.WARNING;

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(({ definition }) => !definition.build)
      .flatMap(service => {
        const image = parseImage(imageOf(service.definition) ?? '');
        return !image || image.digest || (image.tag ?? 'latest') !== 'latest'
          ? []
          : [
              {
                path: service.path,
                problem: `the image "${imageOf(service.definition)}" ${image.tag ? 'changes with each push' : 'has no tag'}`,
                remedy: 'use a tag with a version',
              },
            ];
      });
  }
}
