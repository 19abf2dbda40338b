import { messagesOf, modelOf } from './rule-model';
import { RuleLevel } from '../../../src/compose';
import { SecretFileExists } from '../../../src/compose/rules/secret-file-exists';

test('a missing file of a secret is a warning', () => {
  const rule = new SecretFileExists();
  expect(rule.level).toBe(RuleLevel.WARNING);
  expect(
    messagesOf(
      rule,
      modelOf({
        secrets: { key: { file: './key' }, of_variable: { environment: 'KEY' }, there: { file: './compose.yaml' } },
      }),
    ),
  ).toEqual([
    '[app/key] there is no "./key", the file of the secret; create it before the app starts, and call app.expectPath("./key")',
  ]);
});
