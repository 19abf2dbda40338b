import { structCodes } from './public-structs';
import * as library from '../src';
import { ENUMS, STRUCTS } from '../src/prop-types';

test('src/prop-types.ts has the structs of the sources; else run `npm run props`', () => {
  expect(STRUCTS).toEqual(structCodes());
  expect(Object.keys(STRUCTS).length).toBeGreaterThan(70);
});

test('src/prop-types.ts has the values of the enums of the sources', () => {
  const values = Object.fromEntries(
    Object.keys(ENUMS).map(name => [name, Object.values((library as any)[name]).join(',')]),
  );
  expect(ENUMS).toEqual(values);
});
