import { join } from 'node:path/posix';
import { Construct } from 'constructs';
import { SECRETS_FOLDER } from './secret-file';
import { SecretRotation } from './secret-rotation';
import { SecretLocation, SecretSource, secretSourceOf } from './secret-source';
import { directoryOf } from '../app/app-directory';
import { hostPath, PathKind } from '../app/app-path';
import { ComposeTasks } from '../app/compose-tasks';
import { checkProps } from '../element/check-props';
import { ComposeElement } from '../element/compose-element';
import { composeError } from '../element/compose-error';
import { guardedHooks } from '../element/hook';
import { mergeDefinitions } from '../element/merge-definitions';
import { specDefinition } from '../element/spec-definition';
import { IService } from '../service/dependency';
import { SecretSpec } from '../spec';
import { EnvVariable, nameOfVariable } from '../value/env-variable';

/**
 * Properties of a `Secret`. One of `file`, `environment` and `external` says where it comes from, or `spec` does, or
 * the app's own `secretSource`.
 */
export interface SecretProps {
  /**
   * What the secret is for; a comment in `.env` where the secret comes from there.
   *
   * @default - no comment
   */
  readonly description?: string;

  /**
   * A way for secrets to come, in place of the app's.
   *
   * @default - the app's `secretSource`
   */
  readonly source?: SecretSource;

  /**
   * A file of the host, from the app's directory. It is not generated, must exist at start, and should be one that git
   * ignores. The container sees it with the owner and the mode that it has on the host.
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
   * What the task `<id>:rotate-secret` does to it. How it is used may forbid a rotation all the same: a key that data
   * is encrypted with.
   *
   * @default - that of its source
   */
  readonly rotation?: SecretRotation;

  /**
   * Whether the secret is made by somebody else, in the platform that runs the app. Docker's engine has such ones in
   * a swarm only.
   *
   * @default false
   */
  readonly external?: boolean;

  /**
   * Any keys of the compose specification, as they stand there; they override the other props.
   *
   * @default - none
   */
  readonly spec?: SecretSpec;
}

/**
 * A file with a secret that services are given by `Service.addSecret` or `Mount.secret`. Unlike an environment variable
 * it does not show in `docker inspect`.
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
    const location: SecretLocation = source
      ? guardedHooks(this, 'SecretSource', source).bind(this, props.description)
      : { file: props.file };
    this.location = {
      ...location,
      file: location.file === undefined ? undefined : hostPath(this, 'file', location.file, PathKind.FILE),
    };
    const rotation = props.rotation ?? (source && guardedHooks(this, 'SecretSource', source).rotation);
    this.setRotation(
      (this.rotation =
        rotation ?? SecretRotation.refused('it comes from elsewhere: change it there, and recreate the containers')),
    );
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * Says, of a secret that is used in a way that a new value alone would break, that the task `<id>:rotate-secret` must
   * not change it.
   *
   * @param remedy how it is changed instead, for the message; without one it is known elsewhere, and must be changed
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
   * Says, of a secret that a service has stored or encrypted data with, what takes a new value there. The task
   * `<id>:rotate-secret` stops the service, runs the command in a container of it, and writes the file of the secret
   * when the command has ended with 0. Until then the new value is in `<file>.new`, and a task that was interrupted
   * continues with it. So the command must do no harm when it is repeated with the same value.
   *
   * @param service whose container the command runs in; the present value is where the service has it
   * @param command the program and its arguments, which gets the new value on its standard input: never an argument,
   *   which every process may read
   * @throws when there is no program
   */
  public addRotationStep(service: IService, command: string[]): void {
    if (!command[0]) {
      throw composeError(this, `the command by which ${service.name} takes a new value is empty`, 'name a program');
    }
    this.setRotation(this.rotation._with({ service: service.name, command }));
  }

  protected renderDefinition(): { [key: string]: any } {
    const { environment, external } = this.props;
    return mergeDefinitions(
      { environment: environment && nameOfVariable(environment), external, ...this.location },
      this.spec,
    );
  }

  /** In how many ways the props say where the secret comes from, apart from `source`. */
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
      : ['the secret comes from several places at once; give one of file, environment, external and source'];
  }
}
