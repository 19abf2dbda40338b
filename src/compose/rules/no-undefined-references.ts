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
    const [configs, secrets] = ['configs', 'secrets'].map(declared);
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
        ...unknown(service, 'secret', sources('secret'), secrets),
      ];
    });
  }
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
