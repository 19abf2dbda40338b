import { Project } from 'projen';
import { MlflowStack, StackDatabase } from 'projen-mlflow';

const project = new Project({ name: 'postgres' });
project.defaultTask!.exec('tsx .projenrc.ts');

new MlflowStack(project, 'mlflow', { database: StackDatabase.postgres() });

project.synth();
