import { restartOf, runsOn } from '../../../src/compose/reading/restart';

test.each<[any, any]>([
  [{}, { policy: 'no', maxRetries: 0 }],
  [{ restart: 'no' }, { policy: 'no', maxRetries: 0 }],
  [{ restart: false }, { policy: 'no', maxRetries: 0 }],
  [{ restart: 'always' }, { policy: 'always', maxRetries: 0 }],
  [{ restart: 'on-failure' }, { policy: 'on-failure', maxRetries: 0 }],
  [{ restart: 'on-failure:5' }, { policy: 'on-failure', maxRetries: 5 }],
  [{ restart: '${RESTART}' }, undefined],
  [
    { restart: 'always', deploy: { restart_policy: { condition: 'none' } } },
    { policy: 'no', maxRetries: 0 },
  ],
  [{ deploy: { restart_policy: { condition: 'any' } } }, { policy: 'always', maxRetries: 0 }],
  [
    { deploy: { restart_policy: { condition: 'on-failure', max_attempts: 3 } } },
    { policy: 'on-failure', maxRetries: 3 },
  ],
  [{ deploy: { restart_policy: { condition: '${RESTART}' } } }, undefined],
])('%j is %j', (definition, restart) => {
  expect(restartOf(definition)).toEqual(restart);
});

test.each<[any, boolean]>([
  [{ restart: 'always' }, true],
  [{ restart: 'unless-stopped' }, true],
  [{ restart: 'on-failure' }, false],
  [{}, false],
  [{ restart: '${RESTART}' }, false],
])('whether a service with %j runs on: %s', (definition, expected) => {
  expect(runsOn(definition)).toBe(expected);
});
