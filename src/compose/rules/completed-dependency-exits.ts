import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { dependenciesOf } from '../reading/dependencies';
import { replicasOf } from '../reading/deployment';
import { Restart, restartOf } from '../reading/restart';

/**
 * A service whose completion others wait for does exit, with an exit code that shows whether it failed. A service that
 * is restarted without limit does neither, and its dependants wait forever.
 */
export class CompletedDependencyExits implements IComposeRule {
  public readonly name = 'completed-dependency-exits';

  public check(model: ComposeModel): RuleViolation[] {
    const services = model._knownServices;
    const awaited = new Map<string, ModelEntry>();
    for (const service of model.services) {
      for (const [name, { condition }] of dependenciesOf(service.definition)) {
        if (condition === 'service_completed_successfully' && !awaited.has(name)) {
          awaited.set(name, service);
        }
      }
    }
    return [...awaited]
      .filter(([name]) => services.has(name) && replicasOf(services.get(name)!.definition) > 0)
      .flatMap(([name, dependant]) => {
        const service = services.get(name)!;
        const problem = problemOf(restartOf(service.definition), dependant.name);
        return problem
          ? [
              {
                path: service.path,
                problem,
                remedy: 'use RestartPolicy.ONE_SHOT, or NO if it must not run twice',
              },
            ]
          : [];
      });
  }
}

function problemOf(restart: Restart | undefined, dependant: string): string | undefined {
  switch (restart?.policy) {
    case 'always':
    case 'unless-stopped':
      return `"${dependant}" waits until it exits, but it is always restarted (${restart.policy})`;
    case 'on-failure':
      return restart.maxRetries > 0
        ? undefined
        : `"${dependant}" waits until it exits, but it is restarted without limit when it fails (on-failure)`;
    default:
      return undefined;
  }
}
