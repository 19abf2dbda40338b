import { EnvValue } from '../../../src';
import { storeEnvironment } from '../../../src/mlflow/server/store-environment';

function environmentOf(...args: Parameters<typeof storeEnvironment>): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(storeEnvironment(...args)).map(([name, value]) => [name, value.toCompose()]),
  );
}

test('each part of the URI is a variable of the store', () => {
  expect(
    environmentOf('AUTH_STORE', {
      scheme: 'postgresql+psycopg2',
      host: EnvValue.of('pg'),
      port: 5432,
      database: EnvValue.of('auth'),
      user: EnvValue.of('me'),
      passwordFile: '/run/secrets/PASSWORD',
      query: 'sslmode=require',
      pythonPackages: ['psycopg2-binary'],
    }),
  ).toEqual({
    AUTH_STORE_SCHEME: 'postgresql+psycopg2',
    AUTH_STORE_HOST: 'pg',
    AUTH_STORE_PORT: '5432',
    AUTH_STORE_DATABASE: 'auth',
    AUTH_STORE_USER: 'me',
    AUTH_STORE_PASSWORD_FILE: '/run/secrets/PASSWORD',
    AUTH_STORE_QUERY: 'sslmode=require',
  });
});

test('parts that a store does not have are no variables', () => {
  expect(environmentOf('BACKEND_STORE', { scheme: 'sqlite', database: EnvValue.of('/data/mlflow.db') })).toEqual({
    BACKEND_STORE_SCHEME: 'sqlite',
    BACKEND_STORE_DATABASE: '/data/mlflow.db',
  });
});

test('a password may be a value too', () => {
  expect(
    environmentOf('BACKEND_STORE', { scheme: 's', database: EnvValue.of('d'), password: EnvValue.of('p') }),
  ).toHaveProperty('BACKEND_STORE_PASSWORD', 'p');
});
