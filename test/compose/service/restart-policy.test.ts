import { RestartPolicy } from '../../../src/compose';

test.each([
  [RestartPolicy.NO, 'no'],
  [RestartPolicy.ALWAYS, 'always'],
  [RestartPolicy.UNLESS_STOPPED, 'unless-stopped'],
  [RestartPolicy.onFailure(), 'on-failure'],
  [RestartPolicy.onFailure(3), 'on-failure:3'],
])('a restart policy is written as compose reads it: %# %s', (policy, text) => {
  expect(policy.toCompose()).toBe(text);
});

test('an unspecified policy is not written', () => {
  expect(RestartPolicy.UNSPECIFIED.toCompose()).toBeUndefined();
});
