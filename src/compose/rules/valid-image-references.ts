import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { imageOf, parseImage } from '../reading/image';

/**
 * Image names have the form that registries use: `[host[:port]/]name[:tag][@digest]`, the name in lower case.
 */
export class ValidImageReferences implements IComposeRule {
  public readonly name = 'valid-image-references';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(service => imageOf(service.definition) !== undefined && !parseImage(imageOf(service.definition)!))
      .map(service => ({
        path: service.path,
        problem: `"${imageOf(service.definition)}" is not a valid image name`,
        remedy: 'use a name such as "registry.example.com/team/app:1.2", in lower case up to the tag',
      }));
  }
}
