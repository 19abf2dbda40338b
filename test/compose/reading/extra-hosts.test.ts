import { extraHostsOf } from '../../../src/compose/reading/extra-hosts';

test.each([
  [['db=10.0.0.1'], 'db', '10.0.0.1'],
  [['db:10.0.0.1'], 'db', '10.0.0.1'],
  [['db:::1'], 'db', '::1'],
  [['db=fd00::1'], 'db', 'fd00::1'],
  [['db=[fd00::1]'], 'db', 'fd00::1'],
  [['db:[fd00::1]'], 'db', 'fd00::1'],
  [['db:host-gateway'], 'db', 'host-gateway'],
  [{ db: '10.0.0.1' }, 'db', '10.0.0.1'],
  [{ db: ['[::1]'] }, 'db', '::1'],
])('%j leads to one address', (value, host, address) => {
  expect(extraHostsOf(value)).toEqual([{ host, address }]);
});

test('a host in a map may have several addresses, and nothing has none', () => {
  expect(extraHostsOf({ db: ['10.0.0.1', '::1'] }).map(({ address }) => address)).toEqual(['10.0.0.1', '::1']);
  expect(extraHostsOf(undefined)).toEqual([]);
  expect(extraHostsOf(null)).toEqual([]);
});

test('references are replaced before an entry is split', () => {
  const resolve = (text: any) => String(text).replace('${DB:-db=10.0.0.1}', 'db:10.0.0.2');
  expect(extraHostsOf(['${DB:-db=10.0.0.1}'], resolve)).toEqual([{ host: 'db', address: '10.0.0.2' }]);
});
