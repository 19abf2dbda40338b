// Made by scripts/generate-spec.ts from the schema of compose-go v2.16.2; do not edit.

/**
 * Include in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/include/
 */
export interface IncludeSpec {
  /**
   * `path` of the compose specification.
   *
   * @default - none
   */
  readonly path?: string[];

  /**
   * `env_file` of the compose specification.
   *
   * @default - none
   */
  readonly envFile?: string[];

  /**
   * `project_directory` of the compose specification.
   *
   * @default - none
   */
  readonly projectDirectory?: string;
}

/**
 * Model in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/models/
 */
export interface ModelSpec {
  /**
   * `name` of the compose specification.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * `model` of the compose specification.
   */
  readonly model: string;

  /**
   * `context_size` of the compose specification.
   *
   * @default - none
   */
  readonly contextSize?: number;

  /**
   * `runtime_flags` of the compose specification.
   *
   * @default - none
   */
  readonly runtimeFlags?: string[];

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Blkio limit in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface BlkioLimitSpec {
  /**
   * `path` of the compose specification.
   *
   * @default - none
   */
  readonly path?: string;

  /**
   * `rate` of the compose specification.
   *
   * @default - none
   */
  readonly rate?: string;
}

/**
 * Blkio weight in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface BlkioWeightSpec {
  /**
   * `path` of the compose specification.
   *
   * @default - none
   */
  readonly path?: string;

  /**
   * `weight` of the compose specification.
   *
   * @default - none
   */
  readonly weight?: number;
}

/**
 * Blkio config in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface BlkioConfigSpec {
  /**
   * `device_read_bps` of the compose specification.
   *
   * @default - none
   */
  readonly deviceReadBps?: BlkioLimitSpec[];

  /**
   * `device_read_iops` of the compose specification.
   *
   * @default - none
   */
  readonly deviceReadIops?: BlkioLimitSpec[];

  /**
   * `device_write_bps` of the compose specification.
   *
   * @default - none
   */
  readonly deviceWriteBps?: BlkioLimitSpec[];

  /**
   * `device_write_iops` of the compose specification.
   *
   * @default - none
   */
  readonly deviceWriteIops?: BlkioLimitSpec[];

  /**
   * `weight` of the compose specification.
   *
   * @default - none
   */
  readonly weight?: number;

  /**
   * `weight_device` of the compose specification.
   *
   * @default - none
   */
  readonly weightDevice?: BlkioWeightSpec[];
}

/**
 * Cgroup in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export enum Cgroup {
  /** host */
  HOST = 'host',
  /** private */
  PRIVATE = 'private',
}

