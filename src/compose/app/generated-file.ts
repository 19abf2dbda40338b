import { Construct } from 'constructs';
import { FileBase, IResolver, Project } from 'projen';
import { ignorePattern } from './app-directory';
import { expectRoom } from './project-files';
import { composeError, guarded } from '../element/compose-error';

/**
 * A read-only, committed file whose text is rendered at synthesis.
 */
export class GeneratedFile extends FileBase {
  /**
   * Renders the text.
   */
  public readonly render: () => string;

  /**
   * @param path the path of the file, relative to the project's directory
   * @param render renders the text
   * @param options.marker whether the file begins with projen's marker, in a comment
   * @throws when the project already writes a file there
   */
  constructor(scope: Construct, path: string, render: () => string, options: { marker?: boolean } = {}) {
    try {
      super(scope, path, { marker: options.marker ?? false, editGitignore: false });
    } catch (error) {
      // Looked up only now: to find a file, projen walks over all constructs, and it has just done so itself.
      throw Project.of(scope).tryFindFile(path)
        ? composeError(
            scope,
            `the project already writes a file "${path}"`,
            'give one of the two another directory or name',
          )
        : error;
    }
    this.render = render;
    expectRoom(scope, path);
    this.keepInGit();
  }

  protected synthesizeContent(_resolver: IResolver): string {
    const text = guarded(
      this.node.scope!,
      `rendering the file "${this.path}"`,
      'see the hooks that render it',
      this.render,
    );
    return `${this.marker ? this.comment(this.marker) : ''}${text}`;
  }

  /**
   * Does with escapes what projen does without: a bracket would match other files, and a space ends a pattern of
   * `.gitattributes`. Any character stands for a quote, before which projen writes no backslash.
   */
  private keepInGit(): void {
    if (!this.committed) {
      this.project.addGitIgnore(ignorePattern(this.path));
      return;
    }
    this.project.addGitIgnore(`!${ignorePattern(this.path)}`);
    if (/[\s*?["]/.test(this.path)) {
      this.project.gitattributes.removeAttributes(`/${this.path}`);
      this.project.annotateGenerated(`"${ignorePattern(this.path).replaceAll('"', '?')}"`);
    }
  }

  private comment(text: string): string {
    return this.path.endsWith('.md') ? `<!-- ${text} -->\n\n` : `# ${text}\n`;
  }
}
