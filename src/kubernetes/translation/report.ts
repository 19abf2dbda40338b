import { ClusterInput } from './cluster-input';

/**
 * Collects what cannot be translated, or has no counterpart.
 */
export class Report {
  public readonly errors = new Set<string>();
  public readonly warnings = new Set<string>();
  public readonly notes = new Set<string>();

  constructor(private readonly input: Pick<ClusterInput, 'path' | 'paths' | 'traits'>) {}

  /** An error of the cluster as a whole. */
  public clusterError(problem: string, remedy: string): void {
    this.errors.add(`[${this.input.path}] ${problem}; ${remedy}`);
  }

  /** An error of a service. */
  public error(service: string, problem: string, remedy: string): void {
    this.errors.add(this.text(service, problem, remedy));
  }

  /** A key of a service that has no counterpart, which may matter. */
  public warning(service: string, key: string, problem: string, remedy: string): void {
    const optional = this.input.traits.get(service)?.optionalKeys?.includes(key);
    if (optional) {
      this.note(service, key, problem);
    } else {
      this.warnings.add(this.text(service, `\`${key}\` ${problem}`, remedy));
    }
  }

  /** A key of a service that has no counterpart, and need not have one. */
  public note(service: string, key: string, problem: string): void {
    this.notes.add(`${service}: \`${key}\` ${problem}`);
  }

  private text(service: string, problem: string, remedy: string): string {
    return `[${this.input.paths.get(service) ?? `${this.input.path}/${service}`}] ${problem}; ${remedy}`;
  }
}
