import { Mount, Service, Volume } from '../compose';
import { SCRATCH_PATH } from './scratch-path';

/**
 * Gives a server room on disk for temporary files. It keeps each artifact that passes through it in one, up and down, and `/tmp` is memory:
 * a model of 5 GB would take 5 GB of it for each request.
 */
export function addScratchVolume(server: Service): void {
  server.addMount(Mount.volume(new Volume(server, `${server.node.id}_scratch`), SCRATCH_PATH));
}
