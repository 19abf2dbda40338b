import { dependenciesOf } from '../../../src/compose/reading/dependencies';

const started = { condition: 'service_started', required: true };

test.each<[string, any, any]>([
  ['nothing', {}, {}],
  ['null', { depends_on: null }, {}],
  ['a list', { depends_on: ['a', 'b'] }, { a: started, b: started }],
  ['a list with null', { depends_on: ['a', null] }, { a: started }],
  [
    'a map',
    {
      depends_on: {
        a: { condition: 'service_healthy', restart: true },
        b: { condition: 'service_started', required: false },
      },
    },
    { a: { condition: 'service_healthy', required: true }, b: { condition: 'service_started', required: false } },
  ],
  ['a map with null', { depends_on: { a: null, b: {} } }, { a: started, b: started }],
  [
    'shared namespaces',
    { network_mode: 'service:a', ipc: 'service:b', pid: 'service:c', uts: 'host' },
    { a: started, b: started, c: started },
  ],
  ['links', { links: ['a', 'b:alias'] }, { a: started, b: started }],
  ['volumes of others', { volumes_from: ['a:ro', 'container:b'] }, { a: started }],
  [
    'a link to a service of depends_on',
    { links: ['a'], depends_on: { a: { condition: 'service_healthy' } } },
    { a: { condition: 'service_healthy', required: true } },
  ],
  ['references', { network_mode: 'service:${NAME}' }, {}],
])('reads %s', (_, definition, dependencies) => {
  expect(Object.fromEntries(dependenciesOf(definition))).toEqual(dependencies);
});
