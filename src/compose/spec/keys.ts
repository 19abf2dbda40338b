// Made by scripts/generate-spec.ts from the schema of compose-go v2.16.2; do not edit.

/**
 * What the compose specification allows at one place: the union of all forms, which differ in their types.
 */
export interface SpecKeys {
  /** The types: `s` text, `n` number, `i` integer, `b` true or false, `z` null, `l` list, `m` map. Without it anything goes. */
  readonly types?: string;
  /** The keys with a name of their own. */
  readonly keys?: { readonly [name: string]: SpecKeys };
  /** What a key of any other name holds. */
  readonly map?: SpecKeys;
  /** What an entry of a list holds. */
  readonly items?: SpecKeys;
  /** The keys that a map must have. */
  readonly required?: readonly string[];
  /** All texts that there may be. */
  readonly values?: readonly string[];
  /** The regular expression that a text matches. */
  readonly pattern?: string;
  /** The regular expression that the other names of `map` match. */
  readonly names?: string;
  /** The smallest number. */
  readonly min?: number;
  /** The greatest number. */
  readonly max?: number;
  /** Whether a list has no entry twice. */
  readonly unique?: boolean;
  /** Whether there are no extensions, `x-…`, beside `keys`. */
  readonly closed?: boolean;
}

const TEXT: SpecKeys = { types: 's' };

const EXTERNAL: SpecKeys = {
  types: 'sbm',
  keys: {
    name: TEXT,
  },
};

const TEXT_OR_NUMBER_OR_FLAG_OR_NULL: SpecKeys = { types: 'snbz' };

const LABELS: SpecKeys = { types: 'lm', map: TEXT_OR_NUMBER_OR_FLAG_OR_NULL, items: TEXT };

const UNIQUE_TEXT_OR_LIST_OF_TEXTS: SpecKeys = { types: 'sl', unique: true, items: TEXT };

const TEXT_OR_INTEGER: SpecKeys = { types: 'si' };

const DEVICE_READ_BPS: SpecKeys = {
  types: 'l',
  items: {
    types: 'm',
    closed: true,
    keys: {
      path: TEXT,
      rate: TEXT_OR_INTEGER,
    },
  },
};

const BLKIO_CONFIG: SpecKeys = {
  types: 'm',
  closed: true,
  keys: {
    device_read_bps: DEVICE_READ_BPS,
    device_read_iops: DEVICE_READ_BPS,
    device_write_bps: DEVICE_READ_BPS,
    device_write_iops: DEVICE_READ_BPS,
    weight: TEXT_OR_INTEGER,
    weight_device: {
      types: 'l',
      items: {
        types: 'm',
        closed: true,
        keys: {
          path: TEXT,
          weight: TEXT_OR_INTEGER,
        },
      },
    },
  },
};

const LIST_OF_TEXTS: SpecKeys = { types: 'l', items: TEXT };

const TEXT_OR_LIST_OF_TEXTS: SpecKeys = { types: 'sl', items: TEXT };

const EXTRA_HOSTS: SpecKeys = { types: 'lm', unique: true, map: TEXT_OR_LIST_OF_TEXTS, items: TEXT };

const TEXT_OR_FLAG: SpecKeys = { types: 'sb' };

const TEXT_OR_NUMBER: SpecKeys = { types: 'sn' };

const SECRETS: SpecKeys = {
  types: 'l',
  items: {
    types: 'sm',
    keys: {
      gid: TEXT,
      mode: TEXT_OR_NUMBER,
      source: TEXT,
      target: TEXT,
      uid: TEXT,
    },
  },
};

const ULIMITS: SpecKeys = {
  types: 'm',
  map: {
    types: 'sim',
    required: ['soft', 'hard'],
    keys: {
      hard: TEXT_OR_INTEGER,
      soft: TEXT_OR_INTEGER,
    },
  },
};

