import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { dependenciesOf } from '../reading/dependencies';
import { replicasOf } from '../reading/deployment';
import { Restart, restartOf } from '../reading/restart';

/**
 * Who is waited for until it has ended does end, and shows whether it failed. One that is started again without end
 * does neither, and its dependants wait for ever.
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
                remedy: 'give it RestartPolicy.ONE_SHOT, or NO where it must not run twice',
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
      return `"${dependant}" waits until it has ended, but it is started again each time (${restart.policy})`;
    case 'on-failure':
      return restart.maxRetries > 0
        ? undefined
        : `"${dependant}" waits until it has ended, but when it fails it is started again without end (on-failure)`;
    default:
      return undefined;
  }
}
