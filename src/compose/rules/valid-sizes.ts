import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { LiteralPaths } from '../reading/literal-paths';
import { bytesOf } from '../reading/quantity';

const SIZES = new LiteralPaths(
  'mem_limit',
  'mem_reservation',
  'shm_size',
  'build.shm_size',
  'deploy.resources.limits.memory',
  'deploy.resources.reservations.memory',
  'volumes.*.tmpfs.size',
);

/** May also be -1, which means no limit. */
const SIGNED_SIZES = new LiteralPaths('memswap_limit');

/**
 * Sizes are numbers of bytes, with or without a unit.
 *
 * @see https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values
 */
export class ValidSizes implements IComposeRule {
  public readonly name = 'valid-sizes';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(({ path, definition }) =>
      [...SIZES.in(definition), ...SIGNED_SIZES.in(definition).filter(({ value }) => String(value) !== '-1')]
        .filter(({ value }) => bytesOf(value) === undefined)
        .map(({ key, value }) => ({
          path,
          problem: `${key} is "${value}", which is not a size`,
          remedy: 'use a number and its unit, such as "512m" or "2g"',
        })),
    );
  }
}
