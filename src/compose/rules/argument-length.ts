import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { argumentsOf } from '../reading/command';
import { fullEnvironmentOf } from '../reading/env-files';
import { environmentOf } from '../reading/environment';

/**
 * The longest `NAME=value` or argument of a command, in bytes without the NUL after it: `MAX_ARG_STRLEN`, 32 pages of 4
 * KiB.
 *
 * @see https://man7.org/linux/man-pages/man2/execve.2.html
 */
const MAX_BYTES = 131_071;

/** The most bytes in UTF-8 of a unit of a text of JavaScript. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * The kernel accepts the environment and the command of each container. Compose checks neither: a name with a `=` would
 * become another name with another value, and a text that is too long fails with "argument list too long".
 */
export class ArgumentLength implements IComposeRule {
  public readonly name = 'argument-length';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(service => [...invalidNames(service), ...longTexts(service, model)]);
  }
}

function invalidNames({ path, definition }: ModelEntry): RuleViolation[] {
  const hooks = ['post_start', 'pre_stop'].flatMap(key => definition[key] ?? []);
  return [definition, ...hooks]
    .flatMap(owner => [...environmentOf(owner).keys()])
    .filter(name => /^$|=|\s$/.test(name))
    .map(name => ({
      path,
      problem: `${JSON.stringify(name)} is not a valid name for an environment variable`,
      remedy: /\S\s+$/.test(name) ? 'remove the space at its end' : 'use a name that is not empty and contains no "="',
    }));
}

function longTexts({ path, definition }: ModelEntry, model: ComposeModel): RuleViolation[] {
  const violations: RuleViolation[] = [];
  const check = (place: string, text: string) => {
    const bytes = text.length * MAX_BYTES_PER_UNIT > MAX_BYTES ? Buffer.byteLength(text.replaceAll('$$', '$')) : 0;
    if (bytes > MAX_BYTES) {
      violations.push({
        path,
        problem: `${place} is ${bytes} bytes long, but the kernel accepts at most ${MAX_BYTES} (name and value together)`,
        remedy: 'move it to a file: new Config(…), Mount.config(…)',
      });
    }
  };
  for (const [name, value] of fullEnvironmentOf(definition, model._files).variables) {
    check(`environment.${name}`, `${name}=${value}`);
  }
  for (const key of ['entrypoint', 'command']) {
    argumentsOf(definition[key])?.forEach((text, index) => check(`${key}.${index}`, text));
  }
  return violations;
}
