import { ResourceLimitsProps } from '../../compose';

/** What jobs take beside the server: seven queue consumers of 170 MB, their runner, and a process for each job. */
const JOBS_MEMORY_MIB = 2048;
const JOBS_CPUS = 2;
const JOBS_PIDS = 1024;

/**
 * What a server with so many workers can live with. Measured with four of them: 230 MB after the start, 1.2 GB at most
 * while sixteen clients send 300 MB each. A worker builds each answer in memory, so there is room for larger ones. With
 * jobs, one worker and nothing to do: 1.3 GB in ten processes.
 */
export function serverLimits(workers: number, jobs: boolean = false): ResourceLimitsProps {
  return {
    memory: `${512 * (workers + 1) + (jobs ? JOBS_MEMORY_MIB : 0)}m`,
    cpus: workers + 1 + (jobs ? JOBS_CPUS : 0),
    pids: 256 * (workers + 1) + (jobs ? JOBS_PIDS : 0),
  };
}
