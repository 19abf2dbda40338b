import { ComposeModel, ModelEntry } from '../app/compose-model';

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
