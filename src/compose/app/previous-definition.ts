import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IConstruct } from 'constructs';
import { Project } from 'projen';
import { composeFileOf } from './app-directory';
import { yamlLibrary } from './existing-compose-file';
import { isObject } from '../element/check-props';

/**
 * The compose file of the app above a construct as the previous synthesis wrote it.
 *
 * @returns `undefined` before the first synthesis, or if the file is not readable
 */
export function previousDefinition(construct: IConstruct): { [key: string]: any } | undefined {
  try {
    const text = readFileSync(join(Project.of(construct).outdir, composeFileOf(construct)), 'utf8');
    const definition = yamlLibrary().parse(text);
    return isObject(definition) ? definition : undefined;
  } catch {
    return undefined;
  }
}
