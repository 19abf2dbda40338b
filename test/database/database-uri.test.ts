import { ComposeApp, ContainerImage, DatabaseUri, Secret, Service } from '../../src';
import { testProject } from '../test-project';

test('the URI is in a file that somebody writes by hand, or in a secret of the team', () => {
  const app = new ComposeApp(testProject(), 'app');
  const consumer = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  expect(new DatabaseUri(app, 'company').bind(consumer)).toEqual({ uriFile: '/run/secrets/company_uri' });
  expect(
    new DatabaseUri(app, 'other', {
      uri: new Secret(app, 'ours', { file: './ours' }),
      pythonPackages: ['oracledb==3.4.0'],
      debianPackages: ['libaio1t64'],
    }).bind(consumer),
  ).toEqual({ uriFile: '/run/secrets/ours', pythonPackages: ['oracledb==3.4.0'], debianPackages: ['libaio1t64'] });
  expect(app.toDefinition().secrets).toEqual({
    company_uri: { file: './secrets/company_uri' },
    ours: { file: './ours' },
  });
  expect(app.toDefinition().services.job.secrets).toEqual([{ source: 'company_uri' }, { source: 'ours' }]);
});
