import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path/posix';
import { Construct } from 'constructs';
import { Project } from 'projen';
import { DockerfileEdits } from './dockerfile-edits';
import { DockerfileStage } from './dockerfile-stage';
import { directoryOf } from '../app/app-directory';
import { assetPath, pathFromApp, pathInProject, PathKind } from '../app/app-path';
import { GeneratedFile } from '../app/generated-file';
import { checkProps } from '../element/check-props';
import { composeError, pathOf } from '../element/compose-error';
import { callHook } from '../element/hook';
import { brokenCharacter } from '../value/invalid-character';

/**
 * Properties of a `Dockerfile`.
 */
export interface DockerfileProps {
  /**
   * The folder of the Dockerfile and its build context, relative to the app's directory.
   *
   * @default - the id
   */
  readonly directory?: string;

  /**
   * The name of the file, or a path below `directory`. Several Dockerfiles may share a directory with different names:
   * each has its own `<fileName>.dockerignore`, and they may add the same files.
   *
   * @default 'Dockerfile'
   */
  readonly fileName?: string;
}

/** A file in a build context. */
interface ContextFile {
  readonly owner: Dockerfile;
  readonly content: string;
}

/**
 * The files in the build contexts of a project, by their path from its directory: Dockerfiles of one directory may need
 * the same ones.
 */
const contextFilesOf = new WeakMap<Project, Map<string, ContextFile>>();

/**
 * A Dockerfile and its build context, written at synthesis. `.dockerignore` (`<fileName>.dockerignore`, unless the file
 * is named `Dockerfile`) excludes all files that were not added to the context, so no `.env` gets into an image.
 */
export class Dockerfile extends Construct {
  /**
   * The name of the file, relative to `contextPath`.
   */
  public readonly fileName: string;

  /** The build context, from the project's directory. */
  private readonly directory: string;
  private readonly stages: DockerfileStage[] = [];
  private readonly contextFiles = new Set<string>();
  private readonly edits = new DockerfileEdits(this);

  constructor(scope: Construct, id: string, props: DockerfileProps = {}) {
    checkProps(new.target, Dockerfile, scope, id, 'DockerfileProps', props);
    super(scope, id);
    this.directory = pathInProject(this, 'directory', props.directory ?? id, PathKind.FOLDER);
    this.fileName = relative(this.directory, this.pathInContext('fileName', props.fileName ?? 'Dockerfile'));
    this.node.addValidation({ validate: () => this.validate() });
    this.node.addValidation({ validate: () => this.validateIgnore() });
    this.write(join(this.directory, this.fileName), () => this.toText(), { marker: true });
    // By its own name, since several Dockerfiles may share a directory
    // (https://docs.docker.com/build/concepts/context/#filename-and-location).
    const ignoreFile = this.fileName === 'Dockerfile' ? '.dockerignore' : `${this.fileName}.dockerignore`;
    this.write(join(this.directory, ignoreFile), () => this.ignoreText(), { marker: true });
  }

  /**
   * The path of the build context in the compose file.
   */
  public get contextPath(): string {
    return pathFromApp(relative(directoryOf(this), this.directory) || '.');
  }

  /**
   * Whether the last stage has a healthcheck.
   *
   * @throws when a stage or instruction that is changed does not exist
   */
  public get hasHealthcheck(): boolean {
    const healthcheck = this.instructions()
      .at(-1)
      ?.filter(instruction => /^HEALTHCHECK\s/i.test(instruction))
      .at(-1);
    return healthcheck !== undefined && !/^HEALTHCHECK\s+NONE\s*$/i.test(healthcheck);
  }

  /**
   * Adds a stage after the existing ones. The last stage is the image.
   *
   * @param name the name that other stages copy from
   * @param base the image or stage that it starts from
   * @throws when there is a stage of that name
   */
  public addStage(name: string, base: string): DockerfileStage {
    if (this.tryFindStage(name)) {
      throw composeError(this, `there is already a stage "${name}"`, 'give the second one another name');
    }
    const stage = new DockerfileStage(name, base);
    this.stages.push(stage);
    return stage;
  }

  /**
   * The stage with a name, to add instructions to; undefined if it does not exist.
   */
  public tryFindStage(name: string): DockerfileStage | undefined {
    return this.stages.find(stage => stage.name === name);
  }

  /**
   * Adds a file to the build context. Another Dockerfile of the same directory may add it too, with the same text.
   *
   * @param path the path in the build context
   * @param content its text; it is committed, so it must not contain secrets
   * @throws when the path is outside of the build context or already has other content, or the text contains half of a
   *   surrogate pair, which no file can
   */
  public addFile(path: string, content: string): void {
    const character = brokenCharacter(content);
    if (character) {
      throw composeError(this, `the file "${path}" contains ${character}`, 'remove it');
    }
    this.addToContext(path, content);
  }