const BUILD: SpecKeys = {
  types: 'sm',
  keys: {
    additional_contexts: LABELS,
    args: LABELS,
    cache_from: LIST_OF_TEXTS,
    cache_to: LIST_OF_TEXTS,
    context: TEXT,
    dockerfile: TEXT,
    dockerfile_inline: TEXT,
    entitlements: LIST_OF_TEXTS,
    extra_hosts: EXTRA_HOSTS,
    isolation: TEXT,
    labels: LABELS,
    network: TEXT,
    no_cache: TEXT_OR_FLAG,
    no_cache_filter: UNIQUE_TEXT_OR_LIST_OF_TEXTS,
    platforms: LIST_OF_TEXTS,
    privileged: TEXT_OR_FLAG,
    provenance: TEXT_OR_FLAG,
    pull: TEXT_OR_FLAG,
    sbom: TEXT_OR_FLAG,
    secrets: SECRETS,
    shm_size: TEXT_OR_INTEGER,
    ssh: { types: 'lm', unique: true, map: TEXT_OR_NUMBER_OR_FLAG_OR_NULL, items: TEXT },
    tags: LIST_OF_TEXTS,
    target: TEXT,
    ulimits: ULIMITS,
  },
};

const CGROUP: SpecKeys = { types: 's', values: ['host', 'private'] };

const TEXT_OR_NULL_OR_LIST_OF_TEXTS: SpecKeys = { types: 'szl', items: TEXT };

const CPU_COUNT: SpecKeys = { types: 'si', min: 0 };

const CPU_PERCENT: SpecKeys = { types: 'si', min: 0, max: 100 };

const CREDENTIAL_SPEC: SpecKeys = {
  types: 'm',
  keys: {
    config: TEXT,
    file: TEXT,
    registry: TEXT,
  },
};

const FLAG: SpecKeys = { types: 'b' };

const DEPENDS_ON: SpecKeys = {
  types: 'lm',
  names: '^[a-zA-Z0-9._-]+$',
  unique: true,
  map: {
    types: 'm',
    required: ['condition'],
    keys: {
      condition: { types: 's', values: ['service_started', 'service_healthy', 'service_completed_successfully'] },
      required: FLAG,
      restart: TEXT_OR_FLAG,
    },
  },
  items: TEXT,
};

const UNIQUE_LIST_OF_TEXTS: SpecKeys = { types: 'l', unique: true, items: TEXT };

const DEVICES: SpecKeys = {
  types: 'l',
  items: {
    types: 'sm',
    required: ['source'],
    keys: {
      permissions: TEXT,
      source: TEXT,
      target: TEXT,
    },
  },
};

const ENV_FILE: SpecKeys = {
  types: 'sl',
  items: {
    types: 'sm',
    required: ['path'],
    closed: true,
    keys: {
      format: TEXT,
      path: TEXT,
      required: TEXT_OR_FLAG,
    },
  },
};

const EXPOSE: SpecKeys = { types: 'l', items: TEXT_OR_NUMBER };

const GPUS: SpecKeys = {
  types: 'sl',
  values: ['all'],
  items: {
    types: 'm',
    keys: {
      capabilities: UNIQUE_LIST_OF_TEXTS,
      count: TEXT_OR_INTEGER,
      device_ids: UNIQUE_LIST_OF_TEXTS,
      driver: TEXT,
      options: LABELS,
    },
  },
};

const GROUP_ADD: SpecKeys = { types: 'l', unique: true, items: TEXT_OR_NUMBER };

const HEALTHCHECK: SpecKeys = {
  types: 'm',
  keys: {
    disable: TEXT_OR_FLAG,
    interval: TEXT,
    retries: TEXT_OR_NUMBER,
    start_interval: TEXT,
    start_period: TEXT,
    test: TEXT_OR_LIST_OF_TEXTS,
    timeout: TEXT,
  },
};

const LOGGING: SpecKeys = {
  types: 'm',
  keys: {
    driver: TEXT,
    options: { types: 'm', map: { types: 'snz' } },
  },
};

const MODELS: SpecKeys = {
  types: 'lm',
  unique: true,
  map: {
    types: 'zm',
    keys: {
      endpoint_var: TEXT,
      model_var: TEXT,
    },
  },
  items: TEXT,
};

const DRIVER_OPTS: SpecKeys = { types: 'm', map: TEXT_OR_NUMBER };

const NUMBER: SpecKeys = { types: 'n' };

