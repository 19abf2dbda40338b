/**
 * Whether the engine starts a container again after it has ended.
 */
export class RestartPolicy {
  /**
   * Never: for an init job that must not run twice. One that is killed then leaves what waits for it unstarted until
   * the next `docker compose up`.
   */
  public static readonly NO = new RestartPolicy('no');

  /**
   * Always, also after it was stopped by hand and the engine was restarted.
   */
  public static readonly ALWAYS = new RestartPolicy('always');

  /**
   * Always, unless it was stopped by hand.
   */
  public static readonly UNLESS_STOPPED = new RestartPolicy('unless-stopped');

  /**
   * The key is left out, which leaves it to `deploy.restart_policy` or `extends`, and to the engine's own `no`
   * otherwise.
   */
  public static readonly UNSPECIFIED = new RestartPolicy();

  /**
   * When it ended with an error, five times: for an init job that may run again, also after it was killed. Compose
   * waits through the restarts, and fails when the last one has failed.
   */
  public static readonly ONE_SHOT = new RestartPolicy('on-failure:5');

  /**
   * When it ended with an error, at most so many times.
   *
   * @param maxRetries the number of restarts; without one they go on for ever
   */
  public static onFailure(maxRetries?: number): RestartPolicy {
    return new RestartPolicy(maxRetries === undefined ? 'on-failure' : `on-failure:${maxRetries}`);
  }

  private constructor(private readonly policy?: string) {}

  /**
   * The policy as Compose writes it, if it is written.
   */
  public toCompose(): string | undefined {
    return this.policy;
  }
}