  /**
   * Adds a file, or a folder with its files, to the build context.
   *
   * @param source its absolute path
   * @param path the path in the build context
   * @throws when the source does not exist, when the path is outside of the build context or already has other content,
   *   or when a file is not text in UTF-8, since projen would change its content
   */
  public addAsset(source: string, path: string): void {
    if (statSync(assetPath(this, 'source', source)).isDirectory()) {
      for (const entry of readdirSync(source).sort()) {
        this.addAsset(join(source, entry), join(path, entry));
      }
    } else {
      const content = readFileSync(source);
      if (!isUtf8(content)) {
        throw composeError(
          this,
          `the asset "${path}" is not text in UTF-8`,
          'let a stage of the Dockerfile fetch or make it',
        );
      }
      this.addToContext(path, content.toString());
    }
  }

  /**
   * Replaces the base image of a stage, including stages of a hook.
   *
   * @param stage the name of the stage
   * @param base the image or stage to start from
   * @throws at synthesis when there is no such stage
   */
  public replaceBase(stage: string, base: string): void {
    const from = new DockerfileStage(stage, base).toLines();
    this.edits.add(stage, undefined, () => from);
  }

  /**
   * Replaces an instruction.
   *
   * @param stage the name of the stage
   * @param match part of the text of the instruction, which no other instruction of the stage contains
   * @param instruction the new instruction, written as it is
   * @throws at synthesis when not exactly one instruction matches
   */
  public replaceInstruction(stage: string, match: string, instruction: string): void {
    this.edits.add(stage, match, () => [instruction]);
  }

  /**
   * Removes an instruction.
   *
   * @param stage the name of the stage
   * @param match part of the text of the instruction, which no other instruction of the stage contains
   * @throws at synthesis when not exactly one instruction matches
   */
  public removeInstruction(stage: string, match: string): void {
    this.edits.add(stage, match, () => []);
  }

  /**
   * Inserts an instruction before another one.
   *
   * @param stage the name of the stage
   * @param match part of the text of the instruction, which no other instruction of the stage contains
   * @param instruction the new instruction, written as it is
   * @throws at synthesis when not exactly one instruction matches
   */
  public insertBefore(stage: string, match: string, instruction: string): void {
    this.edits.add(stage, match, existing => [instruction, existing]);
  }

  /**
   * Inserts an instruction after another one.
   *
   * @param stage the name of the stage
   * @param match part of the text of the instruction, which no other instruction of the stage contains
   * @param instruction the new instruction, written as it is
   * @throws at synthesis when not exactly one instruction matches
   */
  public insertAfter(stage: string, match: string, instruction: string): void {
    this.edits.add(stage, match, existing => [existing, instruction]);
  }

  /**
   * The Dockerfile's text.
   *
   * @throws when a stage or instruction that is changed does not exist
   */
  public toText(): string {
    return (
      this.instructions()
        .map(instructions => instructions.join('\n'))
        .join('\n\n') + '\n'
    );
  }

  /**
   * Hook: the stages, in order.
   */
  protected renderStages(): DockerfileStage[] {
    return [...this.stages];
  }

  /**
   * Hook: the lines of `.dockerignore`, as patterns: `*`, `?`, brackets and backslashes in a path are escaped by a
   * backslash. By default all files are excluded except those that were added.
   */
  protected renderIgnore(): string[] {
    return ['*', ...[...this.contextFiles].map(path => `!${ignorePattern(path)}`)];
  }

  private instructions(): string[][] {
    return this.edits.apply(callHook(this, 'Dockerfile.renderStages()', () => this.renderStages()));
  }

  private ignoreText(): string {
    return callHook(this, 'Dockerfile.renderIgnore()', () => this.renderIgnore()).join('\n') + '\n';
  }

  private validate(): string[] {
    if (this.instructions().length === 0) {
      return ['the Dockerfile has no stage; add one with addStage'];
    }
    const character = brokenCharacter(this.toText());
    return character ? [`the Dockerfile contains ${character}; remove it`] : [];
  }

  /** Renders the file, so that a hook that fails is reported before anything is written. */
  private validateIgnore(): string[] {
    this.ignoreText();
    return [];
  }

  private addToContext(path: string, content: string): void {
    const target = this.pathInContext('path', path);
    const project = Project.of(this);
    const files = contextFilesOf.get(project) ?? new Map<string, ContextFile>();
    contextFilesOf.set(project, files);
    const other = files.get(target);
    if (other && other.content !== content) {
      throw composeError(
        this,
        `the file "${target}" is already in the build context, with other content from ${pathOf(other.owner)}`,
        'give one of the two another path, or another directory',
      );
    }
    if (!other) {
      this.write(target, () => content);
      files.set(target, { owner: this, content });
    }
    this.contextFiles.add(relative(this.directory, target));
  }

  /** A path from the context's folder, as one from the project's directory. */
  private pathInContext(prop: string, path: string): string {
    return pathInProject(this, prop, path, PathKind.FILE, this.directory, this.directory);
  }

  private write(path: string, render: () => string, options: { marker?: boolean } = {}): void {
    new GeneratedFile(this, path, render, options);
  }
}

/**
 * A path as a pattern of `.dockerignore` that matches it alone. The builder takes spaces at both ends away, and
 * understands a backslash before other characters, but no `*` in brackets.
 *
 * @see https://docs.docker.com/build/concepts/context/#syntax
 */
function ignorePattern(path: string): string {
  return path.replace(/[*?[\]\\]/g, '\\$&').replace(/^\s|\s$/g, '[$&]');
}
