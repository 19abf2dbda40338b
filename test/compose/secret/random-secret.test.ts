import { randomSecret } from '../../../src/compose/secret/random-secret';

test('a secret has 32 letters and digits, and no two are the same', () => {
  const secrets = Array.from({ length: 200 }, randomSecret);
  expect(secrets.filter(secret => !/^[A-Za-z0-9]{32}$/.test(secret))).toEqual([]);
  expect(new Set(secrets).size).toBe(200);
});

test('all letters and digits come up', () => {
  expect(new Set(Array.from({ length: 200 }, randomSecret).join('')).size).toBe(62);
});
