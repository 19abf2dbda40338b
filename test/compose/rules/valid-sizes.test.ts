import { messagesOf, modelOf } from './rule-model';
import { ValidSizes } from '../../../src/compose/rules/valid-sizes';

test.each([0, 1024, '1024', '512m', '2g', '1.5G', '10kb', '10 MB', '10MiB', '1t', '1e3', '${MEMORY}'])(
  '%s is a size',
  size => {
    expect(
      messagesOf(new ValidSizes(), modelOf({ services: { web: { mem_limit: size, memswap_limit: size } } })),
    ).toEqual([]);
  },
);

test.each(['', 'plenty', '10bytes', '-1', 'm', '1,5g', '10%'])('%j is none', size => {
  expect(messagesOf(new ValidSizes(), modelOf({ services: { web: { mem_limit: size } } }))).toEqual([
    `[app/web] mem_limit is "${size}", which is not a size; use a number and its unit, such as "512m" or "2g"`,
  ]);
});

test('all keys that take a size are looked at; -1 is no limit of memory and swap', () => {
  const bad = 'plenty';
  const definition = {
    mem_limit: bad,
    mem_reservation: bad,
    memswap_limit: -1,
    shm_size: bad,
    build: { shm_size: bad },
    deploy: { resources: { limits: { memory: bad }, reservations: { memory: bad } } },
    volumes: [{ type: 'tmpfs', target: '/tmp', tmpfs: { size: bad } }, 'data:/data'],
  };
  expect(messagesOf(new ValidSizes(), modelOf({ services: { web: definition } }))).toHaveLength(7);
});
