import { IConstruct } from 'constructs';
import { ErrorList } from '../element/compose-error';
import { guardedHooks } from '../element/hook';

/**
 * A change that is made to each construct of a tree, or a check of it (`Aspects.of(scope).add(aspect)`).
 */
export interface IAspect {
  /**
   * Visits a construct; called once for each, at synthesis.
   *
   * @param node the construct: a `Service`, a `Network`, the `ComposeApp` itself, …
   */
  visit(node: IConstruct): void;
}

/**
 * The aspects of a construct, as in the AWS CDK: at synthesis each of them visits the construct and all constructs
 * below it, those too that are added after the call of `add`.
 *
 * A `ComposeApp` runs the aspects of itself, of the constructs below it and of the scopes above it. It visits a
 * construct before its children, with the aspects of the scopes above before those of the construct itself.
 * Constructs that an aspect adds are not visited.
 *
 * `construct.with(mixin)` changes at once the constructs that are there at the time of the call.
 */
export class Aspects {
  /**
   * The aspects of a construct.
   *
   * @param scope the construct: a project, an app, a service, …
   */
  public static of(scope: IConstruct): Aspects {
    const aspects = aspectsByScope.get(scope) ?? new Aspects();
    aspectsByScope.set(scope, aspects);
    return aspects;
  }

  private readonly aspects: IAspect[] = [];

  private constructor() {}

  /**
   * Adds an aspect. It visits after those that the construct already has.
   */
  public add(aspect: IAspect): void {
    this.aspects.push(aspect);
  }

  /**
   * The aspects that were added to the construct, without those of the scopes above it.
   */
  public get all(): IAspect[] {
    return [...this.aspects];
  }
}

const aspectsByScope = new WeakMap<IConstruct, Aspects>();

/** The aspects that have visited a construct: synthesis renders an app several times, and a visit changes it. */
const visitsByConstruct = new WeakMap<IConstruct, Set<IAspect>>();

/** Constructs that aspects added. An aspect that adds a service for each service would never end if it saw these. */
const addedByAspects = new WeakSet<IConstruct>();

/**
 * Lets the aspects visit the constructs of an app that they have not visited yet. What they throw goes to the errors.
 *
 * @returns all constructs of the app, with those that the aspects added
 * @internal
 */
export function runAspects(app: IConstruct, errors: ErrorList): IConstruct[] {
  const constructs = app.node.findAll();
  const inherited = app.node.scopes.slice(0, -1).flatMap(scope => aspectsByScope.get(scope)?.all ?? []);
  if (inherited.length === 0 && !constructs.some(construct => aspectsByScope.has(construct))) {
    return constructs;
  }
  const known = new Set(constructs);
  visitTree(app, inherited, known, errors);
  const all = app.node.findAll();
  for (const construct of all) {
    if (!known.has(construct)) {
      addedByAspects.add(construct);
    }
  }
  return all;
}

function visitTree(node: IConstruct, inherited: IAspect[], known: Set<IConstruct>, errors: ErrorList): void {
  const aspects = [...inherited, ...(aspectsByScope.get(node)?.all ?? [])];
  const visits = visitsByConstruct.get(node) ?? new Set();
  visitsByConstruct.set(node, visits);
  for (const aspect of addedByAspects.has(node) ? [] : aspects) {
    if (!visits.has(aspect) && errors.collect(() => guardedHooks(node, 'IAspect', aspect).visit(node))) {
      visits.add(aspect);
    }
  }
  node.node.children.filter(child => known.has(child)).forEach(child => visitTree(child, aspects, known, errors));
}
