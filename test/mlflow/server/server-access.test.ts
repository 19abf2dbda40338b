import { CaddyProxy, ComposeApp, EnvValue, MlflowAuth, MlflowService, MlflowServiceProps } from '../../../src';
import { testProject } from '../../test-project';

function mlflow(props: MlflowServiceProps = {}, host?: string): any {
  const app = new ComposeApp(testProject(), 'app');
  const proxy = host === undefined ? undefined : new CaddyProxy(app, 'proxy', { host, httpsPort: 8443 });
  new MlflowService(app, 'mlflow', { proxy, ...props });
  return app.toDefinition().services.mlflow;
}

test('behind a proxy it publishes no port, accepts the host name of clients, and trusts the forwarded headers of the proxy', () => {
  const service = mlflow({}, 'mlflow.example.com');
  expect(service.ports).toBeUndefined();
  expect(service.networks).toEqual(['internal', 'proxy_sites']);
  expect(service.environment.FORWARDED_ALLOW_IPS).toBe('*');
  expect(service.environment.MLFLOW_SERVER_ALLOWED_HOSTS.split(',')).toContain('mlflow.example.com:8443');
  const origins = service.environment.MLFLOW_SERVER_CORS_ALLOWED_ORIGINS.split(',');
  expect(origins).toContain('https://mlflow.example.com:8443');
  expect(origins).not.toContain('http://mlflow.example.com:8443');
});

test('without a proxy no forwarded headers are trusted', () => {
  expect(mlflow().environment).not.toHaveProperty('FORWARDED_ALLOW_IPS');
});

test('ports that are set are published behind a proxy too', () => {
  expect(mlflow({ ports: [{ target: 5000, published: 5050 }] }, 'mlflow.example.com').ports).toMatchObject([
    { published: '5050', host_ip: '127.0.0.1' },
  ]);
});

test('a provider sends users back to the proxy, whose cookies are for HTTPS alone', () => {
  const auth = MlflowAuth.oidc({ issuer: 'https://login.example.com', clientId: EnvValue.of('mlflow') });
  expect(mlflow({ auth }, 'mlflow.example.com').environment).toMatchObject({
    OIDC_REDIRECT_URI: 'https://mlflow.example.com:8443/callback',
    SESSION_COOKIE_SECURE: 'true',
  });
});

test('all paths begin with a prefix', () => {
  expect(mlflow({ staticPrefix: '/tools/mlflow' }).environment.MLFLOW_STATIC_PREFIX).toBe('/tools/mlflow');
});

test.each(['mlflow', '/mlflow/', '/', '/a b'])('the prefix "%s" is an error', staticPrefix => {
  expect(() => mlflow({ staticPrefix })).toThrow(
    `[app/mlflow] \`staticPrefix\` is "${staticPrefix}"; set it to a path that begins with a slash and ends without one, such as "/mlflow"`,
  );
});
