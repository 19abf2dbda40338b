import { messagesOf, modelOf } from './rule-model';
import { RuleLevel } from '../../../src/compose';
import { MemoryLimitSet } from '../../../src/compose/rules/memory-limit-set';

const messages = (web: any) => messagesOf(new MemoryLimitSet(), modelOf({ services: { web } }));

test('a service that runs on without a limit is a warning', () => {
  expect(new MemoryLimitSet().level).toBe(RuleLevel.WARNING);
  expect(messages({ restart: 'unless-stopped' })).toEqual([
    "[app/web] it may use all memory of the host; limit it: service.with(new ResourceLimits({ memory: '1g' }))",
  ]);
});

test.each<[any]>([
  [{ mem_limit: '1g' }],
  [{ deploy: { resources: { limits: { memory: '1g' } } } }],
  [{ restart: 'no' }],
])('%j is fine', more => {
  expect(messages({ restart: 'unless-stopped', ...more })).toEqual([]);
});
