import { IComposeRule, RuleViolation } from './compose-rule';
import { Fault, listOf, violationsIn } from './fault';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { volumeEntry, volumeParts } from '../reading/mounts';
import { splitText } from '../value/interpolated-text';
import { hasReference } from '../value/interpolation';

/**
 * Mounts have the form that Compose reads, and an absolute path in the container.
 *
 * @see https://docs.docker.com/reference/compose-file/services/#volumes
 */
export class ValidMounts implements IComposeRule {
  public readonly name = 'valid-mounts';

  public check(model: ComposeModel): RuleViolation[] {
    return violationsIn(model.services, faultsOf);
  }
}

function faultsOf({ volumes, tmpfs, configs, secrets }: ModelEntry['definition']): Fault[] {
  return [
    ...listOf(volumes).flatMap(mount => (typeof mount === 'string' ? shortFaults(mount) : longFaults(mount))),
    ...listOf(tmpfs).flatMap(mount => targetFaults(splitText(String(mount), ':')[0], `the tmpfs "${mount}"`)),
    ...[...listOf(configs), ...listOf(secrets)].flatMap(modeFaults),
  ];
}

function shortFaults(text: string): Fault[] {
  const parts = volumeParts(text);
  if (parts.length > 3 || parts.includes('')) {
    return [[`the mount "${text}" is not "source:target" or "source:target:options"`, 'use this form, or a map']];
  }
  return targetFaults(volumeEntry(text).target, `the mount "${text}"`);
}

function longFaults({ type, source, target, tmpfs }: any): Fault[] {
  const name = source === undefined ? `a mount of type ${type}` : `the mount of "${source}"`;
  const place = target === undefined ? name : `the ${type} at "${target}"`;
  const mode = tmpfs?.mode;
  return [
    ...(target === undefined ? [[`${name} has no target`, 'give it the path in the container'] as Fault] : []),
    ...(target === undefined ? [] : targetFaults(target, name)),
    ...(type === 'bind' && !source ? [[`${place} has no source`, 'give it a path of the host'] as Fault] : []),
    ...(mode !== undefined && !hasReference(mode) && !(Number.isInteger(mode) && mode >= 0)
      ? [[`the mode of ${place} is ${JSON.stringify(mode)}`, 'use a number, such as 0o1777'] as Fault]
      : []),
  ];
}

/** Paths of Windows are absolute in its containers. */
function targetFaults(target: string | undefined, name: string): Fault[] {
  return target === undefined || hasReference(target) || /^\/|^[A-Za-z]:[\\/]|^\\\\/.test(target)
    ? []
    : [[`${name} is at "${target}", which is not an absolute path`, `use a path such as "/${target || 'data'}"`]];
}

/** Compose reads text as an octal number. */
function modeFaults({ source, mode }: any): Fault[] {
  return mode === undefined ||
    hasReference(mode) ||
    (typeof mode === 'string' ? /^0?[0-7]+$/.test(mode) : Number.isInteger(mode) && mode >= 0)
    ? []
    : [[`the mode of the mount of "${source}" is ${JSON.stringify(mode)}`, 'use an octal number, such as "0440"']];
}
