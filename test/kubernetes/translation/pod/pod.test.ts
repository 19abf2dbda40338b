import { container, podSpec, translatedService } from '../../cluster';

test('entrypoint and command are command and arguments, in either form', () => {
  expect(container(translatedService({ entrypoint: ['/start'], command: 'serve --port "80 81"' }))).toMatchObject({
    command: ['/start'],
    args: ['serve', '--port', '80 81'],
  });
});

test('dollar signs that Kubernetes would expand stay what they are', () => {
  const output = translatedService({ command: ['$$(id)', '$$HOME', '$$$$'], environment: { A: '$$(B)' } });

  expect(container(output).args).toEqual(['$$(id)', '$HOME', '$$$$']);
  expect(container(output).env).toEqual([{ name: 'A', value: '$$(B)' }]);
});

test('working directory, terminal and standard input', () => {
  expect(container(translatedService({ working_dir: '/srv', tty: true, stdin_open: true }))).toMatchObject({
    workingDir: '/srv',
    tty: true,
    stdin: true,
  });
});

test('names and addresses of a pod', () => {
  const output = translatedService({
    hostname: 'front',
    extra_hosts: ['one=10.0.0.1', 'two:10.0.0.1', 'six=[::1]'],
    dns: ['10.0.0.53'],
    dns_search: ['example.com'],
    dns_opt: ['ndots:2', 'rotate'],
  });
  expect(podSpec(output)).toMatchObject({
    hostname: 'front',
    hostAliases: [
      { ip: '10.0.0.1', hostnames: ['one', 'two'] },
      { ip: '::1', hostnames: ['six'] },
    ],
    dnsConfig: {
      nameservers: ['10.0.0.53'],
      searches: ['example.com'],
      options: [{ name: 'ndots', value: '2' }, { name: 'rotate' }],
    },
  });
});

test('labels and annotations are annotations of the pod, but for digests of configs', () => {
  const output = translatedService({ labels: { 'a.b': 'c', 'projen-mlflow.config.x': 'abc' }, annotations: ['d=e'] });
  const deployment = output.objects.find(({ kind }) => kind === 'Deployment')!;

  expect(deployment.spec.template.metadata.annotations).toEqual({ 'a.b': 'c', d: 'e' });
});

test('`init` lets the pause process reap orphans', () => {
  expect(podSpec(translatedService({ init: true })).shareProcessNamespace).toBe(true);
});

test('a platform chooses nodes', () => {
  expect(podSpec(translatedService({ platform: 'linux/arm64' })).nodeSelector).toEqual({
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'arm64',
  });
});

test.each([
  [{ hostname: 'web.example.com' }, '`hostname` "web.example.com" is not a single label'],
  [{ extra_hosts: ['host=host-gateway'] }, 'leads "host" to host-gateway'],
  [{ platform: 'windows/amd64' }, '`platform` is windows'],
  [{ stop_signal: 'rt?' }, '`stop_signal` "SIGrt?" is not the name of a signal'],
  [{ stop_grace_period: 'soon' }, '`stop_grace_period` is not a duration'],
  [{ labels: { 'two/slashes/here': 'x' } }, 'its label "two/slashes/here" is not a valid name of an annotation'],
  [{ image: 'https://example.com/x' }, '"https://example.com/x" is not a valid image reference'],
])('%j is an error', (definition, text) => {
  expect(translatedService(definition).errors).toEqual([expect.stringContaining(text)]);
});

test.each([
  ['always', 'Always'],
  ['never', 'Never'],
  ['missing', 'IfNotPresent'],
])('the pull policy %s is %s', (policy, expected) => {
  expect(container(translatedService({ pull_policy: policy })).imagePullPolicy).toBe(expected);
});
