import { Project } from 'projen';
import { Stack } from './stack';
import { ArtifactTransfer, MlflowServiceOptions, MlflowStack } from '../../src';
import { freePort } from '../../test/e2e/free-port';

/**
 * `MlflowStack` with its defaults, except the ports.
 */
export async function defaultStack(name: string, directory: string): Promise<Stack> {
  return stackOf(name, directory, () => ({}));
}

/**
 * The same, with direct transfer of artifacts.
 */
export async function directStack(name: string, directory: string): Promise<Stack> {
  return stackOf(name, directory, apiPort => ({
    artifactTransfer: ArtifactTransfer.direct({ publicEndpoint: `http://127.0.0.1:${apiPort}` }),
  }));
}

async function stackOf(
  name: string,
  directory: string,
  serverOptions: (apiPort: number) => MlflowServiceOptions,
): Promise<Stack> {
  const [port, apiPort] = [await freePort(), await freePort()];
  const project = new Project({ name: 'bench', outdir: directory });
  new MlflowStack(project, 'mlflow', {
    appName: name,
    s3: { apiPort, consolePort: await freePort() },
    server: { port, ...serverOptions(apiPort) },
  });
  project.synth();
  return new Stack(name, directory, port);
}
