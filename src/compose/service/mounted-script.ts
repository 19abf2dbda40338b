import { Mount } from './mount';
import { Service } from './service';
import { Config } from '../resource/config';

/**
 * A script of this package that a service runs.
 */
export interface MountedScript {
  /** What it is for the service, which its config is named by: `entrypoint`. */
  readonly role: string;
  /** The name of the file that synthesis writes, in the folder of the service. */
  readonly file: string;
  readonly content: string;
  /** The path in the container. */
  readonly target: string;
}

/**
 * Writes a script beside the compose file and mounts it into a service.
 */
export function mountScript(service: Service, { role, file, content, target }: MountedScript): void {
  const { id } = service.node;
  service.addMount(Mount.config(new Config(service, `${id}_${role}`, { path: `${id}/${file}`, content }), target));
}
