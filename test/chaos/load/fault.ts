import { setTimeout as sleep } from 'node:timers/promises';
import { FaultyStack, LogTrace } from './faulty-stack';

/** How long a fault that a person or another program ends goes on. */
const FAULT_SECONDS = 5;

/**
 * The time in which MLflow has to give up a database that is silent. Its kernel waits half a minute, or, where
 * something was just sent, 100 seconds, and up to twice that on a slow network
 * (https://docs.kernel.org/networking/ip-sysctl.html, `tcp_retries2`).
 */
const SILENCE_SECONDS = 200;

/** The time in which the engine has to notice a crash. */
const RESTART_SECONDS = 60;

/**
 * A fault, and its message in the log.
 */
export interface Fault {
  readonly name: string;
  /** Does the harm; returns when it is over, which is when the stack begins to heal. */
  readonly strike: (stack: FaultyStack) => Promise<void>;
  /** The service whose log reports the fault, and the message. A short hang is not logged. */
  readonly log?: LogTrace;
}

/**
 * The first process ends, as in a crash or when the kernel runs out of memory; the engine starts the container again.
 */
function crash(service: string, says: RegExp): Fault {
  return {
    name: `crash of ${service}`,
    strike: async stack => {
      const before = stack.restarts(service);
      stack.crash(service);
      for (let waited = 0; stack.restarts(service) === before; waited++) {
        if (waited >= RESTART_SECONDS) {
          throw new Error(`the engine did not start ${service} again in ${RESTART_SECONDS} s`);
        }
        await sleep(1000);
      }
    },
    log: { service, says },
  };
}

/** Somebody kills the container, and runs `docker compose up` later. */
function kill(service: string, log: LogTrace): Fault {
  return {
    name: `docker kill of ${service}, then up`,
    strike: async stack => {
      stack.kill(service);
      await sleep(FAULT_SECONDS * 1000);
      stack.startAgain();
    },
    log,
  };
}

/** Somebody stops the service, in an orderly way, and starts it later. */
function stop(service: string, log: LogTrace): Fault {
  return {
    name: `docker stop of ${service}, then up`,
    strike: async stack => {
      stack.stop(service);
      stack.startAgain();
    },
    log,
  };
}

/** The first process stands still, as one that waits for a dead disk, and goes on later. */
function hang(service: string): Fault {
  return {
    name: `${service} hangs`,
    strike: async stack => {
      stack.signal(service, 'STOP');
      await sleep(FAULT_SECONDS * 1000);
      stack.signal(service, 'CONT');
    },
  };
}

// What a service writes when it starts, or when it misses another one.
const SERVER_STARTS = { service: 'mlflow', says: /Started server process/ };
const DATABASE_IS_AWAY = { service: 'mlflow', says: /OperationalError/ };
const STORE_STARTS = { service: 's3', says: /MinIO Object Storage Server/ };

/**
 * All of them, in an order in which none hides another one's traces.
 */
export const FAULTS: Fault[] = [
  crash('mlflow', SERVER_STARTS.says),
  crash('db', /ready for connections|ready to accept connections/),
  crash('s3', STORE_STARTS.says),
  kill('mlflow', SERVER_STARTS),
  kill('db', DATABASE_IS_AWAY),
  kill('s3', STORE_STARTS),
  stop('mlflow', SERVER_STARTS),
  stop('db', DATABASE_IS_AWAY),
  stop('s3', STORE_STARTS),
  hang('db'),
  hang('s3'),
  {
    name: 'the network to the database is cut',
    // A cut that ends before MLflow gives up is a pause: requests continue after it, and nothing is logged.
    strike: async stack => {
      const since = new Date();
      stack.cut('db');
      await stack.says(DATABASE_IS_AWAY, since, SILENCE_SECONDS);
      stack.connect('db');
    },
    log: DATABASE_IS_AWAY,
  },
  {
    name: "the object store's disk is full",
    strike: async stack => {
      stack.fillDisk();
      await sleep(FAULT_SECONDS * 1000);
      stack.freeDisk();
    },
    log: { service: 'mlflow', says: /XMinioStorageFull|minimum free drive threshold|no space left/ },
  },
];
