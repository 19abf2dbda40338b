import { messagesOf, modelOf } from './rule-model';
import { NetworkModeAlone } from '../../../src/compose/rules/network-mode-alone';

const messages = (web: any) => messagesOf(new NetworkModeAlone(), modelOf({ services: { web } }));

test.each<[any]>([[['back', 'front']], [{ back: null, front: {} }]])('a network_mode with the networks %j is told', networks => {
  expect(messages({ network_mode: 'host', networks })).toEqual([
    '[app/web] it has the network_mode "host" and networks as well (back, front); take one of the two away',
  ]);
});

test.each<[any]>([[{}], [{ network_mode: 'host' }], [{ networks: ['back'] }], [{ network_mode: 'host', networks: [] }]])('%j is fine', web => {
  expect(messages(web)).toEqual([]);
});
