import { ComposeApp, ComposeModel, IComposeRule, ModelEntry, RuleViolation, Service } from '../compose';
import { MlflowImage } from './mlflow-image';
import { optionsOf } from './server-options';
import { environmentOf } from '../compose/reading/environment';

/** A setting of MLflow that needs a Python package that MLflow itself does not ask for. */
interface OptionalPackage {
  readonly names: string[];
  readonly packageName: string;
}

/** Without its package each worker fails when it is imported, or the first request does. */
const OPTIONAL: OptionalPackage[] = [
  { names: ['--expose-prometheus', 'MLFLOW_EXPOSE_PROMETHEUS', 'prometheus_multiproc_dir'], packageName: 'prometheus-flask-exporter' },
  { names: ['MLFLOW_SERVER_JOB_HUEY_REDIS_URL', 'MLFLOW_GATEWAY_BUDGET_REDIS_URL'], packageName: 'redis' },
];

/**
 * What a setting of an MLflow server needs is in its image, in whatever form the final files hold the setting.
 */
export class ServerPackages implements IComposeRule {
  /** Checks a server from now on. */
  public static watch(service: Service, image: MlflowImage): void {
    const app = ComposeApp.of(service);
    let rule = ServerPackages.ofApps.get(app);
    if (!rule) {
      rule = new ServerPackages();
      app.addRule(rule);
      ServerPackages.ofApps.set(app, rule);
    }
    rule.images.set(service, image);
  }

  private static readonly ofApps = new WeakMap<ComposeApp, ServerPackages>();

  public readonly name = 'mlflow-packages';

  private readonly images = new Map<Service, MlflowImage>();

  private constructor() {}

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(entry => {
      const image = this.images.get(entry.element as Service);
      return image && entry.definition.build ? violationsIn(entry, image) : []; // an image that is not built may have anything
    });
  }
}

function violationsIn({ path, definition }: ModelEntry, image: MlflowImage): RuleViolation[] {
  const environment = environmentOf(definition);
  const given = [
    ...optionsOf(definition).map(({ name }) => name),
    ...[...environment.keys()].filter(name => environment.get(name)?.trim() !== ''),
  ];
  return OPTIONAL.filter(({ names, packageName }) => names.some(name => given.includes(name)) && !image.installs(packageName))
    .map(({ names, packageName }) => ({
      path,
      problem: `${names.find(name => given.includes(name))} needs the Python package ${packageName}, which its image does not have`,
      remedy: `add it with addPackages('${packageName}') to the MlflowImage`,
    }));
}
