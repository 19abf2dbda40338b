import { Construct } from 'constructs';
import { describeForCluster } from './cluster-traits';
import { ContainerImage } from './container-image';
import { HardenedProps } from './hardened';
import { HardenedService, HardenedServiceOptions } from './hardened-service';
import { Mount } from './mount';
import { mountScript } from './mounted-script';
import { ResourceLimitsProps } from './resource-limits';
import { RestartPolicy } from './restart-policy';
import { assetText } from '../../assets-directory';
import { checkProps } from '../element/check-props';
import { mergeDefinitions } from '../element/merge-definitions';
import { Volume } from '../resource/volume';

const SCRIPT_TARGET = '/usr/local/bin/give-volume.sh';
const VOLUME_TARGET = '/volume';

/**
 * Properties of a `VolumeOwner`.
 */
export interface VolumeOwnerProps extends HardenedServiceOptions {
  /**
   * The volume.
   */
  readonly volume: Volume;

  /**
   * The new owner, as numeric user and group: `10001:10001`.
   */
  readonly owner: string;

  /**
   * An image with a shell and coreutils or BusyBox; the image of the service that uses the volume saves a download.
   */
  readonly image: ContainerImage;
}

/**
 * An init job that changes the owner of a volume, so that a service need not run as root. A new volume belongs to root,
 * unless the image has a folder of the user at the path where it is mounted.
 *
 * The service that uses the volume waits for it: `service.addDependency(owner,
 * DependencyCondition.COMPLETED_SUCCESSFULLY)`. It changes owners only where the volume itself has another one, so it
 * is quick at every later start. Its container runs as root with the one capability that this takes, sees nothing but
 * the volume, and is in no network.
 */
export class VolumeOwner extends HardenedService {
  private readonly owner: string;

  constructor(scope: Construct, id: string, props: VolumeOwnerProps) {
    checkProps(new.target, VolumeOwner, scope, id, 'VolumeOwnerProps', props);
    super(scope, id, {
      ...props,
      entrypoint: ['/bin/sh', SCRIPT_TARGET],
      command: [props.owner, VOLUME_TARGET],
      restart: props.restart ?? RestartPolicy.ONE_SHOT,
      user: props.user ?? '0:0',
    });
    this.owner = props.owner;
    mountScript(this, {
      role: 'script',
      file: 'give-volume.sh',
      content: assetText('volume-owner/give-volume.sh'),
      target: SCRIPT_TARGET,
    });
    this.addMount(Mount.volume(props.volume, VOLUME_TARGET));
    describeForCluster(this, { omitted: 'volumes belong to the group of their pods' });
    this.node.addValidation({ validate: () => this.validate() });
  }

  protected renderHardening(): HardenedProps {
    return { readOnly: true, capabilities: ['CHOWN'] }; // it is given no secret
  }

  protected renderLimits(): ResourceLimitsProps {
    return { memory: '128m', cpus: 1, pids: 16 };
  }

  protected renderConfinement(): { [key: string]: any } {
    return mergeDefinitions(super.renderConfinement(), this.joinedNetworks.length > 0 ? {} : { network_mode: 'none' });
  }

  private validate(): string[] {
    return /^\d+:\d+$/.test(this.owner)
      ? []
      : [`"${this.owner}" is not a numeric user and group; give them as "10001:10001"`];
  }
}
