import { messagesOf, modelOf } from './rule-model';
import { NetworkModeExclusive } from '../../../src/compose/rules/network-mode-exclusive';

const messages = (web: any) => messagesOf(new NetworkModeExclusive(), modelOf({ services: { web } }));

test.each<[any]>([[['back', 'front']], [{ back: null, front: {} }]])(
  'a network_mode with the networks %j is reported',
  networks => {
    expect(messages({ network_mode: 'host', networks })).toEqual([
      '[app/web] it has the network_mode "host" and also networks (back, front); remove one of the two',
    ]);
  },
);

test.each<[any]>([
  [{}],
  [{ network_mode: 'host' }],
  [{ networks: ['back'] }],
  [{ network_mode: 'host', networks: [] }],
])('%j is fine', web => {
  expect(messages(web)).toEqual([]);
});
