import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project, ProjectOptions } from 'projen';

const directories: string[] = [];

afterEach(() => directories.splice(0).forEach(directory => rmSync(directory, { recursive: true, force: true })));

/**
 * A project, named `team`, in a temporary directory of its own, which goes when the test ends. (Without a directory
 * projen would take the working one, and clean it up at synthesis.)
 */
export function testProject(options: Partial<ProjectOptions> = {}): Project {
  const outdir = mkdtempSync(join(tmpdir(), 'projen-mlflow-test-'));
  directories.push(outdir);
  return new Project({ name: 'team', ...options, outdir });
}
