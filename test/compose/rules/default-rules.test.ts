import { brokenRules, caseFiles, caseNames, readCase } from '../../../bench/rules/rule-cases';
import { defaultRules } from '../../../src/compose/rules/default-rules';

test('each rule has a unique name, and a case', () => {
  expect(new Set(caseNames).size).toBe(defaultRules().length);
  expect(caseNames.filter(name => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  expect(caseFiles.sort()).toEqual(caseNames.map(name => `${name}.yaml`).sort());
});

test.each(caseNames)('the case of %s breaks this rule alone, and none when it is fixed', name => {
  const rule = readCase(name);
  expect(new Set(brokenRules(rule, rule.broken).map(violation => violation.rule))).toEqual(new Set([name]));
  expect(brokenRules(rule, rule.fixed)).toEqual([]);
});
