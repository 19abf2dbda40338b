import { Project } from 'projen';
import { ClassicMlflow } from './classic-mlflow';

const project = new Project({ name: 'classic' });
project.defaultTask!.exec('tsx .projenrc.ts');

new ClassicMlflow(project, 'mlflow');

project.synth();
