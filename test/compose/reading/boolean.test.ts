import { isBoolean, isTrue } from '../../../src/compose/reading/boolean';
import { healthOf, HealthSource } from '../../../src/compose/reading/health';
import { mountsOf } from '../../../src/compose/reading/mounts';
import { PublishedPortsReachable } from '../../../src/compose/rules/published-ports-reachable';
import { ReadOnlyFileSources } from '../../../src/compose/rules/read-only-file-sources';
import { modelOf } from '../rules/rule-model';

const TRUE = [true, 'true', 'True', 'yes', 'y', 'on'];
const FALSE = [false, 'false', 'no', 'N', 'off'];

test('Compose reads text as YAML 1.1 does', () => {
  expect(TRUE.map(isTrue)).toEqual(TRUE.map(() => true));
  expect([...FALSE, undefined, null, '', '1'].some(isTrue)).toBe(false);
  expect([...TRUE, ...FALSE].every(isBoolean)).toBe(true);
  expect([undefined, null, '', '1', 'x'].some(isBoolean)).toBe(false);
});

test.each(TRUE)('what is %j is read everywhere', value => {
  expect(healthOf({ healthcheck: { disable: value, test: 'x' } }).source).toBe(HealthSource.DISABLED);
  expect(mountsOf({ volumes: [{ type: 'volume', source: 'a', target: '/a', read_only: value }] })[0].readOnly).toBe(
    true,
  );
  const networks = { back: { internal: value } };
  const web = { image: 'x', networks: ['back'], ports: ['80:80'] };
  expect(new PublishedPortsReachable().check(modelOf({ services: { web }, networks }))).toHaveLength(1);
  const copied = { image: 'x', read_only: value, configs: ['page'] };
  const configs = { page: { content: 'hello' } };
  expect(new ReadOnlyFileSources().check(modelOf({ services: { web: copied }, configs }))).toHaveLength(1);
});
