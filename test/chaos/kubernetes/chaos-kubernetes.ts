/**
 * Upgrades the default stack in a cluster by `kubectl apply -k`, from an older MLflow with another schema. Meanwhile
 * clients log to it, and a random pod is killed at a random moment. Checks after each run that the schema is at its
 * head, that no row is lost and every call that succeeded is there, and that no server was connected while the schema
 * changed. Before that, pods are restarted and deleted without an upgrade: no call may fail. Prints a table; exits with
 * 1 if a check fails.
 *
 *   npm run chaos:kubernetes                     10 runs on each database
 *   npm run chaos:kubernetes -- mysql            one database
 *   npm run chaos:kubernetes -- postgresql 3     the number of runs
 *   npm run chaos:kubernetes -- mysql 0          only the restart without an upgrade
 *   npm run chaos:kubernetes -- mysql 3 1        the number of servers: 2 by default. With one there is no restart
 *
 * KUBECONFIG chooses the cluster. KUBERNETES_LOAD is a command that loads images into it: `kind load docker-image`.
 * With CHAOS_KEEP the namespace stays, to look at.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ClusterDatabase } from './cluster-database';
import { ClusterStack } from './cluster-stack';
import { StackDatabase } from '../../../src';
import { uniqueName } from '../../e2e/user-project';
import { OLD_DATABASES } from '../old-databases';

const OLD_VERSION = '3.11.1';
const CLIENTS = 3;
const CALM_SECONDS = 4;

/** How the calls of clients ended. */
interface Calls {
  readonly done: string[];
  readonly failed: string[];
  /** The longest time without a call that succeeded. */
  readonly gapSeconds: number;
}

function callsOf(log: string): Calls {
  const lines = log.split('\n').filter(Boolean);
  const done = lines.filter(line => line.endsWith(' done')).map(line => line.split(' '));
  const ends = done.map(([, ended]) => Number(ended)).sort((a, b) => a - b);
  return {
    done: done.map(([, , run, step]) => `${run} ${step}`),
    failed: lines.filter(line => !line.endsWith(' done')),
    gapSeconds: Math.max(...ends.slice(1).map((end, index) => end - ends[index])),
  };
}

/** The stack at its old version, with rows. */
class Trial {
  public readonly stack: ClusterStack;
  public readonly database: ClusterDatabase;
  private runs: string[] = [];
  private dump = '';
  private expected: { [table: string]: string } = {};
  private head = '';
  private seconds = 30;

  constructor(
    kind: string,
    private readonly replicas: number,
  ) {
    this.stack = new ClusterStack(
      uniqueName('chaos'),
      kind === 'mysql' ? StackDatabase.mysql() : StackDatabase.postgres(),
      replicas,
    );
    this.database = new ClusterDatabase(this.stack, kind);
  }

  /** Deploys the old version and fills it. */
  public prepare(): void {
    this.stack.prepare(OLD_VERSION);
    this.stack.prepare();
    this.stack.apply(OLD_VERSION);
    this.stack.waitForServers();
    this.stack.watchPods();
    const fill = readFileSync(join(OLD_DATABASES, 'fill.py'), 'utf8');
    const [server] = this.stack.pods('app.kubernetes.io/name=mlflow');
    const python = ['mlflow-entrypoint', 'sh', '-c', 'python - "$MLFLOW_BACKEND_STORE_URI"'];
    this.stack.kubectl(['exec', '--stdin', server, '--', ...python], { input: fill });
    this.runs = this.database
      .query("SELECT run_uuid FROM runs WHERE lifecycle_stage = 'active' ORDER BY run_uuid LIMIT 3;")
      .slice(0, CLIENTS);
    this.dump = this.database.dump();
  }

  /** Restarts and deletes pods while clients log; returns the calls that failed. */
  public async restart(replicas: number): Promise<Calls> {
    this.stack.kubectl(['scale', 'deployment/mlflow', `--replicas=${replicas}`]);
    this.stack.waitForServers();
    this.stack.startClients(this.runs);
    await setTimeout(CALM_SECONDS * 1000);
    this.stack.kubectl(['rollout', 'restart', 'deployment/mlflow']);
    this.stack.waitForServers();
    await setTimeout(CALM_SECONDS * 1000);
    if (replicas > 1) {
      this.stack.kubectl(['delete', this.stack.pods('app.kubernetes.io/name=mlflow')[0]]);
      this.stack.waitForServers();
      await setTimeout(CALM_SECONDS * 1000);
    }
    return callsOf(this.stack.removeClients());
  }

