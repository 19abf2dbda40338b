import { Project } from 'projen';
import { MlflowStack } from 'projen-mlflow';

const project = new Project({ name: 'quickstart' });
project.defaultTask!.exec('tsx .projenrc.ts'); // what `npx projen` runs; project types with a language bring it along

new MlflowStack(project, 'mlflow');

project.synth();
