import { Project } from 'projen';
import { ModelDatabase } from './model-database';
import { TeamMlflow } from './team-mlflow';
import { BackendStoreContract, ComposeTemplate, Service } from 'projen-mlflow';

function teamMlflow(): TeamMlflow {
  return new TeamMlflow(new Project({ name: 'team' }), 'mlflow');
}

test('the database takes 500 connections and 2 GB of memory', () => {
  const template = ComposeTemplate.fromApp(teamMlflow());

  template.hasService('db', { deploy: { resources: { limits: { memory: '2g' } } } });
  expect(template.toJson().services.db).toMatchSnapshot();
});

test('the logs of no service fill the disk', () => {
  const { services } = ComposeTemplate.fromApp(teamMlflow()).toJson();

  for (const service of Object.values<any>(services)) {
    expect(service.logging.options).toEqual({ 'max-size': '10m', 'max-file': '3' });
  }
});

test('the database of models is as good a store as any', () => {
  BackendStoreContract.verify({ create: (app, id) => new ModelDatabase(app, id) });
});

test('an image without a version is an error', () => {
  const app = teamMlflow();
  (app.node.findChild('dump') as Service).addOverride('image', 'mysql');

  expect(() => ComposeTemplate.fromApp(app)).toThrow('[mlflow/dump] the image "mysql" has no version');
});
