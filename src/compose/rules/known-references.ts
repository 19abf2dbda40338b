import { ComposeModel, ModelEntry } from '../compose-model';
import { hasReference } from '../interpolation';
import { nearest } from '../nearest';
import { IComposeRule, RuleViolation } from './compose-rule';
import { namesIn } from './joined-networks';
import { mountsOf } from './service-mount';

/**
 * Services, networks, volumes, configs and secrets that a service names are in the same app.
 */
export class KnownReferences implements IComposeRule {
  public readonly name = 'known-references';

  public check(model: ComposeModel): RuleViolation[] {
    if (model.includesOthers) {
      return []; // Compose checks all files together
    }
    return model.services.flatMap(service => [
      ...unknown(service, 'service', namesIn(service.definition.depends_on), model.known('services')),
      ...unknown(service, 'network', namesIn(service.definition.networks).filter(name => name !== 'default'), model.known('networks')),
      ...unknown(service, 'volume', sources(service, 'volume'), model.known('volumes')),
      ...unknown(service, 'config', sources(service, 'config'), model.known('configs')),
      ...unknown(service, 'secret', sources(service, 'secret'), model.known('secrets')),
    ]);
  }
}

function unknown(service: ModelEntry, kind: string, wanted: string[], declared: ModelEntry[]): RuleViolation[] {
  const known = declared.map(({ name }) => name);
  return wanted.filter(name => !known.includes(name)).map(name => ({
    path: service.path,
    problem: `the ${kind} "${name}" is not in this app`,
    remedy: known.length > 0
      ? `add it to the app, or did you mean "${nearest(name, known)}"?`
      : `add a ${kind} of that name to the app`,
  }));
}

/** The names of what a service mounts. */
function sources(service: ModelEntry, type: string): string[] {
  return mountsOf(service)
    .filter(mount => mount.type === type && mount.source !== undefined && !hasReference(mount.source))
    .map(({ source }) => source!);
}
