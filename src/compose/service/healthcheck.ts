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
   * The time after which one check has failed.
   *
   * @default - 5 seconds
   */
  readonly timeout?: Duration;

  /**
   * The number of failed checks in a row that make the container unhealthy.
   *
   * @default 6
   */
  readonly retries?: number;

  /**
   * The time that the container has to start, in which failed checks do not count.
   *
   * @default - 60 seconds
   */
  readonly startPeriod?: Duration;

  /**
   * The time between two checks during the start period. A short one lets dependants start as soon as they can.
   *
   * @default - 500 milliseconds
   */
  readonly startInterval?: Duration;
}

/**
 * How the engine finds out whether a service can serve its dependants.
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
   * No healthcheck, not even the one that the image may have.
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
   * The healthcheck as an instruction of a Dockerfile. The interval while the container starts is in it only where it
   * was given: hadolint 2.15 cannot read a Dockerfile that has one, and builders and engines before Docker 25 refuse
   * it.
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