  /** Upgrades, with a kill unless it is the first time; returns what was seen. */
  public async upgrade(kills: boolean): Promise<{ calls: Calls; seconds: number; victim: string; faults: string[] }> {
    this.reset();
    this.stack.startClients(this.runs);
    this.database.watch();
    await setTimeout(CALM_SECONDS * 1000);
    const start = Date.now();
    this.stack.apply();
    let victim = '-';
    if (kills) {
      await setTimeout(Math.random() * this.seconds * 1000);
      const pods = this.stack.pods();
      const pod = pods[Math.floor(Math.random() * pods.length)];
      victim = `${pod.replace('pod/', '')} at ${((Date.now() - start) / 1000).toFixed(1)} s`;
      this.stack.kill(pod);
    }
    this.stack.kubectl(['wait', '--for=condition=Complete', `job/${this.stack.migrationOf()}`, '--timeout=600s']);
    this.stack.waitForServers();
    const seconds = (Date.now() - start) / 1000;
    await setTimeout(CALM_SECONDS * 1000);
    this.database.unwatch();
    const calls = callsOf(this.stack.removeClients());
    if (!kills) {
      this.seconds = seconds;
      this.head = this.revision();
      this.expected = this.database.counts();
    }
    return { calls, seconds, victim, faults: this.faults(calls) };
  }

  /** Puts the old version back, with its rows. */
  private reset(): void {
    this.stack.kubectl(['scale', 'deployment/mlflow', '--replicas=0']);
    this.stack.kubectl(['delete', 'job', this.stack.migrationOf(), '--ignore-not-found']);
    this.stack.kubectl(['rollout', 'status', 'statefulset/db', '--timeout=300s']);
    this.stack.kubectl([
      ...['wait', '--for=delete', 'pod', '--selector', 'app.kubernetes.io/name=mlflow', '--timeout=120s'],
    ]);
    this.database.restore(this.dump);
    this.stack.apply(OLD_VERSION);
    this.stack.waitForServers();
  }

  private revision(): string {
    return this.database.query('SELECT version_num FROM alembic_version;').join();
  }

  private faults({ done }: Calls): string[] {
    const faults: string[] = [];
    const check = (right: boolean, fault: string) => right || faults.push(fault);
    check(this.revision() === this.head, `the revision is ${this.revision()}, not ${this.head}`);
    const counts = this.database.counts();
    for (const [table, count] of Object.entries(this.expected)) {
      check(counts[table] === count, `${table} has ${counts[table]} rows, not ${count}`);
    }
    const logged = this.database.logged();
    const missing = done.filter(call => !logged.has(call));
    check(missing.length === 0, `${missing.length} of ${done.length} calls that succeeded are missing`);
    check(this.database.intruders.length === 0, `connected during the change: ${this.database.intruders.join(', ')}`);
    this.database.intruders.length = 0;
    const pods = this.stack.pods('app.kubernetes.io/name=mlflow').length;
    check(pods === this.replicas, `there are ${pods} servers, not ${this.replicas}`);
    return faults;
  }
}

function say(cells: (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

async function main(kinds: string[], runs: number, mostReplicas: number): Promise<void> {
  for (const kind of kinds) {
    const trial = new Trial(kind, mostReplicas);
    try {
      trial.prepare();
      say(['restart', 'calls', 'failed', 'longest gap, s']);
      say(['---', '---', '---', '---']);
      for (const replicas of mostReplicas > 1 ? [mostReplicas, 1] : []) {
        const { done, failed, gapSeconds } = await trial.restart(replicas);
        say([`${kind}, ${replicas} replicas`, done.length, failed.length, gapSeconds.toFixed(1)]);
        failed.slice(0, 5).forEach(line => console.log(`  ${line}`));
        process.exitCode ||= failed.length > 0 ? 1 : 0;
      }
      say(['upgrade', 'killed', 'rollout, s', 'downtime, s', 'calls', 'failed', 'looked during the change', 'faults']);
      say(Array<string>(8).fill('---'));
      for (let number = 0; number <= runs && runs > 0; number++) {
        const { calls, seconds, victim, faults } = await trial.upgrade(number > 0);
        say([
          ...[`${kind} ${number}`, victim, seconds.toFixed(1), calls.gapSeconds.toFixed(1), calls.done.length],
          ...[
            calls.failed.length,
            `${trial.database.changes} of ${trial.database.samples}`,
            faults.join('; ') || 'none',
          ],
        ]);
        trial.database.samples = 0;
        trial.database.changes = 0;
        process.exitCode ||= faults.length > 0 ? 1 : 0;
      }
    } finally {
      if (process.env.CHAOS_KEEP === undefined) {
        trial.stack.remove();
      }
    }
  }
}

const [database, runs = '10', replicas = '2'] = process.argv.slice(2);
void main(database ? [database] : ['mysql', 'postgresql'], Number(runs), Number(replicas));
