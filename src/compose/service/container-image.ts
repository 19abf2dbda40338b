import { Dockerfile } from '../dockerfile/dockerfile';
import { mergeDefinitions } from '../element/merge-definitions';
import { specDefinition } from '../element/spec-definition';
import { BuildSpec } from '../spec';

/**
 * Options of an image from a registry.
 */
export interface RegistryImageOptions {
  /**
   * Whether the image has a healthcheck, so that `service_healthy` works without one in the app.
   *
   * @default false
   */
  readonly hasHealthcheck?: boolean;
}

/**
 * Options of an image that is built.
 */
export interface BuiltImageOptions {
  /**
   * The name and tag of the image.
   *
   * @default - Compose's own, made of the names of app and service
   */
  readonly tag?: string;

  /**
   * The stage to stop at.
   *
   * @default - the last one
   */
  readonly target?: string;

  /**
   * Any keys of `build` of the compose specification; they override the other options.
   *
   * @default - none
   */
  readonly spec?: BuildSpec;
}

/**
 * The image that a service runs.
 */
export class ContainerImage {
  /**
   * An image that is pulled: `mysql:9.7`, `ghcr.io/team/app@sha256:…`.
   */
  public static fromRegistry(reference: string, options: RegistryImageOptions = {}): ContainerImage {
    return new ContainerImage(
      () => ({ image: reference }),
      () => options.hasHealthcheck ?? false,
    );
  }

  /**
   * An image that is built from a Dockerfile of the app, on the machine that runs it.
   */
  public static fromDockerfile(dockerfile: Dockerfile, options: BuiltImageOptions = {}): ContainerImage {
    const spec = specDefinition(dockerfile, 'services.*.build', options.spec);
    return new ContainerImage(
      () => ({
        image: options.tag,
        build: mergeDefinitions(
          { context: dockerfile.contextPath, dockerfile: dockerfile.fileName, target: options.target },
          spec,
        ),
      }),
      () => dockerfile.hasHealthcheck,
    );
  }

  /**
   * An image by the keys of the compose specification, for one that is built from an existing Dockerfile
   * (`{ build: './server' }`), or whose reference contains variables (`{ image:
   * EnvValue.interpolated('app:${TAG:-1}') }`).
   *
   * @param definition `image`, `build` or both; text is literal, as in `addOverride`
   */
  public static fromDefinition(definition: { [key: string]: any }, options: RegistryImageOptions = {}): ContainerImage {
    return new ContainerImage(
      () => ({ ...definition }),
      () => options.hasHealthcheck ?? false,
    );
  }

  private constructor(
    private readonly definition: () => { [key: string]: any },
    private readonly healthcheck: () => boolean,
  ) {}

  /**
   * Whether the image has a healthcheck.
   */
  public get hasHealthcheck(): boolean {
    return this.healthcheck();
  }

  /**
   * The keys of a service that choose the image: `image`, `build`.
   */
  public toDefinition(): { [key: string]: any } {
    return this.definition();
  }
}
