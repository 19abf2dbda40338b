const SECONDS: { [unit: string]: number } = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Compose has no unit for days. */
const HOURS_PER_DAY = 24;

/**
 * A length of time.
 */
export class Duration {
  /**
   * A number of milliseconds.
   */
  public static millis(amount: number): Duration {
    return new Duration(amount, 'ms');
  }

  /**
   * A number of seconds.
   */
  public static seconds(amount: number): Duration {
    return new Duration(amount, 's');
  }

  /**
   * A number of minutes.
   */
  public static minutes(amount: number): Duration {
    return new Duration(amount, 'm');
  }

  /**
   * A number of hours.
   */
  public static hours(amount: number): Duration {
    return new Duration(amount, 'h');
  }

  /**
   * A number of days of 24 hours.
   */
  public static days(amount: number): Duration {
    return new Duration(amount, 'd');
  }

  private constructor(
    private readonly amount: number,
    private readonly unit: string,
  ) {
    if (!Number.isInteger(amount) || amount < 0) {
      throw new Error(`[Duration] the duration is ${amount} ${unit}; give an integer of 0 or more`);
    }
  }

  /**
   * The number of seconds.
   */
  public toSeconds(): number {
    return this.unit === 'ms' ? this.amount / 1000 : this.amount * SECONDS[this.unit];
  }

  /**
   * The duration in Compose's syntax, such as `30s`.
   */
  public toCompose(): string {
    return this.unit === 'd' ? `${this.amount * HOURS_PER_DAY}h` : `${this.amount}${this.unit}`;
  }

  /**
   * Whether it is a positive number of whole seconds, for programs that accept nothing else; 0 means no limit in many.
   *
   * @internal
   */
  public get _isWholeSeconds(): boolean {
    return Number.isInteger(this.toSeconds()) && this.toSeconds() >= 1;
  }
}
