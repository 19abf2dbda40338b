import { hostsOf } from '../../../src/compose/reading/hosts';

test.each<[any, any]>([
  [['db=192.0.2.1'], [{ host: 'db', addresses: ['192.0.2.1'] }]],
  [['db:192.0.2.1'], [{ host: 'db', addresses: ['192.0.2.1'] }]],
  [['db=::1'], [{ host: 'db', addresses: ['::1'] }]],
  [['db:::1'], [{ host: 'db', addresses: ['::1'] }]],
  [['db=192.0.2.1,192.0.2.2'], [{ host: 'db', addresses: ['192.0.2.1', '192.0.2.2'] }]],
  [['db'], [{ host: 'db', addresses: [] }]],
  [{ db: '192.0.2.1' }, [{ host: 'db', addresses: ['192.0.2.1'] }]],
  [{ db: ['192.0.2.1', '::1'] }, [{ host: 'db', addresses: ['192.0.2.1', '::1'] }]],
  [{ db: null }, [{ host: 'db', addresses: [] }]],
  [['db=${DB}'], []],
  [{ db: '${DB}' }, []],
  [undefined, []],
])('extra_hosts %j are %j', (extraHosts, hosts) => {
  expect(hostsOf(extraHosts)).toEqual(hosts);
});
