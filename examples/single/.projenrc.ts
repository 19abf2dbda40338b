import { Project } from 'projen';
import { ComposeApp, MlflowService } from 'projen-mlflow';

const project = new Project({ name: 'single' });
project.defaultTask!.exec('tsx .projenrc.ts');

// Without stores all is in one container and one volume: a database in a file, and a folder for artifacts.
new MlflowService(new ComposeApp(project, 'mlflow'), 'mlflow');

project.synth();