const NETWORKS: SpecKeys = {
  types: 'lm',
  names: '^[a-zA-Z0-9._-]+$',
  unique: true,
  map: {
    types: 'zm',
    keys: {
      aliases: LIST_OF_TEXTS,
      driver_opts: DRIVER_OPTS,
      gw_priority: NUMBER,
      interface_name: TEXT,
      ipv4_address: TEXT,
      ipv6_address: TEXT,
      link_local_ips: LIST_OF_TEXTS,
      mac_address: TEXT,
      priority: NUMBER,
      use_service_name_alias: TEXT_OR_FLAG,
    },
  },
  items: TEXT,
};

const OOM_SCORE_ADJ: SpecKeys = { types: 'si', min: -1000, max: 1000 };

const TEXT_OR_NULL: SpecKeys = { types: 'sz' };

const PORTS: SpecKeys = {
  types: 'l',
  items: {
    types: 'snm',
    keys: {
      app_protocol: TEXT,
      host_ip: TEXT,
      mode: TEXT,
      name: TEXT,
      protocol: TEXT,
      published: TEXT_OR_INTEGER,
      target: TEXT_OR_INTEGER,
    },
  },
};

const PULL_POLICY: SpecKeys = { types: 's', pattern: '^(always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+)$' };

const STORAGE_OPT: SpecKeys = { types: 'm', map: {} };

const UMASK: SpecKeys = { types: 'siz', min: 0, max: 4294967295 };

const VOLUMES: SpecKeys = {
  types: 'l',
  items: {
    types: 'sm',
    required: ['type'],
    keys: {
      bind: {
        types: 'm',
        keys: {
          create_host_path: TEXT_OR_FLAG,
          propagation: TEXT,
          recursive: { types: 's', values: ['enabled', 'disabled', 'writable', 'readonly'] },
          selinux: { types: 's', values: ['z', 'Z'] },
        },
      },
      consistency: TEXT,
      image: {
        types: 'm',
        keys: {
          subpath: TEXT,
        },
      },
      read_only: TEXT_OR_FLAG,
      source: TEXT,
      target: TEXT,
      tmpfs: {
        types: 'm',
        keys: {
          mode: TEXT_OR_NUMBER,
          size: CPU_COUNT,
        },
      },
      type: { types: 's', values: ['bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'] },
      volume: {
        types: 'm',
        keys: {
          labels: LABELS,
          nocopy: TEXT_OR_FLAG,
          subpath: TEXT,
        },
      },
    },
  },
};

const AUX_ADDRESSES: SpecKeys = { types: 'm', map: TEXT };

const ROLLBACK_CONFIG: SpecKeys = {
  types: 'm',
  keys: {
    delay: TEXT,
    failure_action: TEXT,
    max_failure_ratio: TEXT_OR_NUMBER,
    monitor: TEXT,
    order: { types: 's', values: ['start-first', 'stop-first'] },
    parallelism: TEXT_OR_INTEGER,
  },
};

const EXEC: SpecKeys = {
  types: 'm',
  required: ['command'],
  keys: {
    command: TEXT_OR_NULL_OR_LIST_OF_TEXTS,
    environment: LABELS,
    privileged: TEXT_OR_FLAG,
    user: TEXT,
    working_dir: TEXT,
  },
};

const POST_START: SpecKeys = { types: 'l', items: EXEC };

