import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { mountsOf } from '../reading/mounts';
import { networksOf } from '../reading/networks';
import { hasReference } from '../value/interpolation';

/** The name of an entry of each section. */
const KINDS: { [section: string]: string } = {
  networks: 'network',
  volumes: 'volume',
  configs: 'config',
  secrets: 'secret',
};

/**
 * Each network, volume, config and secret is used by a service, in the base or with an overlay.
 */
export class NoUnusedEntries implements IComposeRule {
  public readonly name = 'no-unused-entries';

  public check(model: ComposeModel): RuleViolation[] {
    if (model.includesOthers) {
      return []; // the included file may use them
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
            remedy: 'use it in a service, or remove it',
          })),
      );
  }
}

/** The entries that a container uses, as `section/name`; `section/*` where a variable decides which one. */
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
 * The definitions of all containers: services and jobs, those of included files too, and their `pre_start` steps.
 */
export function containersIn(model: ComposeModel): ModelEntry[] {
  return [...model.known('services'), ...model.entries('jobs')].flatMap(entry => [
    entry,
    ...(entry.definition.pre_start ?? []).map((definition: any) => ({ ...entry, definition })),
  ]);
}
