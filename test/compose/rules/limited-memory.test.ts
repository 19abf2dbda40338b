import { messagesOf, modelOf } from './rule-model';
import { RuleLevel } from '../../../src/compose';
import { LimitedMemory } from '../../../src/compose/rules/limited-memory';

const messages = (web: any) => messagesOf(new LimitedMemory(), modelOf({ services: { web } }));

test('a service that runs on without a limit is a warning', () => {
  expect(new LimitedMemory().level).toBe(RuleLevel.WARNING);
  expect(messages({ restart: 'unless-stopped' })).toEqual([
    "[app/web] it may use all memory of the host; limit it: service.with(new ResourceLimits({ memory: '1g' }))",
  ]);
});

test.each<[any]>([[{ mem_limit: '1g' }], [{ deploy: { resources: { limits: { memory: '1g' } } } }], [{ restart: 'no' }]])('%j is fine', more => {
  expect(messages({ restart: 'unless-stopped', ...more })).toEqual([]);
});
