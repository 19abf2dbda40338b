import { ComposeModel, ModelEntry } from '../compose-model';
import { nearest } from '../nearest';
import { IComposeRule, RuleViolation } from './compose-rule';

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
      ...unknown(service, 'service', names(service.definition.depends_on), model.known('services')),
      ...unknown(service, 'network', names(service.definition.networks).filter(name => name !== 'default'), model.known('networks')),
      ...unknown(service, 'volume', volumeNames(service), model.known('volumes')),
      ...unknown(service, 'config', sources(service.definition.configs), model.known('configs')),
      ...unknown(service, 'secret', sources(service.definition.secrets), model.known('secrets')),
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

/** The names in a list, or the keys of a map: Compose allows either. */
function names(entries: any): string[] {
  return Array.isArray(entries) ? entries : Object.keys(entries ?? {});
}

/** What the long form (`source: x`) or the short form (`x`) of a list of configs or secrets names. */
function sources(entries: any): string[] {
  return (entries ?? []).map((entry: any) => (typeof entry === 'string' ? entry : entry.source));
}

/** The named volumes among the mounts, in long form or as `name:/path`. */
function volumeNames(service: ModelEntry): string[] {
  return (service.definition.volumes ?? []).flatMap((mount: any) => {
    if (typeof mount !== 'string') {
      return mount.type === 'volume' && mount.source ? [mount.source] : [];
    }
    const [source, target] = mount.split(':');
    return target !== undefined && /^[a-zA-Z0-9]/.test(source) ? [source] : [];
  });
}
