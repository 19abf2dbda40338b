import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Construct } from 'constructs';
import { Component } from 'projen';
import { pathInProject } from './app-directory';
import { expectPath } from './project-files';

/** Only its owner may enter it, so that the files in it can be open to whatever user a container has. */
const FOLDER = 'secrets';

/**
 * A file with a random secret, made once, when it is missing, and never changed afterwards; or one that somebody writes by hand. Git ignores it.
 *
 * A container sees the file with the owner and mode that it has on the host, and its user is another one. So the file may be
 * read by everybody and the folder be entered by its owner alone: Docker itself looks into the folder.
 */
export class SecretFile extends Component {
  /**
   * Where the file is, from the app's directory.
   */
  public readonly pathInApp: string;

  private readonly path: string;

  /**
   * @param name the name of the file
   * @param generate makes what the file holds; without it somebody writes the file by hand, and synthesis makes the folder alone
   */
  constructor(scope: Construct, id: string, name: string, private readonly generate?: () => string) {
    super(scope, id);
    this.pathInApp = `./${FOLDER}/${name}`;
    this.path = pathInProject(this, this.pathInApp);
    expectPath(this, this.path);
    this.project.addGitIgnore(`/${dirname(this.path)}/`);
    this.project.addPackageIgnore(`/${dirname(this.path)}/`);
  }

  public synthesize(): void {
    const path = join(this.project.outdir, this.path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (this.generate && !existsSync(path)) {
      writeFileSync(path, this.generate(), { mode: 0o644, flag: 'wx' });
    }
  }
}
