import { join } from 'node:path';
import { Project } from 'projen';
import { ComposeApp, MlflowImage } from '../../src';
import { run } from '../e2e/command';

/**
 * Builds the MLflow image with the drivers of both databases.
 *
 * @param directory an empty folder
 */
export function buildMigrationImage(directory: string, tag: string): void {
  const project = new Project({ name: 'chaos', outdir: directory });
  new MlflowImage(new ComposeApp(project, 'app'), 'image', { directory: 'image' }).addPackages('pymysql', 'psycopg2');
  project.synth();
  run('docker', ['build', '--quiet', '--tag', tag, join(directory, 'image')], { timeoutSeconds: 900 });
}
