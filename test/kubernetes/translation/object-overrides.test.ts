import { objectOf, translatedService } from '../cluster';

const overridden = (object: string, path: string, value: any) =>
  translatedService({ expose: ['80'] }, { overrides: [{ object, path, value }] });

test.each([
  ['spec.template.spec.priorityClassName', 'high', { template: { spec: { priorityClassName: 'high' } } }],
  ['spec.template.spec.containers.0.resources.limits.nvidia\\.com/gpu', 1, undefined],
  ['spec.template.spec.tolerations', [{ key: 'gpu', operator: 'Exists' }], undefined],
  ['spec.template.spec.nodeSelector', { disk: 'ssd' }, { template: { spec: { nodeSelector: { disk: 'ssd' } } } }],
  ['metadata.annotations.team', 'ml', undefined],
])('an override of %s', (path, value, expected) => {
  const { spec } = objectOf(overridden('Deployment/web', path, value), 'Deployment', 'web');
  expect(spec).toMatchObject(expected ?? {});
});

test('a dot in a key is written with a backslash', () => {
  const path = 'spec.template.spec.containers.0.resources.limits.nvidia\\.com/gpu';
  const { spec } = objectOf(overridden('Deployment/web', path, 1), 'Deployment', 'web');

  expect(spec.template.spec.containers[0].resources.limits).toEqual({ 'nvidia.com/gpu': 1 });
});

test('a key may be taken away', () => {
  const path = 'spec.template.spec.containers.0.lifecycle';
  const { spec } = objectOf(overridden('Deployment/web', path, undefined), 'Deployment', 'web');

  expect(spec.template.spec.containers[0].lifecycle).toBeUndefined();
});

test.each([
  ['Deployment/web', 'spec.template.spec.priorityClass', 'x', 'did you mean "spec.template.spec.priorityClassName"?'],
  ['Deployment/web', 'spec.replica', 3, 'did you mean "spec.replicas"?'],
  ['Deployment/web', 'spec.replicas.count', 3, 'there are no keys below a plain value'],
  ['Deployment/web', 'spec.template.spec.containers.web', {}, 'give the number of an entry'],
  ['Deployment/web', 'spec.replicas', '3', 'has a value that should be an integer'],
  ['Deployment/web', 'spec.template.spec.tolerations', [{ keys: 'x' }], 'names the key "0.keys"'],
  ['Deployment/web', 'spec.template.spec.hostAliases', {}, 'has a value that should be a list'],
  ['Deployment/wbe', 'spec.replicas', 3, 'did you mean "Deployment/web"?'],
  ['Pod/web', 'spec', {}, 'the override of "Pod/web" changes no object'],
])('%s %s of %j is an error', (object, path, value, text) => {
  expect(overridden(object, path, value).errors).toEqual([expect.stringContaining(text)]);
});
