import { IComposeRule, RuleViolation } from './compose-rule';
import { Fault, listOf, violationsIn } from './fault';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { isTrue } from '../reading/boolean';

/** Where the content of a config or secret comes from. */
const SOURCES = { configs: ['file', 'content', 'environment'], secrets: ['file', 'environment'] };

/**
 * Keys that exclude each other are not both set, and keys that need another one have it.
 *
 * @see https://github.com/compose-spec/compose-go/blob/main/loader/validate.go
 */
export class CompatibleKeys implements IComposeRule {
  public readonly name = 'compatible-keys';

  public check(model: ComposeModel): RuleViolation[] {
    return [
      ...violationsIn(model.services, origin, dockerfile, platforms, watch),
      ...violationsIn(model.networks, externalName),
      ...violationsIn(model.volumes, externalName, externalVolume),
      ...violationsIn(model.configs, externalName, definition => source(definition, SOURCES.configs)),
      ...violationsIn(model.secrets, externalName, definition => source(definition, SOURCES.secrets)),
    ];
  }
}

/** A service that extends another one may get these keys from it. */
function origin({ image, build, provider, extends: base }: ModelEntry['definition']): Fault[] {
  return [image || undefined, build, provider, base].every(value => value === undefined || value === null)
    ? [['it has neither image nor build', 'set one of the two']]
    : [];
}

function dockerfile({ build }: ModelEntry['definition']): Fault[] {
  return build?.dockerfile && build?.dockerfile_inline
    ? [['build has both dockerfile and dockerfile_inline', 'remove one of the two']]
    : [];
}

function platforms({ build, platform }: ModelEntry['definition']): Fault[] {
  return platform && build?.platforms?.length > 0 && !build.platforms.includes(platform)
    ? [[`build.platforms does not contain the platform "${platform}" of the service`, 'add it there']]
    : [];
}

function watch({ develop }: ModelEntry['definition']): Fault[] {
  return listOf(develop?.watch).flatMap(({ path, action, target }: any): Fault[] => [
    ...(path === ''
      ? [['an entry of develop.watch has an empty path', 'write the path of a file or folder'] as Fault]
      : []),
    ...(!target && !['rebuild', 'restart'].includes(action)
      ? [[`the action "${action}" of develop.watch has no target`, 'give it the path in the container'] as Fault]
      : []),
  ]);
}

function externalName({ name, external }: ModelEntry['definition']): Fault[] {
  return name !== undefined && external?.name !== undefined && name !== external.name
    ? [['name and external.name are different', 'remove external.name, and set external to true']]
    : [];
}

function externalVolume({ external, ...others }: ModelEntry['definition']): Fault[] {
  const keys = Object.keys(others).filter(key => key !== 'name' && !key.startsWith('x-'));
  return isExternal(external) && keys.length > 0
    ? [[`it is external, and also has ${keys.join(', ')}`, 'remove one of the two']]
    : [];
}

function source({ external, ...others }: ModelEntry['definition'], keys: string[]): Fault[] {
  const found = keys.filter(key => others[key] !== undefined && others[key] !== null);
  if (found.length > 1) {
    return [[`it has both ${found.join(' and ')}`, 'remove one of the two']];
  }
  const isEmpty = found.length === 0 || (found[0] === 'environment' && others.environment === '');
  return isEmpty && !isExternal(external) ? [['it has no content', `set one of ${keys.join(', ')}, or external`]] : [];
}

/** The older form of `external` is a map with the name. */
function isExternal(external: any): boolean {
  return typeof external === 'object' ? external !== null : isTrue(external);
}
