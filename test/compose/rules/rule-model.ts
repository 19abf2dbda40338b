import { ComposeApp, ComposeModel, ComposeModelProps, IComposeRule } from '../../../src/compose';
import { testProject } from '../../test-project';

/**
 * A compose file in YAML, as rules see it.
 */
export function modelOf(definition: { [section: string]: any }, props: Partial<ComposeModelProps> = {}): ComposeModel {
  return new ComposeModel(definition, { app: new ComposeApp(testProject(), 'app'), ...props });
}

/**
 * The violations of a rule: `[path] problem; remedy`.
 */
export function messagesOf(rule: IComposeRule, model: ComposeModel): string[] {
  return rule.check(model).map(({ path, problem, remedy }) => `[${path}] ${problem}; ${remedy}`);
}
