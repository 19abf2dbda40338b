import { messagesOf, modelOf } from './rule-model';
import { CompletedDependencyExits } from '../../../src/compose/rules/completed-dependency-exits';

function messages(migrate: any, condition = 'service_completed_successfully'): string[] {
  return messagesOf(
    new CompletedDependencyExits(),
    modelOf({ services: { migrate, web: { depends_on: { migrate: { condition } } } } }),
  );
}

test.each(['always', 'unless-stopped'])('a dependency that is restarted (%s) never completes', restart => {
  expect(messages({ restart })).toEqual([
    `[app/migrate] "web" waits until it exits, but it is always restarted (${restart}); ` +
      'use RestartPolicy.ONE_SHOT, or NO if it must not run twice',
  ]);
});

test.each<[any]>([[{ restart: 'on-failure' }], [{ deploy: { restart_policy: { condition: 'on-failure' } } }]])(
  'retries without end hide the failure: %j',
  migrate => {
    expect(messages(migrate)).toEqual([
      expect.stringContaining('it is restarted without limit when it fails (on-failure)'),
    ]);
  },
);

test.each<[any]>([
  [{}],
  [{ restart: 'no' }],
  [{ restart: 'on-failure:5' }],
  [{ restart: '${RESTART}' }],
  [{ restart: 'always', deploy: { restart_policy: { condition: 'none' } } }],
])('%j is fine', migrate => expect(messages(migrate)).toEqual([]));

test('a dependency with another condition may keep running', () => {
  expect(messages({ restart: 'always' }, 'service_started')).toEqual([]);
});

test('it is reported once, however many services wait', () => {
  const depends_on = { migrate: { condition: 'service_completed_successfully' } };
  expect(
    messagesOf(
      new CompletedDependencyExits(),
      modelOf({ services: { migrate: { restart: 'always' }, one: { depends_on }, two: { depends_on } } }),
    ),
  ).toHaveLength(1);
});

test('a missing service is not checked', () => {
  expect(
    messagesOf(
      new CompletedDependencyExits(),
      modelOf({ services: { web: { depends_on: { gone: { condition: 'service_completed_successfully' } } } } }),
    ),
  ).toEqual([]);
});
