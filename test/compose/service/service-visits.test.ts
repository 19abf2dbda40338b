import { Component } from 'projen';
import { ComposeApp, ContainerImage, EnvValue, IServiceVisitor, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

class Counting implements IServiceVisitor {
  public readonly seen: string[] = [];
  public visit(service: Service): void {
    this.seen.push(service.name);
    service.addEnvironment('ORDER', EnvValue.of(String(this.seen.length)));
  }
}

test('a visitor sees each service once, however often the app is rendered, those too that are added later', () => {
  const app = new ComposeApp(testProject(), 'app');
  const visitor = new Counting();
  new Service(app, 'one', { image });
  app.eachService(visitor);
  new Service(app, 'two', { image });
  expect(visitor.seen).toEqual([]);
  expect(app.toDefinition().services).toMatchObject({
    one: { environment: { ORDER: '1' } },
    two: { environment: { ORDER: '2' } },
  });
  app.toYaml();
  new Service(app, 'three', { image });
  expect(app.toDefinition()).toEqual(app.toDefinition());
  expect(visitor.seen).toEqual(['one', 'two', 'three']);
});

test('a service that another component adds at synthesis is visited, and the file has the change', () => {
  class Late extends Component {
    public preSynthesize(): void {
      new Service(app, 'late', { image });
    }
  }
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  const visitor = new Counting();
  app.eachService(visitor);
  new Late(project, 'late');
  project.synth();
  expect(visitor.seen).toEqual(['late']);
});

test('services that a visitor adds are not visited, so that it ends', () => {
  class Sidecar implements IServiceVisitor {
    public visit(service: Service): void {
      new Service(app, `${service.name}-log`, { image });
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image });
  app.eachService(new Sidecar());
  app.toDefinition();
  expect(Object.keys(app.toDefinition().services)).toEqual(['web', 'web-log']);
});

test('visitors come in the order in which they were given', () => {
  const app = new ComposeApp(testProject(), 'app');
  const calls: string[] = [];
  new Service(app, 'one', { image });
  new Service(app, 'two', { image });
  app.eachService({ visit: ({ name }) => void calls.push(`a ${name}`) });
  app.eachService({ visit: ({ name }) => void calls.push(`b ${name}`) });
  app.toDefinition();
  expect(calls).toEqual(['a one', 'a two', 'b one', 'b two']);
});

test('a visitor that fails is an error that names the service and the class, each time', () => {
  class Broken implements IServiceVisitor {
    public visit(): void {
      throw new Error('no idea');
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image });
  app.eachService(new Broken());
  for (let time = 0; time < 2; time++) {
    expect(() => app.toDefinition()).toThrow('[app/web] visit() of Broken failed: no idea; see the stack of its cause');
  }
});

test('the services of the app are a copy, in the order of the tree', () => {
  const app = new ComposeApp(testProject(), 'app');
  const web = new Service(app, 'web', { image });
  app.services.push(web);
  expect(app.services).toEqual([web]);
});
