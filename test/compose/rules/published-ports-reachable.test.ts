import { messagesOf, modelOf } from './rule-model';
import { PublishedPortsReachable } from '../../../src/compose/rules/published-ports-reachable';

const messages = (web: any, networks: any = { back: { internal: true }, front: {} }) =>
  messagesOf(new PublishedPortsReachable(), modelOf({ services: { web }, networks }));

test('ports of a service without egress are reported', () => {
  expect(messages({ ports: ['80'], networks: ['back'] })).toEqual([
    '[app/web] it publishes ports, but none of its networks has egress (back); add a network with egress, such as app.publicNetwork, or remove the ports',
  ]);
  expect(messages({ ports: ['80'] }, { default: { internal: true } })).toHaveLength(1);
});

test.each<[any]>([
  [{ networks: ['back'] }],
  [{ ports: [], networks: ['back'] }],
  [{ ports: ['80'] }],
  [{ ports: ['80'], networks: { back: null, front: null } }],
  [{ ports: ['80'], network_mode: 'host' }],
  [{ ports: ['80'], networks: ['elsewhere'] }],
])('%j is fine', web => {
  expect(messages(web)).toEqual([]);
});
