import { modelOf } from './rule-model';
import { variablesIn } from '../../../src/compose/rules/variable-use';

test('all places that take a variable are found, with the construct and whether a value is needed', () => {
  const uses = variablesIn(
    modelOf({
      name: '${NAME}',
      include: [{ path: '${PATH_OF_FILE:-a}' }],
      services: {
        web: {
          command: ['$PLAIN', '$$ESCAPED', '$$${AFTER_DOLLAR}'],
          labels: { a: '${ASKED:?say it}${UNSET?x}', b: '${OTHER:-${NESTED}}', c: '${ALTERNATIVE:+x}' },
          environment: ['PASSED', 'GIVEN=1'],
          build: { args: { ARG: null, FIXED: '1' } },
        },
        map: { environment: { PASSED_TOO: null, EMPTY: '' } },
      },
      secrets: { key: { environment: 'SECRET' } },
      configs: { text: { environment: 'CONFIG', name: '${NAME}' } },
      'x-team': '${EXTENSION}',
    }),
  ).map(({ path, name, needsValue }) => `${path} ${name}${needsValue ? '!' : ''}`);
  expect(uses).toEqual([
    'app NAME!',
    'app PATH_OF_FILE',
    'app/web PLAIN!',
    'app/web AFTER_DOLLAR!',
    'app/web ASKED!',
    'app/web UNSET!',
    'app/web OTHER',
    'app/web NESTED!',
    'app/web ALTERNATIVE',
    'app/web PASSED',
    'app/web ARG',
    'app/map PASSED_TOO',
    'app/key SECRET',
    'app/text NAME!',
    'app/text CONFIG',
    'app EXTENSION!',
  ]);
});
