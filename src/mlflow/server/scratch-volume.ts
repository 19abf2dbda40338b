import { EnvValue, Mount, Service, Volume } from '../../compose';

/** A folder that any user may write to, in the image as well as in a volume that is made for it. */
const SCRATCH_PATH = '/var/tmp';

/**
 * Gives a server room on disk for temporary files. It keeps each artifact that clients fetch in one, and many that they
 * send; `/tmp` is memory: a model of 5 GB would take 5 GB of it for each request.
 *
 * @param volume where they are; a volume of the server's own unless given
 */
export function addScratchVolume(server: Service, volume?: Volume): void {
  server.addMount(Mount.volume(volume ?? new Volume(server, `${server.node.id}_scratch_volume`), SCRATCH_PATH));
  server.addEnvironment('SCRATCH_DIRECTORY', EnvValue.of(SCRATCH_PATH));
}
