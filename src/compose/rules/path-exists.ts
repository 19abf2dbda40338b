import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { envFilesOf } from '../reading/env-files';
import { mountsOf } from '../reading/mounts';
import { hasReference, withoutEscapes } from '../value/interpolation';

/**
 * What the app takes from the project is there, or synthesis writes it, or the app expects it
 * (`ComposeApp.expectPath`). Paths out of the project are not judged, nor those that Docker makes where there is
 * nothing.
 */
export class PathExists implements IComposeRule {
  public readonly name = 'path-exists';

  public check(model: ComposeModel): RuleViolation[] {
    return [...model.services.flatMap(pathsOfService), ...model.configs.flatMap(pathOfConfig)]
      .filter(({ source }) => isMissing(source, model))
      .map(({ path, source, what }) => ({
        path,
        problem: `there is no "${source}", ${what}`,
        remedy: `make it, or say app.expectPath(${JSON.stringify(withoutEscapes(source))}) if something makes it before the app starts`,
      }));
  }
}

/**
 * Whether a path of the compose file, in its syntax, starts at the app and leads to nothing.
 */
export function isMissing(source: string, model: ComposeModel): boolean {
  const isRelative = !hasReference(source) && !/^[~/\\]|^[A-Za-z]:/.test(source);
  return isRelative && model._files.lacks(withoutEscapes(source));
}

interface WantedPath {
  readonly path: string;
  readonly source: string;
  readonly what: string;
}

function pathsOfService(service: ModelEntry): WantedPath[] {
  return [
    ...mountsOf(service.definition)
      .filter(({ sourceMustExist }) => sourceMustExist)
      .map(({ source, target }) => ({ source: source!, what: `which it mounts at "${target}"` })),
    ...envFilesOf(service.definition)
      .filter(({ required }) => required)
      .map(({ path }) => ({ source: path, what: 'from which it takes its environment' })),
  ].map(wanted => ({ ...wanted, path: service.path }));
}

function pathOfConfig({ path, definition }: ModelEntry): WantedPath[] {
  return definition.file === undefined ? [] : [{ path, source: definition.file, what: 'which the config is' }];
}
