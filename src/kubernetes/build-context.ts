import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { IConstruct } from 'constructs';
import { Project } from 'projen';
import { GeneratedFile } from '../compose/internal';

/** Folders that hold nothing that belongs into an image, and much of it. */
const SKIPPED = ['.git', 'node_modules', 'secrets', '.env'];

/**
 * A digest of the files of a build context: those that synthesis writes, as it will write them, and those that are
 * there. Where synthesis writes the `.dockerignore`, it lets in no others than its own files.
 *
 * @param path the folder of the context, from the project's directory
 * @returns undefined if the path is not a folder of the project
 */
export function digestOfContext(construct: IConstruct, path: string): string | undefined {
  const { root, outdir } = Project.of(construct);
  const folder = resolve(outdir, path);
  if (folder !== root.outdir && !folder.startsWith(root.outdir + sep)) {
    return undefined;
  }
  const contents = new Map<string, string | Buffer>();
  for (const file of root.node.findAll()) {
    if (file instanceof GeneratedFile && file.absolutePath.startsWith(folder + sep)) {
      contents.set(relative(folder, file.absolutePath), file.render());
    }
  }
  const ignoresOthers = [...contents.keys()].some(name => name.endsWith('.dockerignore'));
  if (!ignoresOthers) {
    try {
      addFiles(folder, '', contents);
    } catch {
      return undefined;
    }
  }
  const digest = createHash('sha256');
  for (const [name, content] of [...contents].sort(([one], [other]) => (one < other ? -1 : 1))) {
    digest.update(`${name.split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}

/** Adds the files that are there, but those that synthesis writes. */
function addFiles(folder: string, below: string, contents: Map<string, string | Buffer>): void {
  for (const name of readdirSync(join(folder, below)).filter(each => !SKIPPED.includes(each))) {
    const path = join(below, name);
    if (statSync(join(folder, path)).isDirectory()) {
      addFiles(folder, path, contents);
    } else if (!contents.has(path)) {
      contents.set(path, readFileSync(join(folder, path)));
    }
  }
}
