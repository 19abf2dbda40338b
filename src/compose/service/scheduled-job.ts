import { Construct } from 'constructs';
import { describeForCluster } from './cluster-traits';
import { HardenedService, HardenedServiceOptions } from './hardened-service';
import { Healthcheck } from './healthcheck';
import { Mount } from './mount';
import { ServiceProps } from './service-options';
import { ComposeTasks } from '../app/compose-tasks';
import { checkProps } from '../element/check-props';
import { Volume } from '../resource/volume';
import { Duration } from '../value/duration';
import { EnvValue } from '../value/env-value';
import { Schedule } from '../value/schedule';

/**
 * Where the record of the last run is, in the container.
 *
 * @internal
 */
export const JOB_RECORD_PATH = '/var/lib/job-scheduler';

const RECORD_VARIABLE = 'JOB_RECORD_DIRECTORY';

/** The program of assets/job-scheduler. */
const SCHEDULER = ['python', '-m', 'job_scheduler'];

/**
 * Options of a `ScheduledJob`, without its image and command.
 */
export interface ScheduledJobOptions extends HardenedServiceOptions {
  /**
   * The times at which the job runs.
   */
  readonly schedule: Schedule;

  /**
   * The volume in which the time and the result of the last run are kept.
   *
   * @default - a volume named `<id>_record`
   */
  readonly recordVolume?: Volume;
}

/**
 * Properties of a `ScheduledJob`.
 */
export interface ScheduledJobProps extends ScheduledJobOptions, ServiceProps {}

/**
 * A job that runs at the times of a schedule. Its container waits for them and runs the command itself, so it needs no
 * access to the engine. In a Kubernetes cluster it is a CronJob.
 *
 * Times that were missed while the container did not run are made up for by one run after the start. The job never runs
 * twice at once. The container is unhealthy if the last run failed. `docker compose run --rm --no-deps <id> now` and
 * the task `<app>:<id>` run the job once.
 *
 * The image must have Python 3.13 with the package in `assets/job-scheduler`, and the folder `/var/lib/job-scheduler`
 * that belongs to its user: `MlflowImage.addJobScheduler()` adds both. If the image has an entrypoint that the job
 * needs, it must be set in the props.
 */
export class ScheduledJob extends HardenedService {
  /**
   * The times at which the job runs.
   */
  public readonly schedule: Schedule;

  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    checkProps(new.target, ScheduledJob, scope, id, 'ScheduledJobProps', props);
    super(scope, id, props);
    this.schedule = props.schedule;
    this.addMount(Mount.volume(props.recordVolume ?? new Volume(this, `${id}_record`), JOB_RECORD_PATH));
    this.addDefaultEnvironment({ [RECORD_VARIABLE]: EnvValue.of(JOB_RECORD_PATH) });
    const { expression, timeZone } = props.schedule;
    describeForCluster(this, {
      schedule: { expression, timeZone, arguments: ['now'] },
      omittedMounts: [JOB_RECORD_PATH],
      omittedEnvironment: [RECORD_VARIABLE],
    });
    ComposeTasks.tryOf(this)?.addRun(id, ['now']);
    this.node.addValidation({
      validate: () =>
        this.renderJob().length > 0 ? [] : ['there is nothing to run at the times of the schedule; set `command`'],
    });
  }

  /**
   * Hook: the command of the job, with its arguments.
   */
  protected renderJob(): string[] {
    return super.renderCommand();
  }

  /**
   * The scheduler with the command of the job, after the entrypoint of the props.
   */
  protected renderEntrypoint(): string[] {
    const { expression, timeZone } = this.schedule;
    const times = ['--cron', expression, '--time-zone', timeZone];
    return [...super.renderEntrypoint(), ...SCHEDULER, ...times, '--', ...this.renderJob()];
  }

  /**
   * What the scheduler does: `schedule`, or `now` in a container that runs the job once.
   */
  protected renderCommand(): string[] {
    return ['schedule'];
  }

  /**
   * Whether the last run succeeded.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command([...SCHEDULER, 'health'], {
        interval: Duration.minutes(1),
        timeout: Duration.seconds(15),
        retries: 1,
      })
    );
  }
}
