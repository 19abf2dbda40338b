import { messagesOf, modelOf } from './rule-model';
import { CompletedDependencyExits } from '../../../src/compose/rules/completed-dependency-exits';
import { ContainerNameSingleReplica } from '../../../src/compose/rules/container-name-single-replica';
import { HealthyRequiresHealthcheck } from '../../../src/compose/rules/healthy-requires-healthcheck';
import { NeededServiceRuns } from '../../../src/compose/rules/needed-service-runs';
import { NoPortConflict } from '../../../src/compose/rules/no-port-conflict';
import { PortPerReplica } from '../../../src/compose/rules/port-per-replica';
import { UniqueContainerNames } from '../../../src/compose/rules/unique-container-names';

const MESSAGE =
  '[app/web] it depends on "db", which has 0 replicas: Compose does not wait for it; give "db" a replica, or remove the dependency';

const reported = (db: object, web: object) => messagesOf(new NeededServiceRuns(), modelOf({ services: { db, web } }));

test.each<[string, object]>([
  ['a list', { depends_on: ['db'] }],
  ['a condition', { depends_on: { db: { condition: 'service_healthy' } } }],
  ['a job', { depends_on: { db: { condition: 'service_completed_successfully' } } }],
  ['a link', { links: ['db:database'] }],
  ['a shared network', { network_mode: 'service:db' }],
])('a service that depends by %s on one with 0 replicas is reported', (_, web) => {
  for (const db of [{ deploy: { replicas: 0 } }, { deploy: { replicas: '0' } }, { scale: 0 }]) {
    expect(reported(db, web)).toEqual([MESSAGE]);
  }
});

test.each<[string, object, object]>([
  ['a replica', { deploy: { replicas: 1 } }, { depends_on: ['db'] }],
  ['replicas by a variable', { deploy: { replicas: '${N:-0}' } }, { depends_on: ['db'] }],
  [
    'a dependency that need not be there',
    { scale: 0 },
    { depends_on: { db: { condition: 'service_started', required: false } } },
  ],
  ['a dependant with 0 replicas itself', { scale: 0 }, { scale: 0, depends_on: ['db'] }],
  ['a service that is not there', {}, { depends_on: ['other'] }],
])('with %s nothing is reported', (_, db, web) => {
  expect(reported(db, web)).toEqual([]);
});

test('a service with 0 replicas takes no port and no name, and nobody waits for its health or its end', () => {
  const taking = { container_name: 'one', ports: ['8080:80'] };
  const model = modelOf({
    services: {
      off: { ...taking, deploy: { replicas: 0 }, restart: 'always' },
      on: { ...taking, depends_on: { off: { condition: 'service_healthy' } } },
      other: { depends_on: { off: { condition: 'service_completed_successfully' } } },
    },
  });
  const rules = [
    new NoPortConflict(),
    new UniqueContainerNames(),
    new ContainerNameSingleReplica(),
    new PortPerReplica(),
    new HealthyRequiresHealthcheck(),
    new CompletedDependencyExits(),
  ];
  expect(rules.flatMap(rule => messagesOf(rule, model))).toEqual([]);
});
