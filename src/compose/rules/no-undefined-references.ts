import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { nearest } from '../element/compose-error';
import { dependenciesOf } from '../reading/dependencies';
import { mountsOf } from '../reading/mounts';
import { namesIn } from '../reading/networks';
import { hasReference } from '../value/interpolation';

/**
 * The services, networks, volumes, configs and secrets that a service refers to exist in the app.
 */
export class NoUndefinedReferences implements IComposeRule {
  public readonly name = 'no-undefined-references';

  public check(model: ComposeModel): RuleViolation[] {
    if (model.includesOthers) {
      return []; // they may be defined there; Compose checks all files together
    }
    const declared = (section: string) => new Set(model.known(section).map(({ name }) => name));
    const [services, networks, volumes] = ['services', 'networks', 'volumes'].map(declared);
    const [configs, secrets, models] = ['configs', 'secrets', 'models'].map(declared);
    return model.services.flatMap(service => {
      const mounts = mountsOf(service.definition).filter(({ source }) => source !== undefined && !hasReference(source));
      const sources = (type: string) => mounts.filter(mount => mount.type === type).map(({ source }) => source!);
      return [
        ...unknown(service, 'service', [...dependenciesOf(service.definition).keys()], services),
        ...unknown(
          service,
          'network',
          namesIn(service.definition.networks).filter(name => name !== 'default'),
          networks,
        ),
        ...unknown(service, 'volume', sources('volume'), volumes),
        ...unknown(service, 'config', sources('config'), configs),
        ...unknown(service, 'secret', [...sources('secret'), ...buildSecrets(service)], secrets),
        ...unknown(service, 'model', namesIn(service.definition.models), models),
        ...nameless(service),
        ...extended(service, model),
      ];
    });
  }
}

/** The secrets of the build, in either form. */
function buildSecrets({ definition }: ModelEntry): string[] {
  return [definition.build?.secrets ?? []]
    .flat()
    .map((secret: any) => (typeof secret === 'string' ? secret : secret?.source))
    .filter((source: any) => typeof source === 'string' && !hasReference(source));
}

/** Compose takes a config or secret without a source for one with an empty name. */
function nameless({ path, definition }: ModelEntry): RuleViolation[] {
  return ['configs', 'secrets']
    .filter(key => [definition[key] ?? []].flat().some(grant => typeof grant === 'object' && !grant?.source))
    .map(key => ({ path, problem: `an entry of its ${key} has no source`, remedy: 'give it the name of one' }));
}

/** The services of other files are not known. */
function extended(service: ModelEntry, model: ComposeModel): RuleViolation[] {
  const { extends: base } = service.definition;
  const { service: name, file } = typeof base === 'string' ? { service: base, file: undefined } : (base ?? {});
  if (typeof name !== 'string' || file !== undefined || hasReference(name)) {
    return [];
  }
  const trail = [service.name];
  const services = new Map(model.services.map(each => [each.name, each.definition]));
  for (let next: any = name; typeof next === 'string'; next = baseOf(services.get(next))) {
    if (trail.includes(next)) {
      return [
        {
          path: service.path,
          problem: `it extends itself: ${[...trail, next].join(' -> ')}`,
          remedy: 'remove one of these extends',
        },
      ];
    }
    trail.push(next);
  }
  return unknown(service, 'service', [name], new Set(services.keys()));
}

/** The service of the same file that a service extends. */
function baseOf(definition: ModelEntry['definition'] | undefined): string | undefined {
  const base = definition?.extends;
  return typeof base === 'string' ? base : base?.file === undefined ? base?.service : undefined;
}

function unknown(service: ModelEntry, kind: string, wanted: string[], known: Set<string>): RuleViolation[] {
  return wanted
    .filter(name => !known.has(name))
    .map(name => ({
      path: service.path,
      problem: `the ${kind} "${name}" is not in this app`,
      remedy:
        known.size > 0
          ? `add it to the app, or did you mean "${nearest(name, [...known])}"?`
          : `add a ${kind} of that name to the app`,
    }));
}
