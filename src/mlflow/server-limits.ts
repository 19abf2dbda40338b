import { ResourceLimitsProps } from '../compose';

/**
 * What a server with so many workers can live with. Measured with four of them: 230 MB after the start, 1.2 GB at most while sixteen clients send
 * 300 MB each. A worker builds each answer in memory, so there is room for larger ones.
 */
export function serverLimits(workers: number): ResourceLimitsProps {
  return { memory: `${512 * (workers + 1)}m`, cpus: workers + 1, pids: 256 * (workers + 1) };
}
