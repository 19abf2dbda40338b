import { Construct, IConstruct } from 'constructs';
import { Component } from 'projen';
import {
  Aspects,
  ComposeApp,
  ComposeOverlay,
  ContainerImage,
  EnvValue,
  IAspect,
  Network,
  Service,
} from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

class Counting implements IAspect {
  public readonly seen: string[] = [];
  public visit(node: IConstruct): void {
    if (node instanceof Service) {
      this.seen.push(node.name);
      node.addEnvironment('ORDER', EnvValue.of(String(this.seen.length)));
    }
  }
}

/** Notes which constructs an aspect visits. */
class Noting implements IAspect {
  constructor(
    private readonly visits: string[],
    private readonly name: string = '',
  ) {}

  public visit(node: IConstruct): void {
    if (node instanceof Service || node instanceof Network || node instanceof ComposeApp) {
      this.visits.push(`${this.name}${node.node.id}`);
    }
  }
}

test('an aspect visits each construct once, however often the app is rendered, those too that are added later', () => {
  const app = new ComposeApp(testProject(), 'app');
  const aspect = new Counting();
  new Service(app, 'one', { image });
  Aspects.of(app).add(aspect);
  new Service(app, 'two', { image });
  expect(aspect.seen).toEqual([]);
  expect(app.toDefinition().services).toMatchObject({
    one: { environment: { ORDER: '1' } },
    two: { environment: { ORDER: '2' } },
  });
  app.toYaml();
  new Service(app, 'three', { image });
  expect(app.toDefinition()).toEqual(app.toDefinition());
  expect(aspect.seen).toEqual(['one', 'two', 'three']);
});

test('an aspect visits the app and every construct below it, of any class', () => {
  const app = new ComposeApp(testProject(), 'app');
  const visits: string[] = [];
  const web = new Service(app, 'web', { image, networks: [new Network(app, 'net')] });
  new Service(new ComposeOverlay(app, 'prod'), 'extra', { image });
  Aspects.of(app).add(new Noting(visits));
  Aspects.of(web).add({ visit: node => void visits.push(`only ${node.node.id}`) });
  app.toDefinition();
  expect(visits).toEqual(['app', 'net', 'web', 'only web', 'extra']);
});

test('aspects of the project visit all of its apps, and each aspect visits a construct once', () => {
  const project = testProject();
  const apps = ['one', 'two'].map(id => new ComposeApp(project, id, { directory: id }));
  apps.forEach(app => new Service(app, 'web', { image }));
  const visits: string[] = [];
  const aspect = new Noting(visits);
  [project, apps[0], apps[0].services[0]].forEach(scope => Aspects.of(scope).add(aspect));
  apps.forEach(app => app.toDefinition());
  expect(visits).toEqual(['one', 'web', 'two', 'web']);
});

test('a service that another component adds at synthesis is visited, and the file has the change', () => {
  class Late extends Component {
    public preSynthesize(): void {
      new Service(app, 'late', { image });
    }
  }
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  const aspect = new Counting();
  Aspects.of(app).add(aspect);
  new Late(project, 'late');
  project.synth();
  expect(aspect.seen).toEqual(['late']);
});

test('constructs that an aspect adds are not visited, so that it ends', () => {
  class Sidecar implements IAspect {
    public visit(node: IConstruct): void {
      if (node instanceof Service) {
        new Service(app, `${node.name}-log`, { image });
        new Service(new Construct(node, 'inner'), `${node.name}-metrics`, { image });
      }
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image });
  Aspects.of(app).add(new Sidecar());
  app.toDefinition();
  expect(Object.keys(app.toDefinition().services).sort()).toEqual(['web', 'web-log', 'web-metrics']);
});

test('an aspect that an aspect adds below visits what is below', () => {
  const app = new ComposeApp(testProject(), 'app');
  const web = new Service(app, 'web', { image });
  const visits: string[] = [];
  Aspects.of(app).add({
    visit: node => (node === app ? Aspects.of(web).add(new Noting(visits)) : undefined),
  });
  app.toDefinition();
  expect(visits).toEqual(['web']);
});

test('a construct is visited by the aspects above it first, then in the order in which they were added', () => {
  const app = new ComposeApp(testProject(), 'app');
  const visits: string[] = [];
  const one = new Service(app, 'one', { image });
  new Service(app, 'two', { image });
  Aspects.of(one).add(new Noting(visits, 'c '));
  Aspects.of(app).add(new Noting(visits, 'a '));
  Aspects.of(app).add(new Noting(visits, 'b '));
  app.toDefinition();
  expect(visits).toEqual(['a app', 'b app', 'a one', 'b one', 'c one', 'a two', 'b two']);
});

test('the aspects of a construct are listed, as a copy', () => {
  const app = new ComposeApp(testProject(), 'app');
  const aspect = new Counting();
  Aspects.of(app).add(aspect);
  Aspects.of(app).all.push(new Counting());
  expect(Aspects.of(app).all).toEqual([aspect]);
});

test('an aspect that fails is an error that names the construct and the class, each time', () => {
  class Broken implements IAspect {
    public visit(node: IConstruct): void {
      if (node instanceof Service) {
        throw new Error('no idea');
      }
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image });
  Aspects.of(app).add(new Broken());
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
