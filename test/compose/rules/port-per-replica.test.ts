import { messagesOf, modelOf } from './rule-model';
import { PortPerReplica } from '../../../src/compose/rules/port-per-replica';

const messages = (ports: any[], replicas = 2) =>
  messagesOf(new PortPerReplica(), modelOf({ services: { web: { ports, deploy: { replicas } } } }));

test.each<[any, string]>([
  ['8080:80', '8080'],
  [{ target: 80, published: '8080' }, '8080'],
  ['8080-8081:80', '8080-8081'],
])('3 containers cannot have %j', (port, text) => {
  expect(messages([port], 3)).toEqual([
    `[app/web] its 3 containers cannot all publish the port ${text} of the host; ` +
      'publish a large enough range ("8000-8009"), or leave out the host port, so that the engine picks free ones',
  ]);
});

test.each<[any]>([
  ['80'],
  ['127.0.0.1::80'],
  ['8080-8081:80'],
  [{ target: 80 }],
  [{ target: 80, published: '8080-8090' }],
  ['${PORT}:80'],
])('2 containers can have %j', port => {
  expect(messages([port])).toEqual([]);
});

test('one container can have any', () => {
  expect(messages(['8080:80'], 1)).toEqual([]);
});
