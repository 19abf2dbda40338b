import { join } from 'node:path/posix';
import { Construct } from 'constructs';
import { SecretFile, SECRETS_FOLDER } from './secret-file';
import { SecretRotation } from './secret-rotation';
import { SecretLocation, SecretSource, secretSourceOf } from './secret-source';
import { directoryOf } from '../app/app-directory';
import { hostPath, PathKind } from '../app/app-path';
import { ComposeTasks } from '../app/compose-tasks';
import { checkProps } from '../element/check-props';
import { ComposeElement } from '../element/compose-element';
import { composeError, typeOf } from '../element/compose-error';
import { guardedHooks } from '../element/hook';
import { mergeDefinitions } from '../element/merge-definitions';
import { specDefinition } from '../element/spec-definition';
import { IService } from '../service/dependency';
import { SecretSpec } from '../spec';
import { EnvVariable, nameOfVariable } from '../value/env-variable';

/**
 * Properties of a `Secret`. It comes from one of `source`, `file`, `environment`, `external` and `spec`, or else from
 * the app's `secretSource`.
 */
export interface SecretProps {
  /**
   * What the secret is for; a comment in `.env` where the secret comes from there.
   *
   * @default - no comment
   */
  readonly description?: string;

  /**
   * Where the secret comes from, in place of the app's source.
   *
   * @default - the app's `secretSource`
   */
  readonly source?: SecretSource;

  /**
   * A file of the host, from the app's directory. It must exist at start, and git should ignore it. The container sees
   * it with the owner and the mode that it has on the host.
   *
   * @default - the secret comes from elsewhere
   */
  readonly file?: string;

  /**
   * A variable whose value is the content of the file.
   *
   * @default - the secret comes from elsewhere
   */
  readonly environment?: EnvVariable;

  /**
   * What the task `<id>:rotate-secret` does to the secret. A service that uses it may still refuse a rotation, for
   * example of a key that data is encrypted with.
   *
   * @default - that of its source
   */
  readonly rotation?: SecretRotation;

  /**
   * Whether the secret exists in the platform that runs the app. Docker's engine supports this only in a swarm.
   *
   * @default false
   */
  readonly external?: boolean;

  /**
   * Any keys of the compose specification; they override the other props.
   *
   * @default - none
   */
  readonly spec?: SecretSpec;
}

/**
 * A file with a secret that services mount by `Service.addSecret` or `Mount.secret`. Unlike an environment variable,
 * it is not shown by `docker inspect`.
 */
export class Secret extends ComposeElement {
  public readonly section = 'secrets';

  private readonly props: SecretProps;
  private readonly spec: { [key: string]: any };
  private readonly location: SecretLocation;
  private rotation: SecretRotation;

  constructor(scope: Construct, id: string, props: SecretProps = {}) {
    checkProps(new.target, Secret, scope, id, 'SecretProps', props);
    super(scope, id);
    this.props = props;
    this.spec = specDefinition(this, 'secrets.*', props.spec);
    const source = this.statedSources > 0 ? undefined : (props.source ?? secretSourceOf(this));
    const location: SecretLocation = source ? this.locate(source) : { file: props.file };
    this.location = {
      ...location,
      file: location.file === undefined ? undefined : hostPath(this, 'file', location.file, PathKind.FILE),
    };
    const rotation = props.rotation ?? (source && guardedHooks(this, 'SecretSource', source).rotation);
    this.setRotation(
      (this.rotation =
        rotation ?? SecretRotation.refused('it is issued elsewhere: change it there and recreate the containers')),
    );
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * Lets the task `<id>:rotate-secret` refuse to change the secret, for a service that a new value alone would break.
   *
   * @param remedy how it is changed instead, for the message; by default the secret is issued elsewhere, and is changed
   *   there
   */
  public refuseRotation(remedy?: string): void {
    if (remedy !== undefined || this.rotation._kind !== 'refused') {
      // its source may say more exactly how
      const refused = remedy === undefined ? SecretRotation.knownElsewhere() : SecretRotation.refused(remedy);
      this.setRotation(this.rotation._steps.reduce((rotation, step) => rotation._with(step), refused));
    }
  }

  /**
   * Adds the command that gives a new value to a service that has stored the secret, or encrypted data with it. The
   * task `<id>:rotate-secret` stops the service, runs the command in a container of it, and writes the file of the
   * secret when the command has ended with exit code 0. Until then the new value is in `<file>.new`, and a task that
   * was interrupted continues with it, so the command must be safe to repeat with the same value.
   *
   * @param service the service in whose container the command runs; it has the current value as usual
   * @param command the program and its arguments; it gets the new value on standard input, since every process may read
   *   arguments
   * @throws when there is no program
   */
  public addRotationStep(service: IService, command: string[]): void {
    if (!command[0]) {
      throw composeError(
        this,
        `the rotation step for the service "${service.name}" has an empty command`,
        'give a program and its arguments',
      );
    }
    this.setRotation(this.rotation._with({ service: service.name, command }));
  }

  protected renderDefinition(): { [key: string]: any } {
    const { environment, external } = this.props;
    return mergeDefinitions(
      { external, ...this.location, ...(environment && { environment: nameOfVariable(environment) }) },
      this.spec,
    );
  }

  /** What the source says, with the file that it leaves to us. */
  private locate(source: SecretSource): SecretLocation {
    const location = guardedHooks(this, 'SecretSource', source).bind(this, this.props.description);
    const { file, environment, command } = location;
    if ([file, environment, command].filter(value => value !== undefined).length > 1) {
      throw composeError(
        this,
        `bind() of ${typeOf(source)} returned several of file, environment and command`,
        'return the one that the secret comes from',
      );
    }
    if (file !== undefined || environment !== undefined) {
      return location;
    }
    const written = new SecretFile(this, 'file', { name: this.node.id });
    if (command) {
      ComposeTasks.tryOf(this)?.addSecret(written.path, command);
    }
    return { file: written.pathInApp };
  }

  /** How many props say where the secret comes from, apart from `source`. */
  private get statedSources(): number {
    const { file, environment, external, driver }: { [key: string]: any } = { ...this.props, ...this.spec };
    return [file, environment, external || undefined, driver].filter(source => source !== undefined).length;
  }

  private setRotation(rotation: SecretRotation): void {
    this.rotation = rotation;
    ComposeTasks.tryOf(this)?.setRotation(join(directoryOf(this), SECRETS_FOLDER), this.node.id, rotation);
  }

  private validate(): string[] {
    return this.statedSources + (this.props.source ? 1 : 0) <= 1
      ? []
      : ['the secret has several sources; give one of file, environment, external and source'];
  }
}
