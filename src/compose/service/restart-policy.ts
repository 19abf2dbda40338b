/**
 * Whether the engine restarts a container after it exits.
 */
export class RestartPolicy {
  /**
   * Never, for an init job that must not run twice. If it is killed, its dependants start at the next
   * `docker compose up`.
   */
  public static readonly NO = new RestartPolicy('no');

  /**
   * Always, also if it was stopped by hand and the engine was restarted.
   */
  public static readonly ALWAYS = new RestartPolicy('always');

  /**
   * Always, unless it was stopped by hand.
   */
  public static readonly UNLESS_STOPPED = new RestartPolicy('unless-stopped');

  /**
   * The key is left out, so `deploy.restart_policy` or `extends` decides, or else the engine's default, `no`.
   */
  public static readonly UNSPECIFIED = new RestartPolicy();

  /**
   * After an error, up to five times, for an init job that may run again, also after it was killed. Compose waits for
   * the restarts, and fails if the last one fails.
   */
  public static readonly ONE_SHOT = new RestartPolicy('on-failure:5');

  /**
   * After an error, at most so many times.
   *
   * @param maxRetries the number of restarts; unlimited by default
   */
  public static onFailure(maxRetries?: number): RestartPolicy {
    return new RestartPolicy(maxRetries === undefined ? 'on-failure' : `on-failure:${maxRetries}`);
  }

  private constructor(private readonly policy?: string) {}

  /**
   * The policy in Compose's syntax; undefined if the key is left out.
   */
  public toCompose(): string | undefined {
    return this.policy;
  }
}
