import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { mountsOf } from '../reading/mounts';
import { networksOf } from '../reading/networks';
import { hasReference } from '../value/interpolation';

/** Sections, and what one of their entries is called. */
const KINDS: { [section: string]: string } = {
  networks: 'network',
  volumes: 'volume',
  configs: 'config',
  secrets: 'secret',
};

/**
 * Each network, volume, config and secret is of use to a service, with an overlay at least.
 */
export class NoUnusedEntries implements IComposeRule {
  public readonly name = 'no-unused-entries';

  public check(model: ComposeModel): RuleViolation[] {
    if (model.includesOthers) {
      return []; // a file that is not known here may use them
    }
    const used = new Set(model.variants.flatMap(variant => containersIn(variant).flatMap(usedBy)));
    return Object.keys(KINDS)
      .filter(section => !used.has(`${section}/*`))
      .flatMap(section =>
        model
          .entries(section)
          .filter(({ name }) => !used.has(`${section}/${name}`))
          .map(({ name, path }) => ({
            path,
            problem: `no service uses the ${KINDS[section]} "${name}"`,
            remedy: 'give it to one, or take it away',
          })),
      );
  }
}

/** The entries that a container uses, as `section/name`; any of a section, `section/*`, where a variable decides. */
function usedBy(container: ModelEntry): string[] {
  const used = [
    ...networksOf(container.definition).map(name => ['networks', name]),
    ...mountsOf(container.definition)
      .filter(({ source }) => source !== undefined)
      .map(({ key, source }) => [key, source!]),
    ...(container.definition.build?.secrets ?? []).map((secret: any) => ['secrets', secret.source ?? secret]),
  ];
  return used.map(([section, name]) => `${section}/${hasReference(name) ? '*' : name}`);
}

/**
 * All that containers are made of: services and jobs, the app's own and included ones, and the steps before their
 * start.
 */
export function containersIn(model: ComposeModel): ModelEntry[] {
  return [...model.known('services'), ...model.entries('jobs')].flatMap(entry => [
    entry,
    ...(entry.definition.pre_start ?? []).map((definition: any) => ({ ...entry, definition })),
  ]);
}
