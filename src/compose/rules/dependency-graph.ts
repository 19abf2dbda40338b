import { ComposeModel, ModelEntry } from '../compose-model';

/**
 * Which service waits for which: the names in `depends_on`, in either of its forms.
 */
export function dependenciesOf(service: ModelEntry): { [name: string]: string } {
  const dependsOn = service.definition.depends_on ?? {};
  const entries: [string, string][] = Array.isArray(dependsOn)
    ? dependsOn.map(name => [name, 'service_started'])
    : Object.entries<any>(dependsOn).map(([name, dependency]) => [name, dependency.condition]);
  return Object.fromEntries(entries);
}

/**
 * The services that a dependency may name, by name.
 */
export function servicesByName(model: ComposeModel): Map<string, ModelEntry> {
  return new Map(model.known('services').map(service => [service.name, service]));
}