export const COMPOSE_SPEC: SpecKeys = {
  types: 'm',
  keys: {
    configs: {
      types: 'm',
      names: '^[a-zA-Z0-9._-]+$',
      map: {
        types: 'm',
        keys: {
          content: TEXT,
          environment: TEXT,
          external: EXTERNAL,
          file: TEXT,
          labels: LABELS,
          name: TEXT,
          template_driver: TEXT,
        },
      },
    },
    include: {
      types: 'l',
      items: {
        types: 'sm',
        closed: true,
        keys: {
          env_file: UNIQUE_TEXT_OR_LIST_OF_TEXTS,
          path: UNIQUE_TEXT_OR_LIST_OF_TEXTS,
          project_directory: TEXT,
        },
      },
    },
    jobs: {
      types: 'm',
      names: '^[a-zA-Z0-9._-]+$',
      map: {
        types: 'm',
        required: ['triggers'],
        keys: {
          annotations: LABELS,
          blkio_config: BLKIO_CONFIG,
          build: BUILD,
          cap_add: LIST_OF_TEXTS,
          cap_drop: LIST_OF_TEXTS,
          cgroup: CGROUP,
          cgroup_parent: TEXT,
          command: TEXT_OR_NULL_OR_LIST_OF_TEXTS,
          configs: SECRETS,
          cpu_count: CPU_COUNT,
          cpu_percent: CPU_PERCENT,
          cpu_period: TEXT_OR_NUMBER,
          cpu_quota: TEXT_OR_NUMBER,
          cpu_rt_period: TEXT_OR_NUMBER,
          cpu_rt_runtime: TEXT_OR_NUMBER,
          cpu_shares: TEXT_OR_NUMBER,
          cpus: TEXT_OR_NUMBER,
          cpuset: TEXT,
          credential_spec: CREDENTIAL_SPEC,
          depends_on: DEPENDS_ON,
          device_cgroup_rules: UNIQUE_LIST_OF_TEXTS,
          devices: DEVICES,
          dns: TEXT_OR_LIST_OF_TEXTS,
          dns_opt: LIST_OF_TEXTS,
          dns_search: TEXT_OR_LIST_OF_TEXTS,
          domainname: TEXT,
          entrypoint: TEXT_OR_NULL_OR_LIST_OF_TEXTS,
          env_file: ENV_FILE,
          environment: LABELS,
          expose: EXPOSE,
          extra_hosts: EXTRA_HOSTS,
          gpus: GPUS,
          group_add: GROUP_ADD,
          healthcheck: HEALTHCHECK,
          hostname: TEXT,
          image: TEXT,
          init: TEXT_OR_FLAG,
          ipc: TEXT,
          isolation: TEXT,
          label_file: TEXT_OR_LIST_OF_TEXTS,
          labels: LABELS,
          logging: LOGGING,
          mac_address: TEXT,
          mem_limit: TEXT_OR_NUMBER,
          mem_reservation: TEXT_OR_INTEGER,
          mem_swappiness: TEXT_OR_INTEGER,
          memswap_limit: TEXT_OR_NUMBER,
          models: MODELS,
          network_mode: TEXT,
          networks: NETWORKS,
          oom_kill_disable: TEXT_OR_FLAG,
          oom_score_adj: OOM_SCORE_ADJ,
          pid: TEXT_OR_NULL,
          pids_limit: TEXT_OR_NUMBER,
          platform: TEXT,
          ports: PORTS,
          privileged: TEXT_OR_FLAG,
          profiles: LIST_OF_TEXTS,
          pull_policy: PULL_POLICY,
          pull_refresh_after: TEXT,
          read_only: TEXT_OR_FLAG,
          runtime: TEXT,
          secrets: SECRETS,
          security_opt: UNIQUE_LIST_OF_TEXTS,
          shm_size: TEXT_OR_NUMBER,
          stdin_open: TEXT_OR_FLAG,
          stop_grace_period: TEXT,
          stop_signal: TEXT,
          storage_opt: STORAGE_OPT,
          sysctls: LABELS,
          tmpfs: TEXT_OR_LIST_OF_TEXTS,
          triggers: {
            types: 'm',
            keys: {
              manual: TEXT_OR_FLAG,
              schedule: {
                types: 'l',
                items: {
                  types: 'sm',
                  required: ['cron'],
                  keys: {
                    concurrency: { types: 's', values: ['forbid', 'queue'] },
                    cron: TEXT,
                    missed_fires: { types: 's', values: ['one', 'skip'] },
                    timezone: TEXT,
                  },
                },
              },
            },
          },
          tty: TEXT_OR_FLAG,
          ulimits: ULIMITS,
          umask: UMASK,
          use_api_socket: FLAG,
          user: TEXT,
          userns_mode: TEXT,
          uts: TEXT,
          volumes: VOLUMES,
          volumes_from: UNIQUE_LIST_OF_TEXTS,
          working_dir: TEXT,
        },
      },
    },
    models: {
      types: 'm',
      names: '^[a-zA-Z0-9._-]+$',
      map: {
        types: 'm',
        required: ['model'],
        keys: {
          context_size: { types: 'i' },
          model: TEXT,
          name: TEXT,
          runtime_flags: LIST_OF_TEXTS,
        },
      },
    },
    name: TEXT,
    networks: {
      types: 'm',
      names: '^[a-zA-Z0-9._-]+$',
      map: {
        types: 'zm',
        keys: {
          attachable: TEXT_OR_FLAG,
          driver: TEXT,
          driver_opts: DRIVER_OPTS,
          enable_ipv4: TEXT_OR_FLAG,
          enable_ipv6: TEXT_OR_FLAG,
          external: EXTERNAL,
          internal: TEXT_OR_FLAG,
          ipam: {
            types: 'm',
            keys: {
              config: {
                types: 'l',
                items: {
                  types: 'm',
                  keys: {
                    aux_addresses: AUX_ADDRESSES,
                    gateway: TEXT,
                    ip_range: TEXT,
                    subnet: TEXT,
                  },
                },
              },
              driver: TEXT,
              options: AUX_ADDRESSES,
            },
          },
          labels: LABELS,
          name: TEXT,
        },
      },
    },
    secrets: {
      types: 'm',
      names: '^[a-zA-Z0-9._-]+$',
      map: {
        types: 'm',
        keys: {
          driver: TEXT,
          driver_opts: DRIVER_OPTS,
          environment: TEXT,
          external: EXTERNAL,
          file: TEXT,
          labels: LABELS,
          name: TEXT,
          template_driver: TEXT,
        },
      },
    },
    services: {
      types: 'm',
      names: '^[a-zA-Z0-9._-]+$',
      map: {
        types: 'm',
        keys: {
          annotations: LABELS,
          attach: TEXT_OR_FLAG,
          blkio_config: BLKIO_CONFIG,
          build: BUILD,
          cap_add: LIST_OF_TEXTS,
          cap_drop: LIST_OF_TEXTS,
          cgroup: CGROUP,
          cgroup_parent: TEXT,
          command: TEXT_OR_NULL_OR_LIST_OF_TEXTS,
          configs: SECRETS,
          container_name: { types: 's', pattern: '[a-zA-Z0-9][a-zA-Z0-9_.-]+' },
          cpu_count: CPU_COUNT,
          cpu_percent: CPU_PERCENT,
          cpu_period: TEXT_OR_NUMBER,
          cpu_quota: TEXT_OR_NUMBER,
          cpu_rt_period: TEXT_OR_NUMBER,
          cpu_rt_runtime: TEXT_OR_NUMBER,
          cpu_shares: TEXT_OR_NUMBER,
          cpus: TEXT_OR_NUMBER,
          cpuset: TEXT,
          credential_spec: CREDENTIAL_SPEC,
          depends_on: DEPENDS_ON,
          deploy: {
            types: 'zm',
            keys: {
              endpoint_mode: TEXT,
              labels: LABELS,
              mode: TEXT,
              placement: {
                types: 'm',
                keys: {
                  constraints: LIST_OF_TEXTS,
                  max_replicas_per_node: TEXT_OR_INTEGER,
                  preferences: {
                    types: 'l',
                    items: {
                      types: 'm',
                      keys: {
                        spread: TEXT,
                      },
                    },
                  },
                },
              },
              replicas: TEXT_OR_INTEGER,
              resources: {
                types: 'm',
                keys: {
                  limits: {
                    types: 'm',
                    keys: {
                      cpus: TEXT_OR_NUMBER,
                      memory: TEXT,
                      pids: TEXT_OR_INTEGER,
                    },
                  },
                  reservations: {
                    types: 'm',
                    keys: {
                      cpus: TEXT_OR_NUMBER,
                      devices: {
                        types: 'l',
                        items: {
                          types: 'm',
                          required: ['capabilities'],
                          keys: {
                            capabilities: UNIQUE_LIST_OF_TEXTS,
                            count: TEXT_OR_INTEGER,
                            device_ids: UNIQUE_LIST_OF_TEXTS,
                            driver: TEXT,
                            options: LABELS,
                          },
                        },
                      },
                      generic_resources: {
                        types: 'l',
                        items: {
                          types: 'm',
                          keys: {
                            discrete_resource_spec: {
                              types: 'm',
                              keys: {
                                kind: TEXT,
                                value: TEXT_OR_NUMBER,
                              },
                            },
                          },
                        },
                      },
                      memory: TEXT,
                    },
                  },
                },
              },
              restart_policy: {
                types: 'm',
                keys: {
                  condition: TEXT,
                  delay: TEXT,
                  max_attempts: TEXT_OR_INTEGER,
                  window: TEXT,
                },
              },
              rollback_config: ROLLBACK_CONFIG,
              update_config: ROLLBACK_CONFIG,
            },
          },
          develop: {
            types: 'zm',
            keys: {
              watch: {
                types: 'l',
                items: {
                  types: 'm',
                  required: ['path', 'action'],
                  keys: {
                    action: { types: 's', values: ['rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'] },
                    exec: EXEC,
                    ignore: UNIQUE_TEXT_OR_LIST_OF_TEXTS,
                    include: UNIQUE_TEXT_OR_LIST_OF_TEXTS,
                    initial_sync: FLAG,
                    path: TEXT,
                    target: TEXT,
                  },
                },
              },
            },
          },
          device_cgroup_rules: UNIQUE_LIST_OF_TEXTS,
          devices: DEVICES,
          dns: TEXT_OR_LIST_OF_TEXTS,
          dns_opt: LIST_OF_TEXTS,
          dns_search: TEXT_OR_LIST_OF_TEXTS,
          domainname: TEXT,
          entrypoint: TEXT_OR_NULL_OR_LIST_OF_TEXTS,
          env_file: ENV_FILE,
          environment: LABELS,
          expose: EXPOSE,
          extends: {
            types: 'sm',
            required: ['service'],
            closed: true,
            keys: {
              file: TEXT,
              service: TEXT,
            },
          },
          external_links: UNIQUE_LIST_OF_TEXTS,
          extra_hosts: EXTRA_HOSTS,
          gpus: GPUS,
          group_add: GROUP_ADD,
          healthcheck: HEALTHCHECK,
          hostname: TEXT,
          image: TEXT,
          init: TEXT_OR_FLAG,
          ipc: TEXT,
          isolation: TEXT,
          label_file: TEXT_OR_LIST_OF_TEXTS,
          labels: LABELS,
          links: LIST_OF_TEXTS,
          logging: LOGGING,
          mac_address: TEXT,
          mem_limit: TEXT_OR_NUMBER,
          mem_reservation: TEXT_OR_INTEGER,
          mem_swappiness: TEXT_OR_INTEGER,
          memswap_limit: TEXT_OR_NUMBER,
          models: MODELS,
          network_mode: TEXT,
          networks: NETWORKS,
          oom_kill_disable: TEXT_OR_FLAG,
          oom_score_adj: OOM_SCORE_ADJ,
          pid: TEXT_OR_NULL,
          pids_limit: TEXT_OR_NUMBER,
          platform: TEXT,
          ports: PORTS,
          post_start: POST_START,
          pre_start: {
            types: 'l',
            items: {
              types: 'm',
              keys: {
                annotations: LABELS,
                blkio_config: BLKIO_CONFIG,
                cap_add: LIST_OF_TEXTS,
                cap_drop: LIST_OF_TEXTS,
                cgroup: CGROUP,
                cgroup_parent: TEXT,
                command: TEXT_OR_NULL_OR_LIST_OF_TEXTS,
                configs: SECRETS,
                cpu_count: CPU_COUNT,
                cpu_percent: CPU_PERCENT,
                cpu_period: TEXT_OR_NUMBER,
                cpu_quota: TEXT_OR_NUMBER,
                cpu_rt_period: TEXT_OR_NUMBER,
                cpu_rt_runtime: TEXT_OR_NUMBER,
                cpu_shares: TEXT_OR_NUMBER,
                cpus: TEXT_OR_NUMBER,
                cpuset: TEXT,
                credential_spec: CREDENTIAL_SPEC,
                device_cgroup_rules: UNIQUE_LIST_OF_TEXTS,
                devices: DEVICES,
                dns: TEXT_OR_LIST_OF_TEXTS,
                dns_opt: LIST_OF_TEXTS,
                dns_search: TEXT_OR_LIST_OF_TEXTS,
                domainname: TEXT,
                entrypoint: TEXT_OR_NULL_OR_LIST_OF_TEXTS,
                env_file: ENV_FILE,
                environment: LABELS,
                extra_hosts: EXTRA_HOSTS,
                gpus: GPUS,
                group_add: GROUP_ADD,
                hostname: TEXT,
                image: TEXT,
                init: TEXT_OR_FLAG,
                ipc: TEXT,
                isolation: TEXT,
                label_file: TEXT_OR_LIST_OF_TEXTS,
                labels: LABELS,
                logging: LOGGING,
                mac_address: TEXT,
                mem_limit: TEXT_OR_NUMBER,
                mem_reservation: TEXT_OR_INTEGER,
                mem_swappiness: TEXT_OR_INTEGER,
                memswap_limit: TEXT_OR_NUMBER,
                models: MODELS,
                network_mode: TEXT,
                networks: NETWORKS,
                oom_kill_disable: TEXT_OR_FLAG,
                oom_score_adj: OOM_SCORE_ADJ,
                per_replica: TEXT_OR_FLAG,
                pid: TEXT_OR_NULL,
                pids_limit: TEXT_OR_NUMBER,
                platform: TEXT,
                privileged: TEXT_OR_FLAG,
                pull_policy: PULL_POLICY,
                pull_refresh_after: TEXT,
                read_only: TEXT_OR_FLAG,
                runtime: TEXT,
                secrets: SECRETS,
                security_opt: UNIQUE_LIST_OF_TEXTS,
                shm_size: TEXT_OR_NUMBER,
                stop_grace_period: TEXT,
                stop_signal: TEXT,
                storage_opt: STORAGE_OPT,
                sysctls: LABELS,
                tmpfs: TEXT_OR_LIST_OF_TEXTS,
                ulimits: ULIMITS,
                umask: UMASK,
                use_api_socket: FLAG,
                user: TEXT,
                userns_mode: TEXT,
                uts: TEXT,
                volumes: VOLUMES,
                volumes_from: UNIQUE_LIST_OF_TEXTS,
                working_dir: TEXT,
              },
            },
          },
          pre_stop: POST_START,
          privileged: TEXT_OR_FLAG,
          profiles: LIST_OF_TEXTS,
          provider: {
            types: 'm',
            required: ['type'],
            keys: {
              options: { types: 'm', map: { types: 'snbl', items: { types: 'snb' } } },
              type: TEXT,
            },
          },
          pull_policy: PULL_POLICY,
          pull_refresh_after: TEXT,
          read_only: TEXT_OR_FLAG,
          restart: TEXT,
          runtime: TEXT,
          scale: TEXT_OR_INTEGER,
          secrets: SECRETS,
          security_opt: UNIQUE_LIST_OF_TEXTS,
          shm_size: TEXT_OR_NUMBER,
          stdin_open: TEXT_OR_FLAG,
          stop_grace_period: TEXT,
          stop_signal: TEXT,
          storage_opt: STORAGE_OPT,
          sysctls: LABELS,
          tmpfs: TEXT_OR_LIST_OF_TEXTS,
          tty: TEXT_OR_FLAG,
          ulimits: ULIMITS,
          umask: UMASK,
          use_api_socket: FLAG,
          user: TEXT,
          userns_mode: TEXT,
          uts: TEXT,
          volumes: VOLUMES,
          volumes_from: UNIQUE_LIST_OF_TEXTS,
          working_dir: TEXT,
        },
      },
    },
    version: TEXT,
    volumes: {
      types: 'm',
      names: '^[a-zA-Z0-9._-]+$',
      map: {
        types: 'zm',
        keys: {
          driver: TEXT,
          driver_opts: DRIVER_OPTS,
          external: EXTERNAL,
          labels: LABELS,
          name: TEXT,
        },
      },
    },
  },
};
