import { ComposeApp, ContainerImage, Schedule, ScheduledJob, ScheduledJobProps, Volume } from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('registry.example.com/report:1');

function jobIn(app: ComposeApp, props: Partial<ScheduledJobProps> = {}): ScheduledJob {
  return new ScheduledJob(app, 'report', {
    image,
    command: ['make-report', '--all'],
    schedule: Schedule.daily('03:00', { timeZone: 'Europe/Berlin' }),
    ...props,
  });
}

function rendered(props: Partial<ScheduledJobProps> = {}): any {
  const app = new ComposeApp(testProject(), 'app');
  jobIn(app, props);
  return app.toDefinition().services.report;
}

test('its container waits for the times, and keeps the last run in a volume', () => {
  expect(rendered()).toEqual({
    image: 'registry.example.com/report:1',
    entrypoint: [
      'python',
      '-m',
      'job_scheduler',
      '--cron',
      '0 3 * * *',
      '--time-zone',
      'Europe/Berlin',
      '--',
      'make-report',
      '--all',
    ],
    command: ['schedule'],
    environment: { JOB_RECORD_DIRECTORY: '/var/lib/job-scheduler' },
    volumes: [{ type: 'volume', source: 'report_record', target: '/var/lib/job-scheduler' }],
    restart: 'unless-stopped',
    healthcheck: {
      test: ['CMD', 'python', '-m', 'job_scheduler', 'health'],
      interval: '1m',
      timeout: '15s',
      retries: 1,
      start_period: '60s',
      start_interval: '500ms',
    },
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    read_only: true,
    tmpfs: ['/tmp'],
    deploy: { resources: { limits: { pids: 512 } } },
  });
});

test('the entrypoint of the image comes before the scheduler', () => {
  expect(rendered({ entrypoint: ['tini', '--'] }).entrypoint.slice(0, 4)).toEqual(['tini', '--', 'python', '-m']);
});

test('several jobs may keep their records in volumes of the user', () => {
  const app = new ComposeApp(testProject(), 'app');
  jobIn(app, { recordVolume: new Volume(app, 'records') });
  expect(Object.keys(app.toDefinition().volumes)).toEqual(['records']);
});

test('a task runs the job now', () => {
  const project = testProject();
  jobIn(new ComposeApp(project, 'app', { directory: 'deploy' }));
  expect(project.tasks.tryFind('app:report')?.steps).toEqual([
    { execArgs: ['docker', 'compose', 'run', '--rm', '--no-deps', 'report', 'now'], cwd: 'deploy' },
  ]);
  const without = testProject();
  jobIn(new ComposeApp(without, 'app', { tasks: false }));
  expect(without.tasks.tryFind('app:report')).toBeUndefined();
});

test('a job without a command is an error', () => {
  expect(() => rendered({ command: [] })).toThrow(
    '[app/report] there is nothing to run at the times of the schedule; set `command`',
  );
});
