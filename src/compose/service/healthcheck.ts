import { Duration } from '../value/duration';

/**
 * When and how often a healthcheck runs.
 */
export interface HealthcheckOptions {
  /**
   * The time between two checks of a running container.
   *
   * @default - 10 seconds
   */
  readonly interval?: Duration;

  /**
   * The time after which a check counts as failed.
   *
   * @default - 5 seconds
   */
  readonly timeout?: Duration;

  /**
   * The number of consecutive failed checks after which the container is unhealthy.
   *
   * @default 6
   */
  readonly retries?: number;

  /**
   * The time after the start in which failed checks do not count.
   *
   * @default - 60 seconds
   */
  readonly startPeriod?: Duration;

  /**
   * The time between two checks during the start period. A short interval lets dependants start early.
   *
   * @default - 500 milliseconds
   */
  readonly startInterval?: Duration;
}

/**
 * How the engine checks that a service is ready.
 *
 * @see https://docs.docker.com/reference/compose-file/services/#healthcheck
 */
export class Healthcheck {
  /**
   * A program and its arguments, run in the container; exit code 0 is healthy.
   */
  public static command(command: string[], options: HealthcheckOptions = {}): Healthcheck {
    return new Healthcheck(['CMD', ...command], options);
  }

  /**
   * A line for the container's `/bin/sh`; exit code 0 is healthy.
   */
  public static shell(line: string, options: HealthcheckOptions = {}): Healthcheck {
    return new Healthcheck(['CMD-SHELL', line], options);
  }

  /**
   * No healthcheck, not even that of the image.
   */
  public static disabled(): Healthcheck {
    return new Healthcheck(undefined, {});
  }

  private constructor(
    private readonly test: string[] | undefined,
    private readonly options: HealthcheckOptions,
  ) {}

  /**
   * The healthcheck as a definition of the compose specification.
   */
  public toDefinition(): { [key: string]: any } {
    if (!this.test) {
      return { disable: true };
    }
    return {
      test: this.test,
      interval: (this.options.interval ?? Duration.seconds(10)).toCompose(),
      timeout: (this.options.timeout ?? Duration.seconds(5)).toCompose(),
      retries: this.options.retries ?? 6,
      start_period: (this.options.startPeriod ?? Duration.seconds(60)).toCompose(),
      start_interval: (this.options.startInterval ?? Duration.millis(500)).toCompose(),
    };
  }

  /**
   * The healthcheck as an instruction of a Dockerfile. It has a start interval only if one was given:
   * hadolint 2.15 cannot parse it, and builders and engines before Docker 25 reject it.
   *
   * @see https://docs.docker.com/reference/dockerfile/#healthcheck
   */
  public toInstruction(): string {
    if (!this.test) {
      return 'HEALTHCHECK NONE';
    }
    const {
      interval,
      timeout,
      start_period: startPeriod,
      start_interval: startInterval,
      retries,
    } = this.toDefinition();
    const options = {
      interval,
      timeout,
      'start-period': startPeriod,
      ...(this.options.startInterval && { 'start-interval': startInterval }),
      retries,
    };
    const [form, ...words] = this.test;
    return `HEALTHCHECK ${Object.entries(options)
      .map(([name, value]) => `--${name}=${value}`)
      .join(' ')} \\
    CMD ${form === 'CMD' ? JSON.stringify(words) : words[0]}`;
  }
}
