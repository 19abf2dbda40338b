import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { LiteralPaths } from '../reading/literal-paths';
import { bytesOf } from '../reading/quantity';

const SIZES = new LiteralPaths(
  'mem_limit',
  'mem_reservation',
  'mem_swappiness',
  'shm_size',
  'build.shm_size',
  'deploy.resources.limits.memory',
  'deploy.resources.reservations.memory',
  'volumes.*.tmpfs.size',
  ...['read_bps', 'read_iops', 'write_bps', 'write_iops'].map(key => `blkio_config.device_${key}.*.rate`),
);

/** May also be the number -1, which means no limit; Compose does not read the text. */
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
      [...SIZES.in(definition), ...SIGNED_SIZES.in(definition).filter(({ value }) => value !== -1)]
        .filter(({ value }) => bytesOf(value) === undefined)
        .map(({ key, value }) => ({
          path,
          problem: `${key} is "${value}", which is not a size`,
          remedy:
            key === 'memswap_limit' && value === '-1'
              ? 'write the number -1 without quotes'
              : 'use a number and its unit, such as "512m" or "2g"',
        })),
    );
  }
}
