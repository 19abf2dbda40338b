import { Project } from 'projen';
import { TeamMlflow } from './team-mlflow';
import { ComposeTemplate, Service } from 'projen-mlflow';

function teamMlflow(): TeamMlflow {
  return new TeamMlflow(new Project({ name: 'team' }), 'mlflow');
}

test('the database takes 500 connections and 2 GB of memory', () => {
  const template = ComposeTemplate.fromApp(teamMlflow());

  template.hasService('db', { deploy: { resources: { limits: { memory: '2g' } } } });
  expect(template.toJson().services.db).toMatchSnapshot();
});

test('an image without a version is an error', () => {
  const app = teamMlflow();
  (app.node.findChild('cache') as Service).addOverride('image', 'redis');

  expect(() => ComposeTemplate.fromApp(app)).toThrow('[mlflow/cache] the image "redis" has no version');
});
