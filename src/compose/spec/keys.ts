// Made by scripts/generate-spec.ts from the schema of compose-go v2.16.2; do not edit.

/**
 * The keys that the compose specification allows at one place.
 */
export interface SpecKeys {
  /** The keys with a name of their own. */
  readonly keys?: { readonly [name: string]: SpecKeys };
  /** What a key of any other name holds. */
  readonly map?: SpecKeys;
  /** What an entry of a list holds. */
  readonly items?: SpecKeys;
}

export const COMPOSE_SPEC: SpecKeys = {
  keys: {
    configs: {
      map: {
        keys: {
          content: {},
          environment: {},
          external: {
            keys: {
              name: {},
            },
          },
          file: {},
          labels: {
            map: {},
            items: {},
          },
          name: {},
          template_driver: {},
        },
      },
    },
    include: {
      items: {
        keys: {
          env_file: {
            items: {},
          },
          path: {
            items: {},
          },
          project_directory: {},
        },
      },
    },
    jobs: {
      map: {
        keys: {
          annotations: {
            map: {},
            items: {},
          },
          blkio_config: {
            keys: {
              device_read_bps: {
                items: {
                  keys: {
                    path: {},
                    rate: {},
                  },
                },
              },
              device_read_iops: {
                items: {
                  keys: {
                    path: {},
                    rate: {},
                  },
                },
              },
              device_write_bps: {
                items: {
                  keys: {
                    path: {},
                    rate: {},
                  },
                },
              },
              device_write_iops: {
                items: {
                  keys: {
                    path: {},
                    rate: {},
                  },
                },
              },
              weight: {},
              weight_device: {
                items: {
                  keys: {
                    path: {},
                    weight: {},
                  },
                },
              },
            },
          },
          build: {
            keys: {
              additional_contexts: {
                map: {},
                items: {},
              },
              args: {
                map: {},
                items: {},
              },
              cache_from: {
                items: {},
              },
              cache_to: {
                items: {},
              },
              context: {},
              dockerfile: {},
              dockerfile_inline: {},
              entitlements: {
                items: {},
              },
              extra_hosts: {
                map: {
                  items: {},
                },
                items: {},
              },
              isolation: {},
              labels: {
                map: {},
                items: {},
              },
              network: {},
              no_cache: {},
              no_cache_filter: {
                items: {},
              },
              platforms: {
                items: {},
              },
              privileged: {},
              provenance: {},
              pull: {},
              sbom: {},
              secrets: {
                items: {
                  keys: {
                    gid: {},
                    mode: {},
                    source: {},
                    target: {},
                    uid: {},
                  },
                },
              },
              shm_size: {},
              ssh: {
                map: {},
                items: {},
              },
              tags: {
                items: {},
              },
              target: {},
              ulimits: {
                map: {
                  keys: {
                    hard: {},
                    soft: {},
                  },
                },
              },
            },
          },
          cap_add: {
            items: {},
          },
          cap_drop: {
            items: {},
          },
          cgroup: {},
          cgroup_parent: {},
          command: {
            items: {},
          },
          configs: {
            items: {
              keys: {
                gid: {},
                mode: {},
                source: {},
                target: {},
                uid: {},
              },
            },
          },
          cpu_count: {},
          cpu_percent: {},
          cpu_period: {},
          cpu_quota: {},
          cpu_rt_period: {},
          cpu_rt_runtime: {},
          cpu_shares: {},
          cpus: {},
          cpuset: {},
          credential_spec: {
            keys: {
              config: {},
              file: {},
              registry: {},
            },
          },
          depends_on: {
            map: {
              keys: {
                condition: {},
                required: {},
                restart: {},
              },
            },
            items: {},
          },
          device_cgroup_rules: {
            items: {},
          },
          devices: {
            items: {
              keys: {
                permissions: {},
                source: {},
                target: {},
              },
            },
          },
          dns: {
            items: {},
          },
          dns_opt: {
            items: {},
          },
          dns_search: {
            items: {},
          },
          domainname: {},
          entrypoint: {
            items: {},
          },
          env_file: {
            items: {
              keys: {
                format: {},
                path: {},
                required: {},
              },
            },
          },
          environment: {
            map: {},
            items: {},
          },
          expose: {
            items: {},
          },
          extra_hosts: {
            map: {
              items: {},
            },
            items: {},
          },
          gpus: {
            items: {
              keys: {
                capabilities: {
                  items: {},
                },
                count: {},
                device_ids: {
                  items: {},
                },
                driver: {},
                options: {
                  map: {},
                  items: {},
                },
              },
            },
          },
          group_add: {
            items: {},
          },
          healthcheck: {
            keys: {
              disable: {},
              interval: {},
              retries: {},
              start_interval: {},
              start_period: {},
              test: {
                items: {},
              },
              timeout: {},
            },
          },
          hostname: {},
          image: {},
          init: {},
          ipc: {},
          isolation: {},
          label_file: {
            items: {},
          },
          labels: {
            map: {},
            items: {},
          },
          logging: {
            keys: {
              driver: {},
              options: {
                map: {},
              },
            },
          },
          mac_address: {},
          mem_limit: {},
          mem_reservation: {},
          mem_swappiness: {},
          memswap_limit: {},
          models: {
            map: {
              keys: {
                endpoint_var: {},
                model_var: {},
              },
            },
            items: {},
          },
          network_mode: {},
          networks: {
            map: {
              keys: {
                aliases: {
                  items: {},
                },
                driver_opts: {
                  map: {},
                },
                gw_priority: {},
                interface_name: {},
                ipv4_address: {},
                ipv6_address: {},
                link_local_ips: {
                  items: {},
                },
                mac_address: {},
                priority: {},
                use_service_name_alias: {},
              },
            },
            items: {},
          },
          oom_kill_disable: {},
          oom_score_adj: {},
          pid: {},
          pids_limit: {},
          platform: {},
          ports: {
            items: {
              keys: {
                app_protocol: {},
                host_ip: {},
                mode: {},
                name: {},
                protocol: {},
                published: {},
                target: {},
              },
            },
          },
          privileged: {},
          profiles: {
            items: {},
          },
          pull_policy: {},
          pull_refresh_after: {},
          read_only: {},
          runtime: {},
          secrets: {
            items: {
              keys: {
                gid: {},
                mode: {},
                source: {},
                target: {},
                uid: {},
              },
            },
          },
          security_opt: {
            items: {},
          },
          shm_size: {},
          stdin_open: {},
          stop_grace_period: {},
          stop_signal: {},
          storage_opt: {
            map: {},
          },
          sysctls: {
            map: {},
            items: {},
          },
          tmpfs: {
            items: {},
          },
          triggers: {
            keys: {
              manual: {},
              schedule: {
                items: {
                  keys: {
                    concurrency: {},
                    cron: {},
                    missed_fires: {},
                    timezone: {},
                  },
                },
              },
            },
          },
          tty: {},
          ulimits: {
            map: {
              keys: {
                hard: {},
                soft: {},
              },
            },
          },
          umask: {},
          use_api_socket: {},
          user: {},
          userns_mode: {},
          uts: {},
          volumes: {
            items: {
              keys: {
                bind: {
                  keys: {
                    create_host_path: {},
                    propagation: {},
                    recursive: {},
                    selinux: {},
                  },
                },
                consistency: {},
                image: {
                  keys: {
                    subpath: {},
                  },
                },
                read_only: {},
                source: {},
                target: {},
                tmpfs: {
                  keys: {
                    mode: {},
                    size: {},
                  },
                },
                type: {},
                volume: {
                  keys: {
                    labels: {
                      map: {},
                      items: {},
                    },
                    nocopy: {},
                    subpath: {},
                  },
                },
              },
            },
          },
          volumes_from: {
            items: {},
          },
          working_dir: {},
        },
      },
    },
    models: {
      map: {
        keys: {
          context_size: {},
          model: {},
          name: {},
          runtime_flags: {
            items: {},
          },
        },
      },
    },
    name: {},
    networks: {
      map: {
        keys: {
          attachable: {},
          driver: {},
          driver_opts: {
            map: {},
          },
          enable_ipv4: {},
          enable_ipv6: {},
          external: {
            keys: {
              name: {},
            },
          },
          internal: {},
          ipam: {
            keys: {
              config: {
                items: {
                  keys: {
                    aux_addresses: {
                      map: {},
                    },
                    gateway: {},
                    ip_range: {},
                    subnet: {},
                  },
                },
              },
              driver: {},
              options: {
                map: {},
              },
            },
          },
          labels: {
            map: {},
            items: {},
          },
          name: {},
        },
      },
    },
    secrets: {
      map: {
        keys: {
          driver: {},
          driver_opts: {
            map: {},
          },
          environment: {},
          external: {
            keys: {
              name: {},
            },
          },
          file: {},
          labels: {
            map: {},
            items: {},
          },
          name: {},
          template_driver: {},
        },
      },
    },
    services: {
      map: {
        keys: {
          annotations: {
            map: {},
            items: {},
          },
          attach: {},
          blkio_config: {
            keys: {
              device_read_bps: {
                items: {
                  keys: {
                    path: {},
                    rate: {},
                  },
                },
              },
              device_read_iops: {
                items: {
                  keys: {
                    path: {},
                    rate: {},
                  },
                },
              },
              device_write_bps: {
                items: {
                  keys: {
                    path: {},
                    rate: {},
                  },
                },
              },
              device_write_iops: {
                items: {
                  keys: {
                    path: {},
                    rate: {},
                  },
                },
              },
              weight: {},
              weight_device: {
                items: {
                  keys: {
                    path: {},
                    weight: {},
                  },
                },
              },
            },
          },
          build: {
            keys: {
              additional_contexts: {
                map: {},
                items: {},
              },
              args: {
                map: {},
                items: {},
              },
              cache_from: {
                items: {},
              },
              cache_to: {
                items: {},
              },
              context: {},
              dockerfile: {},
              dockerfile_inline: {},
              entitlements: {
                items: {},
              },
              extra_hosts: {
                map: {
                  items: {},
                },
                items: {},
              },
              isolation: {},
              labels: {
                map: {},
                items: {},
              },
              network: {},
              no_cache: {},
              no_cache_filter: {
                items: {},
              },
              platforms: {
                items: {},
              },
              privileged: {},
              provenance: {},
              pull: {},
              sbom: {},
              secrets: {
                items: {
                  keys: {
                    gid: {},
                    mode: {},
                    source: {},
                    target: {},
                    uid: {},
                  },
                },
              },
              shm_size: {},
              ssh: {
                map: {},
                items: {},
              },
              tags: {
                items: {},
              },
              target: {},
              ulimits: {
                map: {
                  keys: {
                    hard: {},
                    soft: {},
                  },
                },
              },
            },
          },
          cap_add: {
            items: {},
          },
          cap_drop: {
            items: {},
          },
          cgroup: {},
          cgroup_parent: {},
          command: {
            items: {},
          },
          configs: {
            items: {
              keys: {
                gid: {},
                mode: {},
                source: {},
                target: {},
                uid: {},
              },
            },
          },
          container_name: {},
          cpu_count: {},
          cpu_percent: {},
          cpu_period: {},
          cpu_quota: {},
          cpu_rt_period: {},
          cpu_rt_runtime: {},
          cpu_shares: {},
          cpus: {},
          cpuset: {},
          credential_spec: {
            keys: {
              config: {},
              file: {},
              registry: {},
            },
          },
          depends_on: {
            map: {
              keys: {
                condition: {},
                required: {},
                restart: {},
              },
            },
            items: {},
          },
          deploy: {
            keys: {
              endpoint_mode: {},
              labels: {
                map: {},
                items: {},
              },
              mode: {},
              placement: {
                keys: {
                  constraints: {
                    items: {},
                  },
                  max_replicas_per_node: {},
                  preferences: {
                    items: {
                      keys: {
                        spread: {},
                      },
                    },
                  },
                },
              },
              replicas: {},
              resources: {
                keys: {
                  limits: {
                    keys: {
                      cpus: {},
                      memory: {},
                      pids: {},
                    },
                  },
                  reservations: {
                    keys: {
                      cpus: {},
                      devices: {
                        items: {
                          keys: {
                            capabilities: {
                              items: {},
                            },
                            count: {},
                            device_ids: {
                              items: {},
                            },
                            driver: {},
                            options: {
                              map: {},
                              items: {},
                            },
                          },
                        },
                      },
                      generic_resources: {
                        items: {
                          keys: {
                            discrete_resource_spec: {
                              keys: {
                                kind: {},
                                value: {},
                              },
                            },
                          },
                        },
                      },
                      memory: {},
                    },
                  },
                },
              },
              restart_policy: {
                keys: {
                  condition: {},
                  delay: {},
                  max_attempts: {},
                  window: {},
                },
              },
              rollback_config: {
                keys: {
                  delay: {},
                  failure_action: {},
                  max_failure_ratio: {},
                  monitor: {},
                  order: {},
                  parallelism: {},
                },
              },
              update_config: {
                keys: {
                  delay: {},
                  failure_action: {},
                  max_failure_ratio: {},
                  monitor: {},
                  order: {},
                  parallelism: {},
                },
              },
            },
          },
          develop: {
            keys: {
              watch: {
                items: {
                  keys: {
                    action: {},
                    exec: {
                      keys: {
                        command: {
                          items: {},
                        },
                        environment: {
                          map: {},
                          items: {},
                        },
                        privileged: {},
                        user: {},
                        working_dir: {},
                      },
                    },
                    ignore: {
                      items: {},
                    },
                    include: {
                      items: {},
                    },
                    initial_sync: {},
                    path: {},
                    target: {},
                  },
                },
              },
            },
          },
          device_cgroup_rules: {
            items: {},
          },
          devices: {
            items: {
              keys: {
                permissions: {},
                source: {},
                target: {},
              },
            },
          },
          dns: {
            items: {},
          },
          dns_opt: {
            items: {},
          },
          dns_search: {
            items: {},
          },
          domainname: {},
          entrypoint: {
            items: {},
          },
          env_file: {
            items: {
              keys: {
                format: {},
                path: {},
                required: {},
              },
            },
          },
          environment: {
            map: {},
            items: {},
          },
          expose: {
            items: {},
          },
          extends: {
            keys: {
              file: {},
              service: {},
            },
          },
          external_links: {
            items: {},
          },
          extra_hosts: {
            map: {
              items: {},
            },
            items: {},
          },
          gpus: {
            items: {
              keys: {
                capabilities: {
                  items: {},
                },
                count: {},
                device_ids: {
                  items: {},
                },
                driver: {},
                options: {
                  map: {},
                  items: {},
                },
              },
            },
          },
          group_add: {
            items: {},
          },
          healthcheck: {
            keys: {
              disable: {},
              interval: {},
              retries: {},
              start_interval: {},
              start_period: {},
              test: {
                items: {},
              },
              timeout: {},
            },
          },
          hostname: {},
          image: {},
          init: {},
          ipc: {},
          isolation: {},
          label_file: {
            items: {},
          },
          labels: {
            map: {},
            items: {},
          },
          links: {
            items: {},
          },
          logging: {
            keys: {
              driver: {},
              options: {
                map: {},
              },
            },
          },
          mac_address: {},
          mem_limit: {},
          mem_reservation: {},
          mem_swappiness: {},
          memswap_limit: {},
          models: {
            map: {
              keys: {
                endpoint_var: {},
                model_var: {},
              },
            },
            items: {},
          },
          network_mode: {},
          networks: {
            map: {
              keys: {
                aliases: {
                  items: {},
                },
                driver_opts: {
                  map: {},
                },
                gw_priority: {},
                interface_name: {},
                ipv4_address: {},
                ipv6_address: {},
                link_local_ips: {
                  items: {},
                },
                mac_address: {},
                priority: {},
                use_service_name_alias: {},
              },
            },
            items: {},
          },
          oom_kill_disable: {},
          oom_score_adj: {},
          pid: {},
          pids_limit: {},
          platform: {},
          ports: {
            items: {
              keys: {
                app_protocol: {},
                host_ip: {},
                mode: {},
                name: {},
                protocol: {},
                published: {},
                target: {},
              },
            },
          },
          post_start: {
            items: {
              keys: {
                command: {
                  items: {},
                },
                environment: {
                  map: {},
                  items: {},
                },
                privileged: {},
                user: {},
                working_dir: {},
              },
            },
          },
          pre_start: {
            items: {
              keys: {
                annotations: {
                  map: {},
                  items: {},
                },
                blkio_config: {
                  keys: {
                    device_read_bps: {
                      items: {
                        keys: {
                          path: {},
                          rate: {},
                        },
                      },
                    },
                    device_read_iops: {
                      items: {
                        keys: {
                          path: {},
                          rate: {},
                        },
                      },
                    },
                    device_write_bps: {
                      items: {
                        keys: {
                          path: {},
                          rate: {},
                        },
                      },
                    },
                    device_write_iops: {
                      items: {
                        keys: {
                          path: {},
                          rate: {},
                        },
                      },
                    },
                    weight: {},
                    weight_device: {
                      items: {
                        keys: {
                          path: {},
                          weight: {},
                        },
                      },
                    },
                  },
                },
                cap_add: {
                  items: {},
                },
                cap_drop: {
                  items: {},
                },
                cgroup: {},
                cgroup_parent: {},
                command: {
                  items: {},
                },
                configs: {
                  items: {
                    keys: {
                      gid: {},
                      mode: {},
                      source: {},
                      target: {},
                      uid: {},
                    },
                  },
                },
                cpu_count: {},
                cpu_percent: {},
                cpu_period: {},
                cpu_quota: {},
                cpu_rt_period: {},
                cpu_rt_runtime: {},
                cpu_shares: {},
                cpus: {},
                cpuset: {},
                credential_spec: {
                  keys: {
                    config: {},
                    file: {},
                    registry: {},
                  },
                },
                device_cgroup_rules: {
                  items: {},
                },
                devices: {
                  items: {
                    keys: {
                      permissions: {},
                      source: {},
                      target: {},
                    },
                  },
                },
                dns: {
                  items: {},
                },
                dns_opt: {
                  items: {},
                },
                dns_search: {
                  items: {},
                },
                domainname: {},
                entrypoint: {
                  items: {},
                },
                env_file: {
                  items: {
                    keys: {
                      format: {},
                      path: {},
                      required: {},
                    },
                  },
                },
                environment: {
                  map: {},
                  items: {},
                },
                extra_hosts: {
                  map: {
                    items: {},
                  },
                  items: {},
                },
                gpus: {
                  items: {
                    keys: {
                      capabilities: {
                        items: {},
                      },
                      count: {},
                      device_ids: {
                        items: {},
                      },
                      driver: {},
                      options: {
                        map: {},
                        items: {},
                      },
                    },
                  },
                },
                group_add: {
                  items: {},
                },
                hostname: {},
                image: {},
                init: {},
                ipc: {},
                isolation: {},
                label_file: {
                  items: {},
                },
                labels: {
                  map: {},
                  items: {},
                },
                logging: {
                  keys: {
                    driver: {},
                    options: {
                      map: {},
                    },
                  },
                },
                mac_address: {},
                mem_limit: {},
                mem_reservation: {},
                mem_swappiness: {},
                memswap_limit: {},
                models: {
                  map: {
                    keys: {
                      endpoint_var: {},
                      model_var: {},
                    },
                  },
                  items: {},
                },
                network_mode: {},
                networks: {
                  map: {
                    keys: {
                      aliases: {
                        items: {},
                      },
                      driver_opts: {
                        map: {},
                      },
                      gw_priority: {},
                      interface_name: {},
                      ipv4_address: {},
                      ipv6_address: {},
                      link_local_ips: {
                        items: {},
                      },
                      mac_address: {},
                      priority: {},
                      use_service_name_alias: {},
                    },
                  },
                  items: {},
                },
                oom_kill_disable: {},
                oom_score_adj: {},
                per_replica: {},
                pid: {},
                pids_limit: {},
                platform: {},
                privileged: {},
                pull_policy: {},
                pull_refresh_after: {},
                read_only: {},
                runtime: {},
                secrets: {
                  items: {
                    keys: {
                      gid: {},
                      mode: {},
                      source: {},
                      target: {},
                      uid: {},
                    },
                  },
                },
                security_opt: {
                  items: {},
                },
                shm_size: {},
                stop_grace_period: {},
                stop_signal: {},
                storage_opt: {
                  map: {},
                },
                sysctls: {
                  map: {},
                  items: {},
                },
                tmpfs: {
                  items: {},
                },
                ulimits: {
                  map: {
                    keys: {
                      hard: {},
                      soft: {},
                    },
                  },
                },
                umask: {},
                use_api_socket: {},
                user: {},
                userns_mode: {},
                uts: {},
                volumes: {
                  items: {
                    keys: {
                      bind: {
                        keys: {
                          create_host_path: {},
                          propagation: {},
                          recursive: {},
                          selinux: {},
                        },
                      },
                      consistency: {},
                      image: {
                        keys: {
                          subpath: {},
                        },
                      },
                      read_only: {},
                      source: {},
                      target: {},
                      tmpfs: {
                        keys: {
                          mode: {},
                          size: {},
                        },
                      },
                      type: {},
                      volume: {
                        keys: {
                          labels: {
                            map: {},
                            items: {},
                          },
                          nocopy: {},
                          subpath: {},
                        },
                      },
                    },
                  },
                },
                volumes_from: {
                  items: {},
                },
                working_dir: {},
              },
            },
          },
          pre_stop: {
            items: {
              keys: {
                command: {
                  items: {},
                },
                environment: {
                  map: {},
                  items: {},
                },
                privileged: {},
                user: {},
                working_dir: {},
              },
            },
          },
          privileged: {},
          profiles: {
            items: {},
          },
          provider: {
            keys: {
              options: {
                map: {
                  items: {},
                },
              },
              type: {},
            },
          },
          pull_policy: {},
          pull_refresh_after: {},
          read_only: {},
          restart: {},
          runtime: {},
          scale: {},
          secrets: {
            items: {
              keys: {
                gid: {},
                mode: {},
                source: {},
                target: {},
                uid: {},
              },
            },
          },
          security_opt: {
            items: {},
          },
          shm_size: {},
          stdin_open: {},
          stop_grace_period: {},
          stop_signal: {},
          storage_opt: {
            map: {},
          },
          sysctls: {
            map: {},
            items: {},
          },
          tmpfs: {
            items: {},
          },
          tty: {},
          ulimits: {
            map: {
              keys: {
                hard: {},
                soft: {},
              },
            },
          },
          umask: {},
          use_api_socket: {},
          user: {},
          userns_mode: {},
          uts: {},
          volumes: {
            items: {
              keys: {
                bind: {
                  keys: {
                    create_host_path: {},
                    propagation: {},
                    recursive: {},
                    selinux: {},
                  },
                },
                consistency: {},
                image: {
                  keys: {
                    subpath: {},
                  },
                },
                read_only: {},
                source: {},
                target: {},
                tmpfs: {
                  keys: {
                    mode: {},
                    size: {},
                  },
                },
                type: {},
                volume: {
                  keys: {
                    labels: {
                      map: {},
                      items: {},
                    },
                    nocopy: {},
                    subpath: {},
                  },
                },
              },
            },
          },
          volumes_from: {
            items: {},
          },
          working_dir: {},
        },
      },
    },
    version: {},
    volumes: {
      map: {
        keys: {
          driver: {},
          driver_opts: {
            map: {},
          },
          external: {
            keys: {
              name: {},
            },
          },
          labels: {
            map: {},
            items: {},
          },
          name: {},
        },
      },
    },
  },
};
