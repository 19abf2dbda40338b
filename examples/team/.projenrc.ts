import { javascript, typescript } from 'projen';
import { TeamMlflow } from './team-mlflow';

const project = new typescript.TypeScriptProject({
  name: 'team',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  devDeps: ['projen-mlflow'],
});

new TeamMlflow(project, 'mlflow', { directory: 'deploy' });

project.synth();
