import {
  ComposeApp,
  ComposeElement,
  Config,
  ContainerImage,
  Mount,
  Network,
  RestartPolicy,
  Secret,
  Service,
  Volume,
} from '../src/compose';

/**
 * A service that uses all variables, networks, volumes, configs and secrets that an app has by then, as rules want it.
 */
export function userOfAll(app: ComposeApp): Service {
  const elements = app.node
    .findAll()
    .filter((construct): construct is ComposeElement => construct instanceof ComposeElement);
  return new Service(app, 'user-of-all', {
    image: ContainerImage.fromRegistry('alpine:3.22'),
    restart: RestartPolicy.NO, // else it would need a healthcheck and a limit not to be warned of
    environment: Object.fromEntries(app.variables.map(variable => [variable.variableName, variable])),
    networks: elements.filter(element => element instanceof Network),
    mounts: elements.flatMap(element =>
      element instanceof Volume
        ? [Mount.volume(element, `/volumes/${element.name}`)]
        : element instanceof Config
          ? [Mount.config(element, `/configs/${element.name}`)]
          : element instanceof Secret
            ? [Mount.secret(element)]
            : [],
    ),
  });
}
