import { extraHostsOf } from '../../../src/compose/reading/extra-hosts';
import { ValidEntries } from '../../../src/compose/rules/valid-entries';
import { modelOf } from '../rules/rule-model';

test.each<[any, any]>([
  [['db=192.0.2.1'], [{ host: 'db', addresses: ['192.0.2.1'] }]],
  [['db:192.0.2.1'], [{ host: 'db', addresses: ['192.0.2.1'] }]],
  [['db=::1'], [{ host: 'db', addresses: ['::1'] }]],
  [['db:::1'], [{ host: 'db', addresses: ['::1'] }]],
  [['db=[fd00::1]'], [{ host: 'db', addresses: ['fd00::1'] }]],
  [['db:[fd00::1]'], [{ host: 'db', addresses: ['fd00::1'] }]],
  [['db:host-gateway'], [{ host: 'db', addresses: ['host-gateway'] }]],
  [['db=192.0.2.1,192.0.2.2'], [{ host: 'db', addresses: ['192.0.2.1', '192.0.2.2'] }]],
  [['db'], [{ host: 'db', addresses: [] }]],
  [{ db: '192.0.2.1' }, [{ host: 'db', addresses: ['192.0.2.1'] }]],
  [{ db: ['192.0.2.1', '::1'] }, [{ host: 'db', addresses: ['192.0.2.1', '::1'] }]],
  [{ db: ['[::1]'] }, [{ host: 'db', addresses: ['::1'] }]],
  [{ db: null }, [{ host: 'db', addresses: [] }]],
  [undefined, []],
  [null, []],
])('extra_hosts %j are %j', (extraHosts, hosts) => {
  expect(extraHostsOf(extraHosts)).toEqual(hosts);
});

test('references are replaced before an entry is split', () => {
  const resolve = (text: any) => String(text).replace('${DB:-db=10.0.0.1}', 'db:10.0.0.2');
  expect(extraHostsOf(['${DB:-db=10.0.0.1}'], resolve)).toEqual([{ host: 'db', addresses: ['10.0.0.2'] }]);
});

test.each<[any]>([[['db=${DB:-x}']], [['${DB:-db=x}']], [{ db: '${DB:-x}' }]])(
  'the rule leaves %j to the start of the app',
  extraHosts => {
    const model = modelOf({ services: { web: { extra_hosts: extraHosts } } });
    expect(new ValidEntries().check(model)).toEqual([]);
  },
);
