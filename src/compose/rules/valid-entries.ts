import { isIP, isIPv4, isIPv6 } from 'node:net';
import { IComposeRule, RuleViolation } from './compose-rule';
import { Fault, listOf, violationsIn } from './fault';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { extraHostsOf } from '../reading/extra-hosts';
import { splitText } from '../value/interpolated-text';
import { hasReference } from '../value/interpolation';

/**
 * Entries of `extra_hosts`, `devices`, `gpus`, `group_add`, `env_file` and of the networks of a service, its namespaces
 * and its working directory have a form that Compose and the engine accept.
 */
export class ValidEntries implements IComposeRule {
  public readonly name = 'valid-entries';

  public check(model: ComposeModel): RuleViolation[] {
    return violationsIn(
      model.services,
      ...[hosts, devices, gpus, groups, envFiles, addresses, storage, namespaces, workingDirectory],
    );
  }
}

function hosts({ extra_hosts: extraHosts, build }: ModelEntry['definition']): Fault[] {
  return [extraHosts, build?.extra_hosts]
    .flatMap(entries => extraHostsOf(entries))
    .filter(({ host, addresses: all }) => ![host, ...all].some(hasReference))
    .filter(({ host, addresses: all }) => !isHostName(host) || all.length === 0 || !all.every(isHostAddress))
    .map(({ host, addresses: all }) => [
      `"${[host, ...all].join(' ')}" is not a host and its IP address`,
      'write "host=address" in extra_hosts, such as "db.example.com=192.0.2.10"',
    ]);
}

function isHostName(host: string): boolean {
  return host !== '' && !/[\s=:]/.test(host);
}

/** The engine replaces the name `host-gateway` by the address of the host. */
function isHostAddress(address: string): boolean {
  return address === 'host-gateway' || isIP(address) !== 0;
}

function devices({ devices: entries }: ModelEntry['definition']): Fault[] {
  return listOf(entries)
    .filter(entry =>
      typeof entry === 'string' ? splitText(entry, ':').length > 3 || entry === '' : entry.target === undefined,
    )
    .map(entry => [
      typeof entry === 'string'
        ? `"${entry}" is not a device and its path in the container`
        : `the device "${entry.source}" has no target`,
      'write "/dev/x:/dev/x:rwm", or a map with source, target and permissions',
    ]);
}

function gpus({ gpus: entries, deploy }: ModelEntry['definition']): Fault[] {
  return [...(Array.isArray(entries) ? entries : []), ...listOf(deploy?.resources?.reservations?.devices)].flatMap(
    ({ count, device_ids: ids }): Fault[] => [
      ...(count !== undefined && ids !== undefined
        ? [['a device has both count and device_ids', 'remove one of the two'] as Fault]
        : []),
      ...(typeof count === 'string' && count !== 'all' && !hasReference(count) && !/^[+-]?\d+$/.test(count)
        ? [[`the count of a device is "${count}"`, 'use a number, or "all"'] as Fault]
        : []),
    ],
  );
}

function groups({ group_add: entries }: ModelEntry['definition']): Fault[] {
  return listOf(entries)
    .filter(entry => typeof entry === 'number' && !Number.isInteger(entry))
    .map(entry => [`${entry} is not the id of a group`, 'use an integer, or the name of the group']);
}

function envFiles({ env_file: entries }: ModelEntry['definition']): Fault[] {
  return listOf(entries).flatMap((entry): Fault[] => {
    const { path, format } = typeof entry === 'string' ? { path: entry, format: undefined } : entry;
    return [
      ...(path === '' ? [['env_file has an empty path', 'remove it, or write the path of a file'] as Fault] : []),
      ...(format && format !== 'raw' && !hasReference(format)
        ? [[`"${format}" is not a format of env_file`, 'use "raw", or leave it out'] as Fault]
        : []),
    ];
  });
}

/** The engine refuses these only when it creates the container. */
function addresses({ networks, mac_address: mac }: ModelEntry['definition']): Fault[] {
  const attached = typeof networks === 'object' && !Array.isArray(networks) ? Object.values<any>(networks ?? {}) : [];
  const wrong = (value: any, isValid: (text: string) => boolean) =>
    typeof value === 'string' && value !== '' && !hasReference(value) && !isValid(value) ? [value] : [];
  return [
    ...attached.flatMap(entry => [
      ...wrong(entry?.ipv4_address, isIPv4).map(text => [text, 'address of IPv4']),
      ...wrong(entry?.ipv6_address, isIPv6).map(text => [text, 'address of IPv6']),
      ...listOf(entry?.link_local_ips).flatMap(each =>
        wrong(each, text => isIP(text) !== 0).map(text => [text, 'address']),
      ),
      ...wrong(entry?.mac_address, isMac).map(text => [text, 'MAC address']),
    ]),
    ...wrong(mac, isMac).map(text => [text, 'MAC address']),
  ].map(([text, noun]) => [
    `"${text}" is not a valid ${noun}`,
    'change it, or leave it out: the engine then picks one',
  ]);
}

function isMac(text: string): boolean {
  return /^[0-9a-f]{2}([:-])[0-9a-f]{2}(\1[0-9a-f]{2}){4}$/i.test(text);
}

function storage({ storage_opt: options }: ModelEntry['definition']): Fault[] {
  return Object.entries(options ?? {})
    .filter(([, value]) => typeof value === 'object' && value !== null)
    .map(([key]) => [`storage_opt.${key} is not a text`, 'give it a text, such as "10G"']);
}

/** What a container can share with the host or another container. */
function namespaces(definition: ModelEntry['definition']): Fault[] {
  return Object.entries(NAMESPACES)
    .filter(([key, modes]) => {
      const mode = definition[key];
      return mode && !hasReference(mode) && !modes.includes(mode) && !/^(service|container):/.test(mode);
    })
    .map(([key, modes]) => [
      `"${definition[key]}" is not a mode of ${key}`,
      `use one of ${modes.join(', ')}, or "service:name"`,
    ]);
}

const NAMESPACES: { [key: string]: string[] } = {
  ipc: ['host', 'private', 'shareable', 'none'],
  pid: ['host'],
  uts: ['host'],
};

function workingDirectory({ working_dir: directory }: ModelEntry['definition']): Fault[] {
  return !directory || hasReference(directory) || /^\/|^[A-Za-z]:[\\/]/.test(directory)
    ? []
    : [[`working_dir is "${directory}", which is not an absolute path`, `use a path such as "/${directory}"`]];
}
