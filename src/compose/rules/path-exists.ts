import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { envFilesOf } from '../reading/env-files';
import { mountsOf } from '../reading/mounts';
import { hasReference, withoutEscapes } from '../value/interpolation';

/**
 * The files and folders of the project that the app uses exist, or synthesis writes them, or the app expects them
 * (`ComposeApp.expectPath`). Paths outside the project, and those that Docker creates, are not checked.
 */
export class PathExists implements IComposeRule {
  public readonly name = 'path-exists';

  public check(model: ComposeModel): RuleViolation[] {
    return [
      ...model.services.flatMap(pathsOfService),
      ...model.configs.flatMap(pathOfConfig),
      ...pathsOfIncludes(model),
    ]
      .filter(({ source }) => isMissing(source, model))
      .map(({ path, source, what }) => ({
        path,
        problem: `there is no "${source}", ${what}`,
        remedy: `create it, or call app.expectPath(${JSON.stringify(withoutEscapes(source))}) if it is created before the app starts`,
      }));
  }
}

/**
 * Whether a path, in the syntax of the compose file, is relative to the app and does not exist.
 */
export function isMissing(source: string, model: ComposeModel): boolean {
  const isRelative = !hasReference(source) && !/^[~/\\]|^[A-Za-z]:/.test(source);
  return source === '' || (isRelative && model._files.lacks(withoutEscapes(source)));
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
      .map(({ path }) => ({ source: path, what: 'which it reads its environment from' })),
    ...[service.definition.label_file ?? []]
      .flat()
      .map((source: string) => ({ source, what: 'which it reads its labels from' })),
    ...(typeof service.definition.extends?.file === 'string'
      ? [{ source: service.definition.extends.file, what: 'with the service that it extends' }]
      : []),
  ].map(wanted => ({ ...wanted, path: service.path }));
}

/** The files that an override includes; a `ComposeInclude` checks its own. */
function pathsOfIncludes(model: ComposeModel): WantedPath[] {
  return (model.includesOthers ? [model.definition.include].flat() : [])
    .flatMap((include: any) => [typeof include === 'string' ? include : (include?.path ?? [])].flat())
    .filter((source: any) => typeof source === 'string')
    .map((source: string) => ({ path: model.appPath, source, what: 'which it includes' }));
}

function pathOfConfig({ path, definition }: ModelEntry): WantedPath[] {
  return definition.file === undefined ? [] : [{ path, source: definition.file, what: 'the file of the config' }];
}