/**
 * File grant in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface FileGrantSpec {
  /**
   * `source` of the compose specification.
   *
   * @default - none
   */
  readonly source?: string;

  /**
   * `target` of the compose specification.
   *
   * @default - none
   */
  readonly target?: string;

  /**
   * `uid` of the compose specification.
   *
   * @default - none
   */
  readonly uid?: string;

  /**
   * `gid` of the compose specification.
   *
   * @default - none
   */
  readonly gid?: string;

  /**
   * `mode` of the compose specification.
   *
   * @default - none
   */
  readonly mode?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Credential in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface CredentialSpec {
  /**
   * `config` of the compose specification.
   *
   * @default - none
   */
  readonly config?: string;

  /**
   * `file` of the compose specification.
   *
   * @default - none
   */
  readonly file?: string;

  /**
   * `registry` of the compose specification.
   *
   * @default - none
   */
  readonly registry?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Device mapping in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface DeviceMappingSpec {
  /**
   * `source` of the compose specification.
   */
  readonly source: string;

  /**
   * `target` of the compose specification.
   *
   * @default - none
   */
  readonly target?: string;

  /**
   * `permissions` of the compose specification.
   *
   * @default - none
   */
  readonly permissions?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Env file in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface EnvFileSpec {
  /**
   * `path` of the compose specification.
   */
  readonly path: string;

  /**
   * `format` of the compose specification.
   *
   * @default - none
   */
  readonly format?: string;

  /**
   * `required` of the compose specification.
   *
   * @default - none
   */
  readonly required?: boolean;
}

/**
 * Gpu in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface GpuSpec {
  /**
   * `capabilities` of the compose specification.
   *
   * @default - none
   */
  readonly capabilities?: string[];

  /**
   * `count` of the compose specification.
   *
   * @default - none
   */
  readonly count?: string;

  /**
   * `device_ids` of the compose specification.
   *
   * @default - none
   */
  readonly deviceIds?: string[];

  /**
   * `driver` of the compose specification.
   *
   * @default - none
   */
  readonly driver?: string;

  /**
   * `options` of the compose specification.
   *
   * @default - none
   */
  readonly options?: { [key: string]: string };
}

/**
 * Logging in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface LoggingSpec {
  /**
   * `driver` of the compose specification.
   *
   * @default - none
   */
  readonly driver?: string;

  /**
   * `options` of the compose specification.
   *
   * @default - none
   */
  readonly options?: { [key: string]: string };

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Model binding in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/models/
 */
export interface ModelBindingSpec {
  /**
   * `endpoint_var` of the compose specification.
   *
   * @default - none
   */
  readonly endpointVar?: string;

  /**
   * `model_var` of the compose specification.
   *
   * @default - none
   */
  readonly modelVar?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Network attachment in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface NetworkAttachmentSpec {
  /**
   * `aliases` of the compose specification.
   *
   * @default - none
   */
  readonly aliases?: string[];

  /**
   * `interface_name` of the compose specification.
   *
   * @default - none
   */
  readonly interfaceName?: string;

  /**
   * `ipv4_address` of the compose specification.
   *
   * @default - none
   */
  readonly ipv4Address?: string;

  /**
   * `ipv6_address` of the compose specification.
   *
   * @default - none
   */
  readonly ipv6Address?: string;

  /**
   * `link_local_ips` of the compose specification.
   *
   * @default - none
   */
  readonly linkLocalIps?: string[];

  /**
   * `mac_address` of the compose specification.
   *
   * @default - none
   */
  readonly macAddress?: string;

  /**
   * `driver_opts` of the compose specification.
   *
   * @default - none
   */
  readonly driverOpts?: { [key: string]: string };

  /**
   * `priority` of the compose specification.
   *
   * @default - none
   */
  readonly priority?: number;

  /**
   * `gw_priority` of the compose specification.
   *
   * @default - none
   */
  readonly gwPriority?: number;

  /**
   * `use_service_name_alias` of the compose specification.
   *
   * @default - none
   */
  readonly useServiceNameAlias?: boolean;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Ulimit in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface UlimitSpec {
  /**
   * `hard` of the compose specification.
   */
  readonly hard: number;

  /**
   * `soft` of the compose specification.
   */
  readonly soft: number;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Mount type in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export enum MountType {
  /** bind */
  BIND = 'bind',
  /** volume */
  VOLUME = 'volume',
  /** tmpfs */
  TMPFS = 'tmpfs',
  /** cluster */
  CLUSTER = 'cluster',
  /** npipe */
  NPIPE = 'npipe',
  /** image */
  IMAGE = 'image',
}

/**
 * Mount bind recursive in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export enum MountBindRecursive {
  /** enabled */
  ENABLED = 'enabled',
  /** disabled */
  DISABLED = 'disabled',
  /** writable */
  WRITABLE = 'writable',
  /** readonly */
  READONLY = 'readonly',
}

/**
 * Mount bind in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface MountBindSpec {
  /**
   * `propagation` of the compose specification.
   *
   * @default - none
   */
  readonly propagation?: string;

  /**
   * `create_host_path` of the compose specification.
   *
   * @default - none
   */
  readonly createHostPath?: boolean;

  /**
   * `recursive` of the compose specification.
   *
   * @default - none
   */
  readonly recursive?: MountBindRecursive;

  /**
   * `selinux` of the compose specification.
   *
   * @default - none
   */
  readonly selinux?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Mount volume in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface MountVolumeSpec {
  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * `nocopy` of the compose specification.
   *
   * @default - none
   */
  readonly nocopy?: boolean;

  /**
   * `subpath` of the compose specification.
   *
   * @default - none
   */
  readonly subpath?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Mount tmpfs in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface MountTmpfsSpec {
  /**
   * `size` of the compose specification.
   *
   * @default - none
   */
  readonly size?: string;

  /**
   * `mode` of the compose specification.
   *
   * @default - none
   */
  readonly mode?: number;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Mount image in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface MountImageSpec {
  /**
   * `subpath` of the compose specification.
   *
   * @default - none
   */
  readonly subpath?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Mount in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface MountSpec {
  /**
   * `type` of the compose specification.
   */
  readonly type: MountType;

  /**
   * `source` of the compose specification.
   *
   * @default - none
   */
  readonly source?: string;

  /**
   * `target` of the compose specification.
   *
   * @default - none
   */
  readonly target?: string;

  /**
   * `read_only` of the compose specification.
   *
   * @default - none
   */
  readonly readOnly?: boolean;

  /**
   * `consistency` of the compose specification.
   *
   * @default - none
   */
  readonly consistency?: string;

  /**
   * `bind` of the compose specification.
   *
   * @default - none
   */
  readonly bind?: MountBindSpec;

  /**
   * `volume` of the compose specification.
   *
   * @default - none
   */
  readonly volume?: MountVolumeSpec;

  /**
   * `tmpfs` of the compose specification.
   *
   * @default - none
   */
  readonly tmpfs?: MountTmpfsSpec;

  /**
   * `image` of the compose specification.
   *
   * @default - none
   */
  readonly image?: MountImageSpec;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Build in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/build/
 */
export interface BuildSpec {
  /**
   * `context` of the compose specification.
   *
   * @default - none
   */
  readonly context?: string;

  /**
   * `dockerfile` of the compose specification.
   *
   * @default - none
   */
  readonly dockerfile?: string;

  /**
   * `dockerfile_inline` of the compose specification.
   *
   * @default - none
   */
  readonly dockerfileInline?: string;

  /**
   * `entitlements` of the compose specification.
   *
   * @default - none
   */
  readonly entitlements?: string[];

  /**
   * `args` of the compose specification.
   *
   * @default - none
   */
  readonly args?: { [key: string]: string };

  /**
   * `ssh` of the compose specification.
   *
   * @default - none
   */
  readonly ssh?: { [key: string]: string };

  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * `cache_from` of the compose specification.
   *
   * @default - none
   */
  readonly cacheFrom?: string[];

  /**
   * `cache_to` of the compose specification.
   *
   * @default - none
   */
  readonly cacheTo?: string[];

  /**
   * `no_cache` of the compose specification.
   *
   * @default - none
   */
  readonly noCache?: boolean;

  /**
   * `no_cache_filter` of the compose specification.
   *
   * @default - none
   */
  readonly noCacheFilter?: string[];

  /**
   * `additional_contexts` of the compose specification.
   *
   * @default - none
   */
  readonly additionalContexts?: { [key: string]: string };

  /**
   * `network` of the compose specification.
   *
   * @default - none
   */
  readonly network?: string;

  /**
   * `provenance` of the compose specification.
   *
   * @default - none
   */
  readonly provenance?: string;

  /**
   * `sbom` of the compose specification.
   *
   * @default - none
   */
  readonly sbom?: string;

  /**
   * `pull` of the compose specification.
   *
   * @default - none
   */
  readonly pull?: boolean;

  /**
   * `target` of the compose specification.
   *
   * @default - none
   */
  readonly target?: string;

  /**
   * `shm_size` of the compose specification.
   *
   * @default - none
   */
  readonly shmSize?: string;

  /**
   * `extra_hosts` of the compose specification.
   *
   * @default - none
   */
  readonly extraHosts?: { [key: string]: string[] };

  /**
   * `isolation` of the compose specification.
   *
   * @default - none
   */
  readonly isolation?: string;

  /**
   * `privileged` of the compose specification.
   *
   * @default - none
   */
  readonly privileged?: boolean;

  /**
   * `secrets` of the compose specification.
   *
   * @default - none
   */
  readonly secrets?: FileGrantSpec[];

  /**
   * `tags` of the compose specification.
   *
   * @default - none
   */
  readonly tags?: string[];

  /**
   * `ulimits` of the compose specification.
   *
   * @default - none
   */
  readonly ulimits?: { [key: string]: UlimitSpec };

  /**
   * `platforms` of the compose specification.
   *
   * @default - none
   */
  readonly platforms?: string[];

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Dependency condition in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export enum DependencyCondition {
  /** service_started */
  SERVICE_STARTED = 'service_started',
  /** service_healthy */
  SERVICE_HEALTHY = 'service_healthy',
  /** service_completed_successfully */
  SERVICE_COMPLETED_SUCCESSFULLY = 'service_completed_successfully',
}

/**
 * Dependency in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface DependencySpec {
  /**
   * `restart` of the compose specification.
   *
   * @default - none
   */
  readonly restart?: boolean;

  /**
   * `required` of the compose specification.
   *
   * @default - none
   */
  readonly required?: boolean;

  /**
   * `condition` of the compose specification.
   */
  readonly condition: DependencyCondition;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Healthcheck in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface HealthcheckSpec {
  /**
   * `disable` of the compose specification.
   *
   * @default - none
   */
  readonly disable?: boolean;

  /**
   * `interval` of the compose specification.
   *
   * @default - none
   */
  readonly interval?: string;

  /**
   * `retries` of the compose specification.
   *
   * @default - none
   */
  readonly retries?: number;

  /**
   * `test` of the compose specification.
   *
   * @default - none
   */
  readonly test?: string[];

  /**
   * `timeout` of the compose specification.
   *
   * @default - none
   */
  readonly timeout?: string;

  /**
   * `start_period` of the compose specification.
   *
   * @default - none
   */
  readonly startPeriod?: string;

  /**
   * `start_interval` of the compose specification.
   *
   * @default - none
   */
  readonly startInterval?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Port in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface PortSpec {
  /**
   * `name` of the compose specification.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * `mode` of the compose specification.
   *
   * @default - none
   */
  readonly mode?: string;

  /**
   * `host_ip` of the compose specification.
   *
   * @default - none
   */
  readonly hostIp?: string;

  /**
   * `target` of the compose specification.
   *
   * @default - none
   */
  readonly target?: number;

  /**
   * `published` of the compose specification.
   *
   * @default - none
   */
  readonly published?: string;

  /**
   * `protocol` of the compose specification.
   *
   * @default - none
   */
  readonly protocol?: string;

  /**
   * `app_protocol` of the compose specification.
   *
   * @default - none
   */
  readonly appProtocol?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Schedule concurrency in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export enum ScheduleConcurrency {
  /** forbid */
  FORBID = 'forbid',
  /** queue */
  QUEUE = 'queue',
}

/**
 * Schedule missed fires in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export enum ScheduleMissedFires {
  /** one */
  ONE = 'one',
  /** skip */
  SKIP = 'skip',
}

/**
 * Schedule in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface ScheduleSpec {
  /**
   * `cron` of the compose specification.
   */
  readonly cron: string;

  /**
   * `timezone` of the compose specification.
   *
   * @default - none
   */
  readonly timezone?: string;

  /**
   * `concurrency` of the compose specification.
   *
   * @default - none
   */
  readonly concurrency?: ScheduleConcurrency;

  /**
   * `missed_fires` of the compose specification.
   *
   * @default - none
   */
  readonly missedFires?: ScheduleMissedFires;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Job triggers in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface JobTriggersSpec {
  /**
   * `manual` of the compose specification.
   *
   * @default - none
   */
  readonly manual?: boolean;

  /**
   * `schedule` of the compose specification.
   *
   * @default - none
   */
  readonly schedule?: ScheduleSpec[];

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Job in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface JobSpec {
  /**
   * `annotations` of the compose specification.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * `blkio_config` of the compose specification.
   *
   * @default - none
   */
  readonly blkioConfig?: BlkioConfigSpec;

  /**
   * `cap_add` of the compose specification.
   *
   * @default - none
   */
  readonly capAdd?: string[];

  /**
   * `cap_drop` of the compose specification.
   *
   * @default - none
   */
  readonly capDrop?: string[];

  /**
   * `cgroup` of the compose specification.
   *
   * @default - none
   */
  readonly cgroup?: Cgroup;

  /**
   * `cgroup_parent` of the compose specification.
   *
   * @default - none
   */
  readonly cgroupParent?: string;

  /**
   * `command` of the compose specification.
   *
   * @default - none
   */
  readonly command?: string[];

  /**
   * `configs` of the compose specification.
   *
   * @default - none
   */
  readonly configs?: FileGrantSpec[];

  /**
   * `cpu_count` of the compose specification.
   *
   * @default - none
   */
  readonly cpuCount?: number;

  /**
   * `cpu_percent` of the compose specification.
   *
   * @default - none
   */
  readonly cpuPercent?: number;

  /**
   * `cpu_shares` of the compose specification.
   *
   * @default - none
   */
  readonly cpuShares?: number;

  /**
   * `cpu_quota` of the compose specification.
   *
   * @default - none
   */
  readonly cpuQuota?: number;

  /**
   * `cpu_period` of the compose specification.
   *
   * @default - none
   */
  readonly cpuPeriod?: number;

  /**
   * `cpu_rt_period` of the compose specification.
   *
   * @default - none
   */
  readonly cpuRtPeriod?: number;

  /**
   * `cpu_rt_runtime` of the compose specification.
   *
   * @default - none
   */
  readonly cpuRtRuntime?: number;

  /**
   * `cpus` of the compose specification.
   *
   * @default - none
   */
  readonly cpus?: number;

  /**
   * `cpuset` of the compose specification.
   *
   * @default - none
   */
  readonly cpuset?: string;

  /**
   * `credential_spec` of the compose specification.
   *
   * @default - none
   */
  readonly credentialSpec?: CredentialSpec;

  /**
   * `device_cgroup_rules` of the compose specification.
   *
   * @default - none
   */
  readonly deviceCgroupRules?: string[];

  /**
   * `devices` of the compose specification.
   *
   * @default - none
   */
  readonly devices?: DeviceMappingSpec[];

  /**
   * `dns` of the compose specification.
   *
   * @default - none
   */
  readonly dns?: string[];

  /**
   * `dns_opt` of the compose specification.
   *
   * @default - none
   */
  readonly dnsOpt?: string[];

  /**
   * `dns_search` of the compose specification.
   *
   * @default - none
   */
  readonly dnsSearch?: string[];

  /**
   * `domainname` of the compose specification.
   *
   * @default - none
   */
  readonly domainname?: string;

  /**
   * `entrypoint` of the compose specification.
   *
   * @default - none
   */
  readonly entrypoint?: string[];

  /**
   * `env_file` of the compose specification.
   *
   * @default - none
   */
  readonly envFile?: EnvFileSpec[];

  /**
   * `label_file` of the compose specification.
   *
   * @default - none
   */
  readonly labelFile?: string[];

  /**
   * `environment` of the compose specification.
   *
   * @default - none
   */
  readonly environment?: { [key: string]: string };

  /**
   * `extra_hosts` of the compose specification.
   *
   * @default - none
   */
  readonly extraHosts?: { [key: string]: string[] };

  /**
   * `gpus` of the compose specification.
   *
   * @default - none
   */
  readonly gpus?: GpuSpec[];

  /**
   * `group_add` of the compose specification.
   *
   * @default - none
   */
  readonly groupAdd?: string[];

  /**
   * `hostname` of the compose specification.
   *
   * @default - none
   */
  readonly hostname?: string;

  /**
   * `image` of the compose specification.
   *
   * @default - none
   */
  readonly image?: string;

  /**
   * `init` of the compose specification.
   *
   * @default - none
   */
  readonly init?: boolean;

  /**
   * `ipc` of the compose specification.
   *
   * @default - none
   */
  readonly ipc?: string;

  /**
   * `isolation` of the compose specification.
   *
   * @default - none
   */
  readonly isolation?: string;

  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * `logging` of the compose specification.
   *
   * @default - none
   */
  readonly logging?: LoggingSpec;

  /**
   * `mac_address` of the compose specification.
   *
   * @default - none
   */
  readonly macAddress?: string;

  /**
   * `mem_limit` of the compose specification.
   *
   * @default - none
   */
  readonly memLimit?: string;

  /**
   * `mem_reservation` of the compose specification.
   *
   * @default - none
   */
  readonly memReservation?: string;

  /**
   * `mem_swappiness` of the compose specification.
   *
   * @default - none
   */
  readonly memSwappiness?: number;

  /**
   * `memswap_limit` of the compose specification.
   *
   * @default - none
   */
  readonly memswapLimit?: string;

  /**
   * `network_mode` of the compose specification.
   *
   * @default - none
   */
  readonly networkMode?: string;

  /**
   * `models` of the compose specification.
   *
   * @default - none
   */
  readonly models?: { [key: string]: ModelBindingSpec };

  /**
   * `networks` of the compose specification.
   *
   * @default - none
   */
  readonly networks?: { [key: string]: NetworkAttachmentSpec };

  /**
   * `oom_kill_disable` of the compose specification.
   *
   * @default - none
   */
  readonly oomKillDisable?: boolean;

  /**
   * `oom_score_adj` of the compose specification.
   *
   * @default - none
   */
  readonly oomScoreAdj?: number;

  /**
   * `pid` of the compose specification.
   *
   * @default - none
   */
  readonly pid?: string;

  /**
   * `pids_limit` of the compose specification.
   *
   * @default - none
   */
  readonly pidsLimit?: number;

  /**
   * `platform` of the compose specification.
   *
   * @default - none
   */
  readonly platform?: string;

  /**
   * `privileged` of the compose specification.
   *
   * @default - none
   */
  readonly privileged?: boolean;

  /**
   * `pull_policy` of the compose specification.
   *
   * @default - none
   */
  readonly pullPolicy?: string;

  /**
   * `pull_refresh_after` of the compose specification.
   *
   * @default - none
   */
  readonly pullRefreshAfter?: string;

  /**
   * `read_only` of the compose specification.
   *
   * @default - none
   */
  readonly readOnly?: boolean;

  /**
   * `runtime` of the compose specification.
   *
   * @default - none
   */
  readonly runtime?: string;

  /**
   * `security_opt` of the compose specification.
   *
   * @default - none
   */
  readonly securityOpt?: string[];

  /**
   * `shm_size` of the compose specification.
   *
   * @default - none
   */
  readonly shmSize?: string;

  /**
   * `secrets` of the compose specification.
   *
   * @default - none
   */
  readonly secrets?: FileGrantSpec[];

  /**
   * `sysctls` of the compose specification.
   *
   * @default - none
   */
  readonly sysctls?: { [key: string]: string };

  /**
   * `stop_grace_period` of the compose specification.
   *
   * @default - none
   */
  readonly stopGracePeriod?: string;

  /**
   * `stop_signal` of the compose specification.
   *
   * @default - none
   */
  readonly stopSignal?: string;

  /**
   * `storage_opt` of the compose specification.
   *
   * @default - none
   */
  readonly storageOpt?: { [key: string]: string };

  /**
   * `tmpfs` of the compose specification.
   *
   * @default - none
   */
  readonly tmpfs?: string[];

  /**
   * `ulimits` of the compose specification.
   *
   * @default - none
   */
  readonly ulimits?: { [key: string]: UlimitSpec };

  /**
   * `umask` of the compose specification.
   *
   * @default - none
   */
  readonly umask?: string;

  /**
   * `use_api_socket` of the compose specification.
   *
   * @default - none
   */
  readonly useApiSocket?: boolean;

  /**
   * `user` of the compose specification.
   *
   * @default - none
   */
  readonly user?: string;

  /**
   * `uts` of the compose specification.
   *
   * @default - none
   */
  readonly uts?: string;

  /**
   * `userns_mode` of the compose specification.
   *
   * @default - none
   */
  readonly usernsMode?: string;

  /**
   * `volumes` of the compose specification.
   *
   * @default - none
   */
  readonly volumes?: MountSpec[];

  /**
   * `volumes_from` of the compose specification.
   *
   * @default - none
   */
  readonly volumesFrom?: string[];

  /**
   * `working_dir` of the compose specification.
   *
   * @default - none
   */
  readonly workingDir?: string;

  /**
   * `build` of the compose specification.
   *
   * @default - none
   */
  readonly imageBuild?: BuildSpec;

  /**
   * `depends_on` of the compose specification.
   *
   * @default - none
   */
  readonly dependsOn?: { [key: string]: DependencySpec };

  /**
   * `healthcheck` of the compose specification.
   *
   * @default - none
   */
  readonly healthcheck?: HealthcheckSpec;

  /**
   * `ports` of the compose specification.
   *
   * @default - none
   */
  readonly ports?: PortSpec[];

  /**
   * `expose` of the compose specification.
   *
   * @default - none
   */
  readonly expose?: string[];

  /**
   * `stdin_open` of the compose specification.
   *
   * @default - none
   */
  readonly stdinOpen?: boolean;

  /**
   * `tty` of the compose specification.
   *
   * @default - none
   */
  readonly tty?: boolean;

  /**
   * `profiles` of the compose specification.
   *
   * @default - none
   */
  readonly profiles?: string[];

  /**
   * `triggers` of the compose specification.
   */
  readonly triggers: JobTriggersSpec;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * App in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/
 */
export interface AppSpec {
  /**
   * `include` of the compose specification.
   *
   * @default - none
   */
  readonly include?: IncludeSpec[];

  /**
   * `models` of the compose specification.
   *
   * @default - none
   */
  readonly models?: { [key: string]: ModelSpec };

  /**
   * `jobs` of the compose specification.
   *
   * @default - none
   */
  readonly jobs?: { [key: string]: JobSpec };

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Deployment rollback config order in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export enum DeploymentRollbackConfigOrder {
  /** start-first */
  START_FIRST = 'start-first',
  /** stop-first */
  STOP_FIRST = 'stop-first',
}

/**
 * Deployment rollback config in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeploymentRollbackConfigSpec {
  /**
   * `parallelism` of the compose specification.
   *
   * @default - none
   */
  readonly parallelism?: number;

  /**
   * `delay` of the compose specification.
   *
   * @default - none
   */
  readonly delay?: string;

  /**
   * `failure_action` of the compose specification.
   *
   * @default - none
   */
  readonly failureAction?: string;

  /**
   * `monitor` of the compose specification.
   *
   * @default - none
   */
  readonly monitor?: string;

  /**
   * `max_failure_ratio` of the compose specification.
   *
   * @default - none
   */
  readonly maxFailureRatio?: number;

  /**
   * `order` of the compose specification.
   *
   * @default - none
   */
  readonly order?: DeploymentRollbackConfigOrder;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Deployment update config order in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export enum DeploymentUpdateConfigOrder {
  /** start-first */
  START_FIRST = 'start-first',
  /** stop-first */
  STOP_FIRST = 'stop-first',
}

/**
 * Deployment update config in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeploymentUpdateConfigSpec {
  /**
   * `parallelism` of the compose specification.
   *
   * @default - none
   */
  readonly parallelism?: number;

  /**
   * `delay` of the compose specification.
   *
   * @default - none
   */
  readonly delay?: string;

  /**
   * `failure_action` of the compose specification.
   *
   * @default - none
   */
  readonly failureAction?: string;

  /**
   * `monitor` of the compose specification.
   *
   * @default - none
   */
  readonly monitor?: string;

  /**
   * `max_failure_ratio` of the compose specification.
   *
   * @default - none
   */
  readonly maxFailureRatio?: number;

  /**
   * `order` of the compose specification.
   *
   * @default - none
   */
  readonly order?: DeploymentUpdateConfigOrder;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Deployment resources limits in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeploymentResourcesLimitsSpec {
  /**
   * `cpus` of the compose specification.
   *
   * @default - none
   */
  readonly cpus?: number;

  /**
   * `memory` of the compose specification.
   *
   * @default - none
   */
  readonly memory?: string;

  /**
   * `pids` of the compose specification.
   *
   * @default - none
   */
  readonly pids?: number;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Generic resource discrete resource in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface GenericResourceDiscreteResourceSpec {
  /**
   * `kind` of the compose specification.
   *
   * @default - none
   */
  readonly kind?: string;

  /**
   * `value` of the compose specification.
   *
   * @default - none
   */
  readonly value?: number;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Generic resource in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface GenericResourceSpec {
  /**
   * `discrete_resource_spec` of the compose specification.
   *
   * @default - none
   */
  readonly discreteResourceSpec?: GenericResourceDiscreteResourceSpec;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Device request in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeviceRequestSpec {
  /**
   * `capabilities` of the compose specification.
   */
  readonly capabilities: string[];

  /**
   * `count` of the compose specification.
   *
   * @default - none
   */
  readonly count?: string;

  /**
   * `device_ids` of the compose specification.
   *
   * @default - none
   */
  readonly deviceIds?: string[];

  /**
   * `driver` of the compose specification.
   *
   * @default - none
   */
  readonly driver?: string;

  /**
   * `options` of the compose specification.
   *
   * @default - none
   */
  readonly options?: { [key: string]: string };

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Deployment resources reservations in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeploymentResourcesReservationsSpec {
  /**
   * `cpus` of the compose specification.
   *
   * @default - none
   */
  readonly cpus?: number;

  /**
   * `memory` of the compose specification.
   *
   * @default - none
   */
  readonly memory?: string;

  /**
   * `generic_resources` of the compose specification.
   *
   * @default - none
   */
  readonly genericResources?: GenericResourceSpec[];

  /**
   * `devices` of the compose specification.
   *
   * @default - none
   */
  readonly devices?: DeviceRequestSpec[];

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Deployment resources in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeploymentResourcesSpec {
  /**
   * `limits` of the compose specification.
   *
   * @default - none
   */
  readonly limits?: DeploymentResourcesLimitsSpec;

  /**
   * `reservations` of the compose specification.
   *
   * @default - none
   */
  readonly reservations?: DeploymentResourcesReservationsSpec;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Deployment restart policy in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeploymentRestartPolicySpec {
  /**
   * `condition` of the compose specification.
   *
   * @default - none
   */
  readonly condition?: string;

  /**
   * `delay` of the compose specification.
   *
   * @default - none
   */
  readonly delay?: string;

  /**
   * `max_attempts` of the compose specification.
   *
   * @default - none
   */
  readonly maxAttempts?: number;

  /**
   * `window` of the compose specification.
   *
   * @default - none
   */
  readonly window?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Deployment placement preferences in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeploymentPlacementPreferencesSpec {
  /**
   * `spread` of the compose specification.
   *
   * @default - none
   */
  readonly spread?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Deployment placement in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeploymentPlacementSpec {
  /**
   * `constraints` of the compose specification.
   *
   * @default - none
   */
  readonly constraints?: string[];

  /**
   * `preferences` of the compose specification.
   *
   * @default - none
   */
  readonly preferences?: DeploymentPlacementPreferencesSpec[];

  /**
   * `max_replicas_per_node` of the compose specification.
   *
   * @default - none
   */
  readonly maxReplicasPerNode?: number;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Deployment in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/deploy/
 */
export interface DeploymentSpec {
  /**
   * `mode` of the compose specification.
   *
   * @default - none
   */
  readonly mode?: string;

  /**
   * `endpoint_mode` of the compose specification.
   *
   * @default - none
   */
  readonly endpointMode?: string;

  /**
   * `replicas` of the compose specification.
   *
   * @default - none
   */
  readonly replicas?: number;

  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * `rollback_config` of the compose specification.
   *
   * @default - none
   */
  readonly rollbackConfig?: DeploymentRollbackConfigSpec;

  /**
   * `update_config` of the compose specification.
   *
   * @default - none
   */
  readonly updateConfig?: DeploymentUpdateConfigSpec;

  /**
   * `resources` of the compose specification.
   *
   * @default - none
   */
  readonly resources?: DeploymentResourcesSpec;

  /**
   * `restart_policy` of the compose specification.
   *
   * @default - none
   */
  readonly restartPolicy?: DeploymentRestartPolicySpec;

  /**
   * `placement` of the compose specification.
   *
   * @default - none
   */
  readonly placement?: DeploymentPlacementSpec;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Develop watch action in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/develop/
 */
export enum DevelopWatchAction {
  /** rebuild */
  REBUILD = 'rebuild',
  /** sync */
  SYNC = 'sync',
  /** restart */
  RESTART = 'restart',
  /** sync+restart */
  SYNC_RESTART = 'sync+restart',
  /** sync+exec */
  SYNC_EXEC = 'sync+exec',
}

/**
 * Hook in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface HookSpec {
  /**
   * `command` of the compose specification.
   */
  readonly command: string[];

  /**
   * `user` of the compose specification.
   *
   * @default - none
   */
  readonly user?: string;

  /**
   * `privileged` of the compose specification.
   *
   * @default - none
   */
  readonly privileged?: boolean;

  /**
   * `working_dir` of the compose specification.
   *
   * @default - none
   */
  readonly workingDir?: string;

  /**
   * `environment` of the compose specification.
   *
   * @default - none
   */
  readonly environment?: { [key: string]: string };

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Develop watch in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/develop/
 */
export interface DevelopWatchSpec {
  /**
   * `ignore` of the compose specification.
   *
   * @default - none
   */
  readonly ignore?: string[];

  /**
   * `include` of the compose specification.
   *
   * @default - none
   */
  readonly include?: string[];

  /**
   * `path` of the compose specification.
   */
  readonly path: string;

  /**
   * `action` of the compose specification.
   */
  readonly action: DevelopWatchAction;

  /**
   * `target` of the compose specification.
   *
   * @default - none
   */
  readonly target?: string;

  /**
   * `exec` of the compose specification.
   *
   * @default - none
   */
  readonly exec?: HookSpec;

  /**
   * `initial_sync` of the compose specification.
   *
   * @default - none
   */
  readonly initialSync?: boolean;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Develop in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/develop/
 */
export interface DevelopSpec {
  /**
   * `watch` of the compose specification.
   *
   * @default - none
   */
  readonly watch?: DevelopWatchSpec[];

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Provider in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface ProviderSpec {
  /**
   * `type` of the compose specification.
   */
  readonly type: string;

  /**
   * `options` of the compose specification.
   *
   * @default - none
   */
  readonly options?: { [key: string]: string[] };

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Extends in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface ExtendsSpec {
  /**
   * `service` of the compose specification.
   */
  readonly service: string;

  /**
   * `file` of the compose specification.
   *
   * @default - none
   */
  readonly file?: string;
}

/**
 * Pre start hook in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface PreStartHookSpec {
  /**
   * `annotations` of the compose specification.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * `blkio_config` of the compose specification.
   *
   * @default - none
   */
  readonly blkioConfig?: BlkioConfigSpec;

  /**
   * `cap_add` of the compose specification.
   *
   * @default - none
   */
  readonly capAdd?: string[];

  /**
   * `cap_drop` of the compose specification.
   *
   * @default - none
   */
  readonly capDrop?: string[];

  /**
   * `cgroup` of the compose specification.
   *
   * @default - none
   */
  readonly cgroup?: Cgroup;

  /**
   * `cgroup_parent` of the compose specification.
   *
   * @default - none
   */
  readonly cgroupParent?: string;

  /**
   * `command` of the compose specification.
   *
   * @default - none
   */
  readonly command?: string[];

  /**
   * `configs` of the compose specification.
   *
   * @default - none
   */
  readonly configs?: FileGrantSpec[];

  /**
   * `cpu_count` of the compose specification.
   *
   * @default - none
   */
  readonly cpuCount?: number;

  /**
   * `cpu_percent` of the compose specification.
   *
   * @default - none
   */
  readonly cpuPercent?: number;

  /**
   * `cpu_shares` of the compose specification.
   *
   * @default - none
   */
  readonly cpuShares?: number;

  /**
   * `cpu_quota` of the compose specification.
   *
   * @default - none
   */
  readonly cpuQuota?: number;

  /**
   * `cpu_period` of the compose specification.
   *
   * @default - none
   */
  readonly cpuPeriod?: number;

  /**
   * `cpu_rt_period` of the compose specification.
   *
   * @default - none
   */
  readonly cpuRtPeriod?: number;

  /**
   * `cpu_rt_runtime` of the compose specification.
   *
   * @default - none
   */
  readonly cpuRtRuntime?: number;

  /**
   * `cpus` of the compose specification.
   *
   * @default - none
   */
  readonly cpus?: number;

  /**
   * `cpuset` of the compose specification.
   *
   * @default - none
   */
  readonly cpuset?: string;

  /**
   * `credential_spec` of the compose specification.
   *
   * @default - none
   */
  readonly credentialSpec?: CredentialSpec;

  /**
   * `device_cgroup_rules` of the compose specification.
   *
   * @default - none
   */
  readonly deviceCgroupRules?: string[];

  /**
   * `devices` of the compose specification.
   *
   * @default - none
   */
  readonly devices?: DeviceMappingSpec[];

  /**
   * `dns` of the compose specification.
   *
   * @default - none
   */
  readonly dns?: string[];

  /**
   * `dns_opt` of the compose specification.
   *
   * @default - none
   */
  readonly dnsOpt?: string[];

  /**
   * `dns_search` of the compose specification.
   *
   * @default - none
   */
  readonly dnsSearch?: string[];

  /**
   * `domainname` of the compose specification.
   *
   * @default - none
   */
  readonly domainname?: string;

  /**
   * `entrypoint` of the compose specification.
   *
   * @default - none
   */
  readonly entrypoint?: string[];

  /**
   * `env_file` of the compose specification.
   *
   * @default - none
   */
  readonly envFile?: EnvFileSpec[];

  /**
   * `label_file` of the compose specification.
   *
   * @default - none
   */
  readonly labelFile?: string[];

  /**
   * `environment` of the compose specification.
   *
   * @default - none
   */
  readonly environment?: { [key: string]: string };

  /**
   * `extra_hosts` of the compose specification.
   *
   * @default - none
   */
  readonly extraHosts?: { [key: string]: string[] };

  /**
   * `gpus` of the compose specification.
   *
   * @default - none
   */
  readonly gpus?: GpuSpec[];

  /**
   * `group_add` of the compose specification.
   *
   * @default - none
   */
  readonly groupAdd?: string[];

  /**
   * `hostname` of the compose specification.
   *
   * @default - none
   */
  readonly hostname?: string;

  /**
   * `image` of the compose specification.
   *
   * @default - none
   */
  readonly image?: string;

  /**
   * `init` of the compose specification.
   *
   * @default - none
   */
  readonly init?: boolean;

  /**
   * `ipc` of the compose specification.
   *
   * @default - none
   */
  readonly ipc?: string;

  /**
   * `isolation` of the compose specification.
   *
   * @default - none
   */
  readonly isolation?: string;

  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * `logging` of the compose specification.
   *
   * @default - none
   */
  readonly logging?: LoggingSpec;

  /**
   * `mac_address` of the compose specification.
   *
   * @default - none
   */
  readonly macAddress?: string;

  /**
   * `mem_limit` of the compose specification.
   *
   * @default - none
   */
  readonly memLimit?: string;

  /**
   * `mem_reservation` of the compose specification.
   *
   * @default - none
   */
  readonly memReservation?: string;

  /**
   * `mem_swappiness` of the compose specification.
   *
   * @default - none
   */
  readonly memSwappiness?: number;

  /**
   * `memswap_limit` of the compose specification.
   *
   * @default - none
   */
  readonly memswapLimit?: string;

  /**
   * `network_mode` of the compose specification.
   *
   * @default - none
   */
  readonly networkMode?: string;

  /**
   * `models` of the compose specification.
   *
   * @default - none
   */
  readonly models?: { [key: string]: ModelBindingSpec };

  /**
   * `networks` of the compose specification.
   *
   * @default - none
   */
  readonly networks?: { [key: string]: NetworkAttachmentSpec };

  /**
   * `oom_kill_disable` of the compose specification.
   *
   * @default - none
   */
  readonly oomKillDisable?: boolean;

  /**
   * `oom_score_adj` of the compose specification.
   *
   * @default - none
   */
  readonly oomScoreAdj?: number;

  /**
   * `pid` of the compose specification.
   *
   * @default - none
   */
  readonly pid?: string;

  /**
   * `pids_limit` of the compose specification.
   *
   * @default - none
   */
  readonly pidsLimit?: number;

  /**
   * `platform` of the compose specification.
   *
   * @default - none
   */
  readonly platform?: string;

  /**
   * `privileged` of the compose specification.
   *
   * @default - none
   */
  readonly privileged?: boolean;

  /**
   * `pull_policy` of the compose specification.
   *
   * @default - none
   */
  readonly pullPolicy?: string;

  /**
   * `pull_refresh_after` of the compose specification.
   *
   * @default - none
   */
  readonly pullRefreshAfter?: string;

  /**
   * `read_only` of the compose specification.
   *
   * @default - none
   */
  readonly readOnly?: boolean;

  /**
   * `runtime` of the compose specification.
   *
   * @default - none
   */
  readonly runtime?: string;

  /**
   * `security_opt` of the compose specification.
   *
   * @default - none
   */
  readonly securityOpt?: string[];

  /**
   * `shm_size` of the compose specification.
   *
   * @default - none
   */
  readonly shmSize?: string;

  /**
   * `secrets` of the compose specification.
   *
   * @default - none
   */
  readonly secrets?: FileGrantSpec[];

  /**
   * `sysctls` of the compose specification.
   *
   * @default - none
   */
  readonly sysctls?: { [key: string]: string };

  /**
   * `stop_grace_period` of the compose specification.
   *
   * @default - none
   */
  readonly stopGracePeriod?: string;

  /**
   * `stop_signal` of the compose specification.
   *
   * @default - none
   */
  readonly stopSignal?: string;

  /**
   * `storage_opt` of the compose specification.
   *
   * @default - none
   */
  readonly storageOpt?: { [key: string]: string };

  /**
   * `tmpfs` of the compose specification.
   *
   * @default - none
   */
  readonly tmpfs?: string[];

  /**
   * `ulimits` of the compose specification.
   *
   * @default - none
   */
  readonly ulimits?: { [key: string]: UlimitSpec };

  /**
   * `umask` of the compose specification.
   *
   * @default - none
   */
  readonly umask?: string;

  /**
   * `use_api_socket` of the compose specification.
   *
   * @default - none
   */
  readonly useApiSocket?: boolean;

  /**
   * `user` of the compose specification.
   *
   * @default - none
   */
  readonly user?: string;

  /**
   * `uts` of the compose specification.
   *
   * @default - none
   */
  readonly uts?: string;

  /**
   * `userns_mode` of the compose specification.
   *
   * @default - none
   */
  readonly usernsMode?: string;

  /**
   * `volumes` of the compose specification.
   *
   * @default - none
   */
  readonly volumes?: MountSpec[];

  /**
   * `volumes_from` of the compose specification.
   *
   * @default - none
   */
  readonly volumesFrom?: string[];

  /**
   * `working_dir` of the compose specification.
   *
   * @default - none
   */
  readonly workingDir?: string;

  /**
   * `per_replica` of the compose specification.
   *
   * @default - none
   */
  readonly perReplica?: boolean;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Service in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/services/
 */
export interface ServiceSpec {
  /**
   * `annotations` of the compose specification.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * `blkio_config` of the compose specification.
   *
   * @default - none
   */
  readonly blkioConfig?: BlkioConfigSpec;

  /**
   * `cap_add` of the compose specification.
   *
   * @default - none
   */
  readonly capAdd?: string[];

  /**
   * `cap_drop` of the compose specification.
   *
   * @default - none
   */
  readonly capDrop?: string[];

  /**
   * `cgroup` of the compose specification.
   *
   * @default - none
   */
  readonly cgroup?: Cgroup;

  /**
   * `cgroup_parent` of the compose specification.
   *
   * @default - none
   */
  readonly cgroupParent?: string;

  /**
   * `command` of the compose specification.
   *
   * @default - none
   */
  readonly command?: string[];

  /**
   * `configs` of the compose specification.
   *
   * @default - none
   */
  readonly configs?: FileGrantSpec[];

  /**
   * `cpu_count` of the compose specification.
   *
   * @default - none
   */
  readonly cpuCount?: number;

  /**
   * `cpu_percent` of the compose specification.
   *
   * @default - none
   */
  readonly cpuPercent?: number;

  /**
   * `cpu_shares` of the compose specification.
   *
   * @default - none
   */
  readonly cpuShares?: number;

  /**
   * `cpu_quota` of the compose specification.
   *
   * @default - none
   */
  readonly cpuQuota?: number;

  /**
   * `cpu_period` of the compose specification.
   *
   * @default - none
   */
  readonly cpuPeriod?: number;

  /**
   * `cpu_rt_period` of the compose specification.
   *
   * @default - none
   */
  readonly cpuRtPeriod?: number;

  /**
   * `cpu_rt_runtime` of the compose specification.
   *
   * @default - none
   */
  readonly cpuRtRuntime?: number;

  /**
   * `cpus` of the compose specification.
   *
   * @default - none
   */
  readonly cpus?: number;

  /**
   * `cpuset` of the compose specification.
   *
   * @default - none
   */
  readonly cpuset?: string;

  /**
   * `credential_spec` of the compose specification.
   *
   * @default - none
   */
  readonly credentialSpec?: CredentialSpec;

  /**
   * `device_cgroup_rules` of the compose specification.
   *
   * @default - none
   */
  readonly deviceCgroupRules?: string[];

  /**
   * `devices` of the compose specification.
   *
   * @default - none
   */
  readonly devices?: DeviceMappingSpec[];

  /**
   * `dns` of the compose specification.
   *
   * @default - none
   */
  readonly dns?: string[];

  /**
   * `dns_opt` of the compose specification.
   *
   * @default - none
   */
  readonly dnsOpt?: string[];

  /**
   * `dns_search` of the compose specification.
   *
   * @default - none
   */
  readonly dnsSearch?: string[];

  /**
   * `domainname` of the compose specification.
   *
   * @default - none
   */
  readonly domainname?: string;

  /**
   * `entrypoint` of the compose specification.
   *
   * @default - none
   */
  readonly entrypoint?: string[];

  /**
   * `env_file` of the compose specification.
   *
   * @default - none
   */
  readonly envFile?: EnvFileSpec[];

  /**
   * `label_file` of the compose specification.
   *
   * @default - none
   */
  readonly labelFile?: string[];

  /**
   * `environment` of the compose specification.
   *
   * @default - none
   */
  readonly environment?: { [key: string]: string };

  /**
   * `extra_hosts` of the compose specification.
   *
   * @default - none
   */
  readonly extraHosts?: { [key: string]: string[] };

  /**
   * `gpus` of the compose specification.
   *
   * @default - none
   */
  readonly gpus?: GpuSpec[];

  /**
   * `group_add` of the compose specification.
   *
   * @default - none
   */
  readonly groupAdd?: string[];

  /**
   * `hostname` of the compose specification.
   *
   * @default - none
   */
  readonly hostname?: string;

  /**
   * `image` of the compose specification.
   *
   * @default - none
   */
  readonly image?: string;

  /**
   * `init` of the compose specification.
   *
   * @default - none
   */
  readonly init?: boolean;

  /**
   * `ipc` of the compose specification.
   *
   * @default - none
   */
  readonly ipc?: string;

  /**
   * `isolation` of the compose specification.
   *
   * @default - none
   */
  readonly isolation?: string;

  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * `logging` of the compose specification.
   *
   * @default - none
   */
  readonly logging?: LoggingSpec;

  /**
   * `mac_address` of the compose specification.
   *
   * @default - none
   */
  readonly macAddress?: string;

  /**
   * `mem_limit` of the compose specification.
   *
   * @default - none
   */
  readonly memLimit?: string;

  /**
   * `mem_reservation` of the compose specification.
   *
   * @default - none
   */
  readonly memReservation?: string;

  /**
   * `mem_swappiness` of the compose specification.
   *
   * @default - none
   */
  readonly memSwappiness?: number;

  /**
   * `memswap_limit` of the compose specification.
   *
   * @default - none
   */
  readonly memswapLimit?: string;

  /**
   * `network_mode` of the compose specification.
   *
   * @default - none
   */
  readonly networkMode?: string;

  /**
   * `models` of the compose specification.
   *
   * @default - none
   */
  readonly models?: { [key: string]: ModelBindingSpec };

  /**
   * `networks` of the compose specification.
   *
   * @default - none
   */
  readonly networks?: { [key: string]: NetworkAttachmentSpec };

  /**
   * `oom_kill_disable` of the compose specification.
   *
   * @default - none
   */
  readonly oomKillDisable?: boolean;

  /**
   * `oom_score_adj` of the compose specification.
   *
   * @default - none
   */
  readonly oomScoreAdj?: number;

  /**
   * `pid` of the compose specification.
   *
   * @default - none
   */
  readonly pid?: string;

  /**
   * `pids_limit` of the compose specification.
   *
   * @default - none
   */
  readonly pidsLimit?: number;

  /**
   * `platform` of the compose specification.
   *
   * @default - none
   */
  readonly platform?: string;

  /**
   * `privileged` of the compose specification.
   *
   * @default - none
   */
  readonly privileged?: boolean;

  /**
   * `pull_policy` of the compose specification.
   *
   * @default - none
   */
  readonly pullPolicy?: string;

  /**
   * `pull_refresh_after` of the compose specification.
   *
   * @default - none
   */
  readonly pullRefreshAfter?: string;

  /**
   * `read_only` of the compose specification.
   *
   * @default - none
   */
  readonly readOnly?: boolean;

  /**
   * `runtime` of the compose specification.
   *
   * @default - none
   */
  readonly runtime?: string;

  /**
   * `security_opt` of the compose specification.
   *
   * @default - none
   */
  readonly securityOpt?: string[];

  /**
   * `shm_size` of the compose specification.
   *
   * @default - none
   */
  readonly shmSize?: string;

  /**
   * `secrets` of the compose specification.
   *
   * @default - none
   */
  readonly secrets?: FileGrantSpec[];

  /**
   * `sysctls` of the compose specification.
   *
   * @default - none
   */
  readonly sysctls?: { [key: string]: string };

  /**
   * `stop_grace_period` of the compose specification.
   *
   * @default - none
   */
  readonly stopGracePeriod?: string;

  /**
   * `stop_signal` of the compose specification.
   *
   * @default - none
   */
  readonly stopSignal?: string;

  /**
   * `storage_opt` of the compose specification.
   *
   * @default - none
   */
  readonly storageOpt?: { [key: string]: string };

  /**
   * `tmpfs` of the compose specification.
   *
   * @default - none
   */
  readonly tmpfs?: string[];

  /**
   * `ulimits` of the compose specification.
   *
   * @default - none
   */
  readonly ulimits?: { [key: string]: UlimitSpec };

  /**
   * `umask` of the compose specification.
   *
   * @default - none
   */
  readonly umask?: string;

  /**
   * `use_api_socket` of the compose specification.
   *
   * @default - none
   */
  readonly useApiSocket?: boolean;

  /**
   * `user` of the compose specification.
   *
   * @default - none
   */
  readonly user?: string;

  /**
   * `uts` of the compose specification.
   *
   * @default - none
   */
  readonly uts?: string;

  /**
   * `userns_mode` of the compose specification.
   *
   * @default - none
   */
  readonly usernsMode?: string;

  /**
   * `volumes` of the compose specification.
   *
   * @default - none
   */
  readonly volumes?: MountSpec[];

  /**
   * `volumes_from` of the compose specification.
   *
   * @default - none
   */
  readonly volumesFrom?: string[];

  /**
   * `working_dir` of the compose specification.
   *
   * @default - none
   */
  readonly workingDir?: string;

  /**
   * `build` of the compose specification.
   *
   * @default - none
   */
  readonly imageBuild?: BuildSpec;

  /**
   * `depends_on` of the compose specification.
   *
   * @default - none
   */
  readonly dependsOn?: { [key: string]: DependencySpec };

  /**
   * `healthcheck` of the compose specification.
   *
   * @default - none
   */
  readonly healthcheck?: HealthcheckSpec;

  /**
   * `ports` of the compose specification.
   *
   * @default - none
   */
  readonly ports?: PortSpec[];

  /**
   * `expose` of the compose specification.
   *
   * @default - none
   */
  readonly expose?: string[];

  /**
   * `stdin_open` of the compose specification.
   *
   * @default - none
   */
  readonly stdinOpen?: boolean;

  /**
   * `tty` of the compose specification.
   *
   * @default - none
   */
  readonly tty?: boolean;

  /**
   * `deploy` of the compose specification.
   *
   * @default - none
   */
  readonly deploy?: DeploymentSpec;

  /**
   * `develop` of the compose specification.
   *
   * @default - none
   */
  readonly develop?: DevelopSpec;

  /**
   * `profiles` of the compose specification.
   *
   * @default - none
   */
  readonly profiles?: string[];

  /**
   * `restart` of the compose specification.
   *
   * @default - none
   */
  readonly restart?: string;

  /**
   * `scale` of the compose specification.
   *
   * @default - none
   */
  readonly scale?: number;

  /**
   * `attach` of the compose specification.
   *
   * @default - none
   */
  readonly attach?: boolean;

  /**
   * `container_name` of the compose specification.
   *
   * @default - none
   */
  readonly containerName?: string;

  /**
   * `provider` of the compose specification.
   *
   * @default - none
   */
  readonly provider?: ProviderSpec;

  /**
   * `extends` of the compose specification.
   *
   * @default - none
   */
  readonly extends?: ExtendsSpec;

  /**
   * `links` of the compose specification.
   *
   * @default - none
   */
  readonly links?: string[];

  /**
   * `external_links` of the compose specification.
   *
   * @default - none
   */
  readonly externalLinks?: string[];

  /**
   * `pre_start` of the compose specification.
   *
   * @default - none
   */
  readonly preStart?: PreStartHookSpec[];

  /**
   * `post_start` of the compose specification.
   *
   * @default - none
   */
  readonly postStart?: HookSpec[];

  /**
   * `pre_stop` of the compose specification.
   *
   * @default - none
   */
  readonly preStop?: HookSpec[];

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Network ipam config in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/networks/
 */
export interface NetworkIpamConfigSpec {
  /**
   * `subnet` of the compose specification.
   *
   * @default - none
   */
  readonly subnet?: string;

  /**
   * `ip_range` of the compose specification.
   *
   * @default - none
   */
  readonly ipRange?: string;

  /**
   * `gateway` of the compose specification.
   *
   * @default - none
   */
  readonly gateway?: string;

  /**
   * `aux_addresses` of the compose specification.
   *
   * @default - none
   */
  readonly auxAddresses?: { [key: string]: string };

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Network ipam in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/networks/
 */
export interface NetworkIpamSpec {
  /**
   * `driver` of the compose specification.
   *
   * @default - none
   */
  readonly driver?: string;

  /**
   * `config` of the compose specification.
   *
   * @default - none
   */
  readonly config?: NetworkIpamConfigSpec[];

  /**
   * `options` of the compose specification.
   *
   * @default - none
   */
  readonly options?: { [key: string]: string };

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Network in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/networks/
 */
export interface NetworkSpec {
  /**
   * `name` of the compose specification.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * `driver` of the compose specification.
   *
   * @default - none
   */
  readonly driver?: string;

  /**
   * `driver_opts` of the compose specification.
   *
   * @default - none
   */
  readonly driverOpts?: { [key: string]: string };

  /**
   * `ipam` of the compose specification.
   *
   * @default - none
   */
  readonly ipam?: NetworkIpamSpec;

  /**
   * `external` of the compose specification.
   *
   * @default - none
   */
  readonly external?: boolean;

  /**
   * `internal` of the compose specification.
   *
   * @default - none
   */
  readonly internal?: boolean;

  /**
   * `enable_ipv4` of the compose specification.
   *
   * @default - none
   */
  readonly enableIpv4?: boolean;

  /**
   * `enable_ipv6` of the compose specification.
   *
   * @default - none
   */
  readonly enableIpv6?: boolean;

  /**
   * `attachable` of the compose specification.
   *
   * @default - none
   */
  readonly attachable?: boolean;

  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Volume in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/volumes/
 */
export interface VolumeSpec {
  /**
   * `name` of the compose specification.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * `driver` of the compose specification.
   *
   * @default - none
   */
  readonly driver?: string;

  /**
   * `driver_opts` of the compose specification.
   *
   * @default - none
   */
  readonly driverOpts?: { [key: string]: string };

  /**
   * `external` of the compose specification.
   *
   * @default - none
   */
  readonly external?: boolean;

  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Secret in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/secrets/
 */
export interface SecretSpec {
  /**
   * `name` of the compose specification.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * `environment` of the compose specification.
   *
   * @default - none
   */
  readonly environment?: string;

  /**
   * `file` of the compose specification.
   *
   * @default - none
   */
  readonly file?: string;

  /**
   * `external` of the compose specification.
   *
   * @default - none
   */
  readonly external?: boolean;

  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * `driver` of the compose specification.
   *
   * @default - none
   */
  readonly driver?: string;

  /**
   * `driver_opts` of the compose specification.
   *
   * @default - none
   */
  readonly driverOpts?: { [key: string]: string };

  /**
   * `template_driver` of the compose specification.
   *
   * @default - none
   */
  readonly templateDriver?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}

/**
 * Config in the compose specification.
 *
 * @see https://docs.docker.com/reference/compose-file/configs/
 */
export interface ConfigSpec {
  /**
   * `name` of the compose specification.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * `content` of the compose specification.
   *
   * @default - none
   */
  readonly content?: string;

  /**
   * `environment` of the compose specification.
   *
   * @default - none
   */
  readonly environment?: string;

  /**
   * `file` of the compose specification.
   *
   * @default - none
   */
  readonly file?: string;

  /**
   * `external` of the compose specification.
   *
   * @default - none
   */
  readonly external?: boolean;

  /**
   * `labels` of the compose specification.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * `template_driver` of the compose specification.
   *
   * @default - none
   */
  readonly templateDriver?: string;

  /**
   * Keys of extensions, whose names begin with `x-`.
   *
   * @default - none
   */
  readonly extensions?: { [key: string]: any };
}
