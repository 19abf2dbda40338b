import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from 'projen';
import { parse } from 'yaml';
import { ComposeApp, ComposeInclude, ComposeModel, EnvVariable, RuleViolation } from '../../src/compose';
import { defaultRules } from '../../src/compose/rules/default-rules';

const CASES = join(__dirname, 'cases');

/**
 * A compose file that violates a rule.
 */
export interface RuleCase {
  readonly broken: string;
  /** The same without the mistake. */
  readonly fixed: string;
  /** The variables in its `.env`, named by a comment at the begin. */
  readonly variables: string[];
}

/**
 * The names of the cases, which are those of the rules, in their order.
 */
export const caseNames = defaultRules().map(({ name }) => name);

/**
 * The files in the folder of the cases.
 */
export const caseFiles = readdirSync(CASES);

export function readCase(name: string): RuleCase {
  const text = readFileSync(join(CASES, `${name}.yaml`), 'utf8');
  const [broken, fixed] = text.split('---\n');
  return { broken, fixed, variables: /^# variables: (.*)$/m.exec(text)?.[1].split(' ') ?? [] };
}

/**
 * The violations of a compose file, as the file of an app with the variables of its case, next to `included.yaml`.
 */
export function brokenRules({ variables }: RuleCase, text: string): (RuleViolation & { readonly rule: string })[] {
  const outdir = mkdtempSync(join(tmpdir(), 'rules-'));
  try {
    copyFileSync(join(__dirname, 'included.yaml'), join(outdir, 'included.yaml'));
    const definition = parse(text);
    const app = new ComposeApp(new Project({ name: 'rules', outdir }), 'app', { tasks: false });
    const includes = (definition.include ?? []).map((path: string) => new ComposeInclude(app, path, { path }));
    const model = new ComposeModel(definition, {
      app,
      included: includes.map((include: ComposeInclude) => include._read()),
      variables: variables.map(name => new EnvVariable(app, name)),
    });
    return defaultRules().flatMap(rule => rule.check(model).map(violation => ({ ...violation, rule: rule.name })));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
