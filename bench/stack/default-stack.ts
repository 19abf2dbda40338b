import { Project } from 'projen';
import { Stack } from './stack';
import { MlflowStack } from '../../src';
import { freePort } from '../../test/e2e/free-port';

/**
 * `MlflowStack` with all its defaults, but for the ports.
 */
export async function defaultStack(name: string, directory: string): Promise<Stack> {
  const port = await freePort();
  const project = new Project({ name: 'bench', outdir: directory });
  new MlflowStack(project, 'mlflow', { appName: name, s3: { apiPort: await freePort(), consolePort: await freePort() }, server: { port } });
  project.synth();
  return new Stack(name, directory, port);
}
