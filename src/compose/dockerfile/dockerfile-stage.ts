import { checkArguments } from '../element/check-props';
import { Healthcheck } from '../service/healthcheck';

/**
 * Options of a `COPY` instruction.
 */
export interface CopyOptions {
  /**
   * The stage or image to copy from.
   *
   * @default - the build context
   */
  readonly from?: string;

  /**
   * The owner of the copies, `user:group`.
   *
   * @default - root
   */
  readonly chown?: string;

  /**
   * The mode of the copies, octal.
   *
   * @default - as in the source
   */
  readonly chmod?: string;
}

/**
 * Options of a `RUN` instruction.
 */
export interface RunOptions {
  /**
   * Cache folders that BuildKit keeps between builds and that are not part of the image, such as `/root/.cache/pip`.
   *
   * @default - none
   */
  readonly caches?: string[];

  /**
   * Paths of the build context that are mounted while the command runs and are not part of the image:
   * `{ 'requirements.txt': '/tmp/requirements.txt' }`.
   *
   * @default - none
   */
  readonly binds?: { [source: string]: string };
}

/**
 * A stage of a Dockerfile: a base image and the instructions on top of it, in order.
 *
 * Text is written to the Dockerfile as it is, so `$NAME` is expanded by the build; values of `env` and `label` are
 * quoted.
 *
 * @see https://docs.docker.com/reference/dockerfile/
 */
export class DockerfileStage {
  private readonly lines: string[] = [];

  /**
   * @param name the name that other stages copy from
   * @param base the image or stage that it starts from
   */
  constructor(
    public readonly name: string,
    public readonly base: string,
  ) {
    checkArguments(() => 'DockerfileStage', 'name:s base:s', [name, base]);
    if (!/^[A-Za-z][\w.-]*$/.test(name)) {
      throw new Error(
        `[DockerfileStage] ${JSON.stringify(name)} is not a valid name for a stage; use letters, digits, dots, dashes and underscores, and a letter first`,
      );
    }
    if (base.trim() === '') {
      throw new Error(`[DockerfileStage] the base of the stage "${name}" is empty; name an image or a stage`);
    }
    oneLine(base);
  }

  /**
   * `RUN`: lines for the shell, joined by `&&`.
   */
  public run(lines: string[], options: RunOptions = {}): void {
    const mounts = [
      ...(options.caches ?? []).map(target => `--mount=type=cache,target=${target}`),
      ...Object.entries(options.binds ?? {}).map(
        ([source, target]) => `--mount=type=bind,source=${source},target=${target}`,
      ),
    ];
    this.add(`RUN ${[...mounts, lines.join(' \\\n && ')].join(' \\\n    ')}`);
  }

  /**
   * `COPY`, from the build context or from another stage.
   */
  public copy(sources: string[], target: string, options: CopyOptions = {}): void {
    const flags = Object.entries({ from: options.from, chown: options.chown, chmod: options.chmod })
      .filter(([, value]) => value !== undefined)
      .map(([flag, value]) => `--${flag}=${value} `);
    this.addLine(`COPY ${flags.join('')}${JSON.stringify([...sources, target])}`);
  }

  /**
   * `ENV`.
   */
  public env(variables: { [name: string]: string }): void {
    this.add(`ENV ${keyValues(variables)}`);
  }

  /**
   * `LABEL`.
   */
  public label(labels: { [name: string]: string }): void {
    this.add(`LABEL ${keyValues(labels)}`);
  }

  /**
   * `ARG`: a value that a build may set. It is visible in the history of the image, so it must not be a secret.
   */
  public arg(name: string, defaultValue?: string): void {
    this.addLine(`ARG ${name}${defaultValue === undefined ? '' : `=${defaultValue}`}`);
  }

  /**
   * `WORKDIR`.
   */
  public workdir(path: string): void {
    this.addLine(`WORKDIR ${path}`);
  }

  /**
   * `USER`, by number, so that the engine need not look it up.
   */
  public user(user: string): void {
    this.addLine(`USER ${user}`);
  }

  /**
   * `EXPOSE`: a port that the program listens on. The service publishes it.
   */
  public expose(port: number): void {
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new Error(`[DockerfileStage.expose] ${port} is not a port; give a whole number from 1 to 65535`);
    }
    this.addLine(`EXPOSE ${port}`);
  }

  /**
   * `ENTRYPOINT`, without a shell.
   */
  public entrypoint(words: string[]): void {
    this.add(`ENTRYPOINT ${JSON.stringify(words)}`);
  }

  /**
   * `CMD`, without a shell.
   */
  public cmd(words: string[]): void {
    this.add(`CMD ${JSON.stringify(words)}`);
  }

  /**
   * `HEALTHCHECK`.
   */
  public healthcheck(healthcheck: Healthcheck): void {
    this.add(healthcheck.toInstruction());
  }

  /**
   * Any instruction, written as it is.
   */
  public add(instruction: string): void {
    this.lines.push(instruction);
  }

  private addLine(instruction: string): void {
    this.add(oneLine(instruction));
  }

  /**
   * The lines of the stage, its `FROM` first.
   */
  public toLines(): string[] {
    return [`FROM ${this.base} AS ${this.name}`, ...this.lines];
  }
}

function keyValues(pairs: { [key: string]: string }): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key}=${quote(value)}`)
    .join(' \\\n    ');
}

/**
 * The text itself.
 *
 * @throws when what follows a line break in it would be another instruction
 */
function oneLine(text: string): string {
  if (/[\r\n]/.test(text)) {
    throw new Error(
      `[DockerfileStage] ${JSON.stringify(text)} holds a line break, which ends an instruction; take it out`,
    );
  }
  return text;
}

/** Quotes a value so that the build does not expand it. */
function quote(value: string): string {
  if (/[\r\n]/.test(value)) {
    throw new Error(
      `[DockerfileStage] a value of a Dockerfile cannot contain a line break: ${JSON.stringify(value)}; set it as a variable of the service`,
    );
  }
  return `"${value.replace(/[\\"$]/g, character => `\\${character}`)}"`;
}
