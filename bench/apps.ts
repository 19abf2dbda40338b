import { DockerCompose, DockerComposeServiceDescription, Project } from 'projen';
import type * as Library from '../src';

/** The compiled library, which is what users load. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const library: typeof Library = require('../lib');

/** MinIO, its buckets, MySQL and MLflow. */
export function fourServices(project: Project): Library.ComposeApp {
  return new library.MlflowStack(project, 'mlflow');
}

/** An app of any size: each service with environment, labels, a port, a volume, a healthcheck, and one to wait for. */
export function services(project: Project, count: number): Library.ComposeApp {
  const { ComposeApp, ContainerImage, EnvValue, Healthcheck, Mount, Service, Volume } = library;
  const app = new ComposeApp(project, 'app');
  const volume = new Volume(app, 'data');
  let before: Library.Service | undefined;
  for (let index = 0; index < count; index++) {
    before = new Service(app, `service${index}`, {
      image: ContainerImage.fromRegistry('alpine:3.22'),
      command: ['serve', '--port', '8080'],
      environment: {
        NAME: EnvValue.of(`service ${index}`),
        PRICE: EnvValue.of('5 $'),
        DATE: EnvValue.of('2020-01-01'),
      },
      labels: { team: 'bench' },
      ports: [{ published: 10_000 + index, target: 8080 }],
      mounts: [Mount.volume(volume, '/data')],
      networks: [app.internalNetwork, app.publicNetwork],
      healthcheck: Healthcheck.command(['true']),
      dependsOn: before ? [before] : [],
    });
  }
  return app;
}

/**
 * The same services by projen's component, which has no healthcheck, restart, user, configs or grace period.
 */
export function projenCompose(project: Project, definition: { [key: string]: any }): DockerCompose {
  return new DockerCompose(project, {
    services: Object.fromEntries(
      Object.entries<any>(definition.services).map(([name, service]): [string, DockerComposeServiceDescription] => [
        name,
        {
          image: service.image,
          imageBuild: service.build,
          command: service.command,
          entrypoint: service.entrypoint,
          environment: service.environment,
          labels: service.labels,
          dependsOn: Object.keys(service.depends_on ?? {}).map(other => DockerCompose.serviceName(other)),
          ports: service.ports?.map((port: any) => DockerCompose.portMapping(Number(port.published), port.target)),
          networks: service.networks?.map((network: string) =>
            DockerCompose.network(network, definition.networks[network]),
          ),
          volumes: service.volumes
            ?.filter((volume: any) => volume.type === 'volume')
            .map((volume: any) =>
              DockerCompose.namedVolume(volume.source, volume.target, definition.volumes[volume.source]),
            ),
        },
      ]),
    ),
  });
}
