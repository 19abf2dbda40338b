import { modelOf } from './rule-model';
import { ComposeApp, ContainerImage, Service } from '../../../src/compose';
import { NoDependencyCycle } from '../../../src/compose/rules/no-dependency-cycle';
import { testProject } from '../../test-project';

/** An app whose services depend on each other: `{ a: 'bc' }`. */
function appOf(dependencies: { [name: string]: string }): ComposeApp {
  const app = new ComposeApp(testProject(), 'app');
  const services = new Map(
    Object.keys(dependencies).map(name => [
      name,
      new Service(app, name, { image: ContainerImage.fromRegistry('alpine') }),
    ]),
  );
  for (const [name, others] of Object.entries(dependencies)) {
    [...others].forEach(other => services.get(name)!.addDependency(services.get(other)!));
  }
  return app;
}

test.each([[{ a: '' }], [{ a: 'b', b: 'c', c: '' }], [{ a: 'bc', b: 'd', c: 'd', d: '' }]])(
  'services may wait for each other as long as one is first: %j',
  dependencies => {
    expect(() => appOf(dependencies).toDefinition()).not.toThrow();
  },
);

test.each([
  [{ a: 'a' }, 'a', 'a -> a'],
  [{ a: 'b', b: 'a' }, 'a', 'a -> b -> a'],
  [{ x: 'a', a: 'b', b: 'c', c: 'a' }, 'a', 'a -> b -> c -> a'],
])('services that wait for each other in a cycle are an error: %j', (dependencies, name, circle) => {
  expect(() => appOf(dependencies).toDefinition()).toThrow(
    new Error(
      `the compose app is not valid, nothing was written:\n  [app/${name}] services wait for each other in a dependency cycle: ${circle}; remove one of these dependencies (no-dependency-cycle)`,
    ),
  );
});

test('each cycle is reported once', () => {
  expect(() => appOf({ a: 'b', b: 'a', c: 'd', d: 'c', e: 'ac' }).toDefinition()).toThrow(
    /a -> b -> a; .*\n.*c -> d -> c; [^\n]*$/,
  );
});

test('the short form of depends_on counts too', () => {
  const app = appOf({ a: 'b', b: '' });
  app.addOverride('services.b.depends_on', ['a']);
  expect(() => app.toDefinition()).toThrow('services wait for each other in a dependency cycle: a -> b -> a');
});

test('a graph with very many ways through it is walked once', () => {
  let reads = 0;
  const layers = Array.from({ length: 16 }, (_, layer) =>
    ['a', 'b'].map(side => [
      `${side}${layer}`,
      {
        get depends_on() {
          reads++;
          return layer > 0 ? [`a${layer - 1}`, `b${layer - 1}`] : [];
        },
      },
    ]),
  );
  const services = Object.fromEntries(layers.reverse().flat());
  expect(new NoDependencyCycle().check(modelOf({ services }))).toEqual([]);
  expect(reads).toBe(32);
});
