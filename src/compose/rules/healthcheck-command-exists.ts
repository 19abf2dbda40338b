import { IComposeRule, RuleViolation } from './compose-rule';
import { commandsLackingIn } from './lacking-commands';
import { ComposeModel } from '../app/compose-model';
import { healthOf } from '../reading/health';
import { imageOf, parseImage } from '../reading/image';
import { hasReference } from '../value/interpolation';

/**
 * A healthcheck runs a program that its image has; known are the common mistakes with common images
 * (`lacking-commands.ts`). The container would run, and never be healthy.
 */
export class HealthcheckCommandExists implements IComposeRule {
  public readonly name = 'healthcheck-command-exists';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(({ definition }) => !definition.build)
      .flatMap(service => {
        const image = parseImage(imageOf(service.definition) ?? '');
        const lacking = [NO_PROGRAM, ...(image ? commandsLackingIn(image) : [])];
        const commands = programsOf(healthOf(service.definition).test);
        return commands.length > 0 && commands.every(command => lacking.includes(command))
          ? [
              {
                path: service.path,
                problem: `its healthcheck runs ${commands.join(' or ')}, which the image "${imageOf(service.definition)}" does not have`,
                remedy: commands.includes(NO_PROGRAM)
                  ? 'write test: ["NONE"], or disable: true, for no healthcheck'
                  : 'use a program of the image, or build one that has it',
              },
            ]
          : [];
      });
  }
}

/** As a text, `NONE` is a line for the shell. */
const NO_PROGRAM = 'NONE';

/** The programs of which one must be there: the first word of each alternative of a line, or of a list. */
function programsOf([kind, ...words]: string[]): string[] {
  const alternatives =
    kind === 'CMD-SHELL' ? String(words[0] ?? '').split('||') : kind === 'CMD' ? [words[0] ?? ''] : [];
  const programs = alternatives.map(alternative => alternative.trim().split(/[\s;|&]/)[0]);
  return programs.some(hasReference)
    ? []
    : programs
        .filter(program => !['exit', 'false', 'kill', ''].includes(program))
        .map(program => program.replace(/^(\/usr)?\/bin\//, ''));
}
