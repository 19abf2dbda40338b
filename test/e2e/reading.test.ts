import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { attempt, CommandResult } from './command';
import { ComposeApp } from '../../src/compose';
import { argumentsOf, splitArguments } from '../../src/compose/reading/command';
import { dependenciesOf } from '../../src/compose/reading/dependencies';
import { profilesOf, replicasOf } from '../../src/compose/reading/deployment';
import { variablesIn } from '../../src/compose/reading/env-files';
import { environmentOf } from '../../src/compose/reading/environment';
import { healthOf, HealthSource } from '../../src/compose/reading/health';
import { mountsOf } from '../../src/compose/reading/mounts';
import { networksOf } from '../../src/compose/reading/networks';
import { publishedPortsOf } from '../../src/compose/reading/ports';
import { bytesOf, millisOf } from '../../src/compose/reading/quantity';
import { restartOf } from '../../src/compose/reading/restart';
import { RuleLevel } from '../../src/compose/rules/compose-rule';
import { defaultRules } from '../../src/compose/rules/default-rules';
import { withoutEscapes } from '../../src/compose/value/interpolation';
import { fileWith, fileWithSections, REFUSED_BY_COMPOSE, REFUSED_SECTIONS } from '../compose/rules/refused-values';
import { messagesOf, modelOf } from '../compose/rules/rule-model';
import { testProject } from '../test-project';

// Our readers understand services in short and long forms as `docker compose config` does. One call holds hundreds of
// generated services. READING_SEED makes others of them. What Compose refuses is an error of a rule: the values of
// test/compose/rules/refused-values.ts, and generated services with a mistake.
const SEED = Number(process.env.READING_SEED ?? 11);
const SERVICES = 300;

const VOLUMES = ['data', 'models', 'cache'];
const NETWORKS = ['front', 'back'];
const OTHERS = ['db', 'queue'];

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const name = fc.stringMatching(/^[a-z]{2,8}$/);
const port = fc.integer({ min: 1, max: 65_000 });

const address = fc.constantFrom('127.0.0.1', '0.0.0.0', '::1', '::');
const protocol = fc.constantFrom('tcp', 'udp');
const shortPort = fc
  .tuple(
    optional(address),
    optional(port),
    port,
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 3 }),
    optional(fc.constantFrom('tcp', 'udp', 'UDP')),
  )
  .map(([ip, published, target, hostRange, range, transport]) => {
    const until = (first: number, more: number) => (more > 0 ? `${first}-${first + more}` : `${first}`);
    // Either both are ranges of the same length, or only that of the host is a range.
    const host = published === undefined ? '' : until(published, range > 0 ? range : hostRange);
    const where = ip === undefined ? '' : `${ip.includes(':') ? `[${ip}]` : ip}:`;
    return `${where}${where || host ? `${host}:` : ''}${until(target, range)}${transport ? `/${transport}` : ''}`;
  });
const longPort = fc.record(
  {
    target: port,
    published: fc.oneof(
      port.map(String),
      port,
      port.map(first => `${first}-${first + 5}`),
    ),
    host_ip: address,
    protocol,
    mode: fc.constantFrom('ingress', 'host'),
  },
  { requiredKeys: ['target'] },
);

const folder = fc.stringMatching(/^\/[a-z]{3,8}(\/[a-z]{3,8})?\/?$/);
const source = fc.oneof(
  fc.constantFrom(...VOLUMES),
  folder,
  folder.map(path => `.${path}`),
  fc.constantFrom('./$$a', '../x', './a b'),
);
const shortVolume = fc.oneof(
  folder,
  fc
    .tuple(source, folder, fc.constantFrom('', ':ro', ':rw', ':ro,z', ':z', ':nocopy'))
    .map(parts => `${parts[0]}:${parts[1]}${parts[2]}`),
  fc.tuple(fc.constantFrom('a', 'B'), folder).map(([drive, path]) => `${drive}:${path}`),
  fc.constantFrom('C:\\data:/in', '\\\\.\\pipe\\x:/pipe'),
);
const longVolume = fc.oneof(
  fc.record(
    { type: fc.constant('volume'), source: fc.constantFrom(...VOLUMES), target: folder, read_only: fc.boolean() },
    { requiredKeys: ['type', 'target'] },
  ),
  fc.record(
    {
      type: fc.constant('bind'),
      source: folder,
      target: folder,
      read_only: fc.boolean(),
      bind: fc.record({ create_host_path: fc.boolean() }),
    },
    { requiredKeys: ['type', 'source', 'target'] },
  ),
  fc.record(
    { type: fc.constant('tmpfs'), target: folder, tmpfs: fc.record({ size: fc.constantFrom('1m', 4096) }) },
    { requiredKeys: ['type', 'target'] },
  ),
);

const line = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.stringMatching(/^[a-z0-9=-]{1,5}$/) },
      { weight: 4, arbitrary: fc.constant(' ') },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          '"',
          "'",
          '\\',
          '`',
          '$$',
          '$$(',
          '(',
          ')',
          ';',
          '&&',
          '|',
          '<',
          '>',
          '2>',
          '\t',
          '\n',
          'é',
          '🚀',
        ),
      },
    ),
    { maxLength: 14 },
  )
  .map(parts => parts.join(''));

const condition = fc.constantFrom('service_started', 'service_healthy', 'service_completed_successfully');
const service = fc.record(
  {
    ports: fc.array(fc.oneof(shortPort, longPort, port), { maxLength: 4 }),
    volumes: fc.uniqueArray(fc.oneof(shortVolume, longVolume), { maxLength: 4, selector: volume => targetOf(volume) }),
    tmpfs: fc.oneof(
      fc.constantFrom('/run', '/run:size=1m'),
      fc.uniqueArray(fc.constantFrom('/run', '/tmp:mode=700'), { maxLength: 2 }),
    ),
    networks: fc.oneof(
      fc.uniqueArray(fc.constantFrom(...NETWORKS)),
      fc
        .uniqueArray(fc.constantFrom(...NETWORKS))
        .map(names => Object.fromEntries(names.map((each, index) => [each, index ? { aliases: ['x'] } : null]))),
    ),
    depends_on: fc.oneof(
      fc.uniqueArray(fc.constantFrom(...OTHERS)),
      fc.dictionary(
        fc.constantFrom(...OTHERS),
        fc.record({ condition, required: fc.boolean(), restart: fc.boolean() }, { requiredKeys: ['condition'] }),
      ),
    ),
    links: fc.uniqueArray(fc.constantFrom('db', 'queue:alias'), { maxLength: 2 }),
    volumes_from: fc.uniqueArray(fc.constantFrom('db:ro', 'queue', 'container:other'), { maxLength: 2 }),
    ipc: fc.constantFrom('service:db', 'host', 'shareable'),
    healthcheck: fc.record(
      {
        test: fc.oneof(
          line,
          fc.constant('NONE'),
          fc.constantFrom(['NONE'], ['NONE', 'x'], ['CMD', 'a', 'NONE'], ['CMD-SHELL', 'a || b'], []),
        ),
        disable: fc.boolean(),
        interval: fc.constantFrom('10s', '1m30s', '1.5s', '100ms'),
      },
      { requiredKeys: [] },
    ),
    restart: fc.constantFrom('no', 'always', 'unless-stopped', 'on-failure', 'on-failure:3'),
    profiles: fc.uniqueArray(name, { maxLength: 2 }),
    command: fc.oneof(line, fc.array(fc.oneof(line, fc.constant('')), { maxLength: 4 }), fc.constant(null)),
    entrypoint: fc.oneof(line, fc.array(line, { maxLength: 3 }), fc.constant(null)),
    environment: fc.oneof(
      fc.dictionary(
        fc.stringMatching(/^READING_[A-Z]{1,3}$/),
        fc.oneof(line, fc.integer({ min: -999, max: 999 }), fc.boolean(), fc.constant(null)),
      ),
      fc
        .uniqueArray(fc.tuple(fc.stringMatching(/^READING_[A-Z]{1,3}$/), optional(line)), {
          selector: entry => entry[0],
        })
        .map(entries => entries.map(([key, value]) => (value === undefined ? key : `${key}=${value}`))),
    ),
    stop_grace_period: fc.constantFrom('0s', '10s', '1m30s', '1.5s', '2h3m', '1d', '1w', '500ms', '20us'),
    mem_limit: fc.constantFrom('512m', '1.5g', '2G', '100mb', '5kib', '7340032', 7_340_032, '64k', '1Gb'),
    scale: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: [] },
);

let read: [any, any][];
let app: ComposeApp;

beforeAll(() => {
  app = new ComposeApp(testProject(), 'app');
  const services = fc.sample(service, { numRuns: SERVICES, seed: SEED }).map(accepted);
  const canonical = config(services).value;
  read = services.map((definition, index) => [definition, canonical[`s${index}`]]);
});

/** What Compose makes of services, or its message. */
function config(services: any[]): { value: any; message: string } {
  const base = {
    services: Object.fromEntries([
      ...OTHERS.map(other => [other, { image: 'x' }]),
      ...services.map((each, index) => [`s${index}`, { image: 'x', ...each }]),
    ]),
  };
  const { status, stdout, stderr } = configOf({ ...base, networks: keyed(NETWORKS), volumes: keyed(VOLUMES) });
  return { value: status === 0 ? JSON.parse(stdout.replaceAll('$$', '$')).services : undefined, message: stderr };
}

function statusOf(file: any): number | null {
  return configOf(file).status;
}

function configOf(content: any): CommandResult {
  const directory = mkdtempSync(join(tmpdir(), 'reading-'));
  try {
    const file = { name: 'reading', ...content };
    writeFileSync(join(directory, 'compose.yaml'), JSON.stringify(file));
    return attempt('docker', [
      'compose',
      '--project-directory',
      '/reading',
      '--file',
      join(directory, 'compose.yaml'),
      '--profile',
      '*',
      'config',
      '--format',
      'json',
    ]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function keyed(names: string[]): { [name: string]: any } {
  return Object.fromEntries(names.map(each => [each, {}]));
}

/** The service without what Compose refuses: a command that cannot be split. */
function accepted(definition: any): any {
  const { command, entrypoint, ...others } = definition;
  return { ...others, ...(canBeSplit(command) && { command }), ...(canBeSplit(entrypoint) && { entrypoint }) };
}

function canBeSplit(value: any): boolean {
  return value !== undefined && (typeof value !== 'string' || splitArguments(value) !== undefined);
}

function targetOf(volume: any): string | undefined {
  return mountsOf({ volumes: [volume] })[0].target;
}

/** That a reader and Compose agree on all services. */
function agree(ofReader: (definition: any) => any, ofCompose: (canonical: any) => any): void {
  const differing = read
    .map(([definition, canonical]) => ({ definition, reader: ofReader(definition), compose: ofCompose(canonical) }))
    .filter(({ reader, compose }) => !fc.stringify(reader) || fc.stringify(reader) !== fc.stringify(compose));
  expect(differing.slice(0, 3)).toEqual([]);
}

const sorted = (entries: any[]) => [...new Set(entries.map(entry => JSON.stringify(entry)))].sort();

test('Compose accepts the services', () => {
  expect(read.filter(([, canonical]) => canonical === undefined)).toEqual([]);
  expect(read).toHaveLength(SERVICES);
});

test('ports', () =>
  agree(
    definition =>
      sorted(
        publishedPortsOf(definition).map(({ hostIp, published: [first, ...more], target, protocol: transport }) => [
          hostIp === '*' ? null : hostIp,
          first === undefined ? null : `${first}${more.length > 0 ? `-${more.at(-1)}` : ''}`,
          target,
          transport,
        ]),
      ),
    ({ ports = [] }) =>
      sorted(ports.map((each: any) => [each.host_ip ?? null, each.published ?? null, each.target, each.protocol])),
  ));

test('mounts', () =>
  agree(
    definition =>
      sorted(
        mountsOf(definition).map(({ type, source: from, target, readOnly }) => [
          type,
          from === undefined
            ? null
            : type === 'bind' && /^[./]/.test(from)
              ? resolve('/reading', withoutEscapes(from))
              : from,
          target,
          readOnly,
        ]),
      ),
    ({ volumes = [], tmpfs = [] }) =>
      sorted([
        ...volumes.map((each: any) => [
          each.type,
          each.source?.replace(/^\/reading\/(?=C:|\\)/, '').replace(/\/$/, '') ?? null,
          resolve('/', each.target),
          each.read_only ?? false,
        ]),
        ...tmpfs.map((each: string) => ['tmpfs', null, each.split(':')[0], false]),
      ]),
  ));

test('networks', () =>
  agree(
    definition => sorted(networksOf(definition)),
    ({ networks }) => sorted(Object.keys(networks)),
  ));

test('dependencies', () =>
  agree(
    definition =>
      sorted(
        [...dependenciesOf(definition)].map(([other, { condition: awaited, required }]) => [other, awaited, required]),
      ),
    ({ depends_on: dependsOn = {} }) =>
      sorted(
        Object.entries<any>(dependsOn).map(([other, { condition: awaited, required }]) => [other, awaited, required]),
      ),
  ));

test('health', () =>
  agree(
    definition => ({ ...healthOf(definition), test: healthOf(definition).test.map(withoutEscapes) }),
    ({ healthcheck: { test: tests = [], disable = false } = {} as any }) => {
      const origin =
        disable || tests[0] === 'NONE'
          ? HealthSource.DISABLED
          : tests.length > 0
            ? HealthSource.OWN
            : HealthSource.IMAGE;
      return { source: origin, test: origin === HealthSource.OWN ? tests : [] };
    },
  ));

test.each(['command', 'entrypoint'])('%s', key =>
  agree(
    definition => argumentsOf(definition[key])?.map(withoutEscapes) ?? null,
    canonical => canonical[key] ?? null,
  ),
);

test('environment', () =>
  agree(
    definition =>
      sorted([...environmentOf(definition)].map(([variable, value]) => [variable, value && withoutEscapes(value)])),
    ({ environment = {} }) => sorted(Object.entries(environment)),
  ));

test('restart, replicas and profiles', () =>
  agree(
    definition => [restartOf(definition), replicasOf(definition), profilesOf(definition)],
    canonical => [
      restartOf({ restart: canonical.restart }),
      canonical.deploy?.replicas ?? canonical.scale ?? 1,
      canonical.profiles ?? [],
    ],
  ));

test('durations and sizes', () =>
  agree(
    ({ stop_grace_period: duration, mem_limit: size }) => [
      duration === undefined ? null : millisOf(duration),
      size === undefined ? null : String(bytesOf(size)),
    ],
    ({ stop_grace_period: duration, mem_limit: size }) => [
      duration === undefined ? null : millisOf(duration),
      size ?? null,
    ],
  ));

const fileName = fc.stringMatching(/^READING_[A-C]$/);
const piece = fc.constantFrom(
  'a',
  'b c',
  ' ',
  '  ',
  '#',
  ' #',
  ' # c',
  '=',
  ':',
  '\\',
  '\\n',
  '$$',
  'é',
  '"',
  "'",
  '\t',
  ',',
);
const pieces = fc.array(piece, { maxLength: 5 }).map(parts => parts.join(''));
const inSingle = fc
  .array(
    fc.oneof(
      piece.filter(text => !/['\\]/.test(text)),
      fc.constantFrom("\\'", '\\n', '\n', '$x'),
    ),
    { maxLength: 5 },
  )
  .map(parts => parts.join(''));
const inDouble = fc
  .array(
    fc.oneof(
      piece.filter(text => !/["\\]/.test(text)),
      fc.constantFrom('\\"', '\\n', '\\\\', '\n', '\\$x'),
    ),
    { maxLength: 5 },
  )
  .map(parts => parts.join(''));
const envValue = fc.oneof(
  pieces.filter(text => !/^\s*['"]/.test(text)),
  fc.tuple(inSingle, fc.constantFrom('', ' # c', ' ')).map(([text, after]) => `'${text}'${after}`),
  fc.tuple(inDouble, fc.constantFrom('', ' # c', ' ')).map(([text, after]) => `"${text}"${after}`),
);
const entry = fc
  .tuple(fc.constantFrom('', 'export ', ' '), fileName, fc.constantFrom('=', ': ', ' = ', ':'), envValue)
  .map(parts => parts.join(''));
const envFile = fc.record({
  raw: fc.constant(false),
  text: fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: entry },
        { weight: 1, arbitrary: fc.constantFrom('', '# A=b', '  # c', 'READING_D') },
      ),
      { maxLength: 6 },
    )
    .chain(lines => fc.constantFrom('\n', '\n\n', '\r\n').map(end => lines.map(text => text + end).join(''))),
});
const rawFile = fc.record({
  raw: fc.constant(true),
  text: fc
    .array(
      fc.tuple(fileName, pieces).map(([variable, value]) => `${variable}=${value}\n`),
      { maxLength: 6 },
    )
    .map(lines => lines.join('')),
});

test('environment files', () => {
  const files = fc.sample(fc.oneof({ weight: 3, arbitrary: envFile }, { weight: 1, arbitrary: rawFile }), {
    numRuns: SERVICES,
    seed: SEED,
  });
  const directory = mkdtempSync(join(tmpdir(), 'reading-'));
  try {
    files.forEach(({ text }, index) => writeFileSync(join(directory, `${index}.env`), text));
    const { value, message } = config(
      files.map(({ raw }, index) => ({
        env_file: [{ path: join(directory, `${index}.env`), ...(raw && { format: 'raw' }) }],
      })),
    );
    expect(message).toBe('');
    const differing = files
      .map(({ text, raw }, index) => ({
        text,
        raw,
        reader: sorted(
          [...variablesIn(text, raw)]
            .filter(([, found]) => found !== null)
            .map(([variable, found]) => [variable, withoutEscapes(found!)]),
        ),
        compose: sorted(Object.entries(value[`s${index}`].environment ?? {})),
      }))
      .filter(({ reader, compose }) => fc.stringify(reader) !== fc.stringify(compose));
    expect(differing.slice(0, 3)).toEqual([]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('Compose refuses the commands that cannot be split', () => {
  const refused = fc.sample(
    line.filter(text => splitArguments(text) === undefined),
    { numRuns: 12, seed: SEED },
  );
  expect(refused.filter(command => !config([{ command }]).message.includes('invalid command line string'))).toEqual([]);
});

/** The rules that find in a service what Compose refuses, and not only the engine, or what has no effect. */
function violations(definition: any): string[] {
  const file = {
    services: {
      ...Object.fromEntries(OTHERS.map(other => [other, { image: 'x' }])),
      web: { image: 'x', ...definition },
    },
    networks: keyed(NETWORKS),
    volumes: keyed(VOLUMES),
  };
  const model = modelOf(file, { app });
  return defaultRules()
    .filter(({ name: rule, level }) => level !== RuleLevel.WARNING && rule !== 'no-unused-entries')
    .flatMap(rule => messagesOf(rule, model).map(message => `${message} (${rule.name})`));
}

/** A definition with a mistake in one of its texts, numbers and booleans. */
function mistaken(definition: any, place: number, mistake: (value: any) => any): any {
  const leaves: (string | number)[][] = [];
  const collect = (value: any, path: (string | number)[]): unknown =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).forEach(([key, item]) => collect(item, [...path, key]))
      : leaves.push(path);
  collect(definition, []);
  if (leaves.length === 0) {
    return definition;
  }
  const path = leaves[place % leaves.length];
  const copy = structuredClone(definition);
  const last = path[path.length - 1];
  const parent = path.slice(0, -1).reduce((node, key) => node[key], copy);
  parent[last] = mistake(parent[last]);
  return copy;
}

const character = fc.constantFrom(...':/-,.= =xX09_;@[]\t\né'.split(''));
const mistake = fc.oneof(
  fc.tuple(fc.nat(), character).map(([at, added]) => (value: any) => {
    const text = String(value);
    const index = at % (text.length + 1);
    return text.slice(0, index) + added + text.slice(index);
  }),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 3 })).map(([at, length]) => (value: any) => {
    const text = String(value);
    const index = at % (text.length + 1);
    return text.slice(0, index) + text.slice(index + length);
  }),
  fc.constantFrom('', '-1', 'x', '1.5', 'yes', ':').map(text => () => text),
  fc.constantFrom(-1, 1.5, 70_000).map(number => (value: any) => (typeof value === 'number' ? number : String(value))),
  fc.constant((value: any) => (typeof value === 'string' ? value + value : String(value))),
);

test('no rule refuses what Compose accepts', () => {
  const wrong = read
    .map(([definition]) => ({ definition, told: violations(definition).filter(message => !LATER.test(message)) }))
    .filter(({ told }) => told.length > 0);
  expect(wrong.slice(0, 3)).toEqual([]);
});

/** Rules about what fails after `docker compose config`, which generated services may break. */
const LATER =
  /\((no-port-conflict|port-per-replica|published-ports-reachable|healthy-requires-healthcheck|healthcheck-command-exists|unique-mount-targets|completed-dependency-exits|argument-length|no-conflicting-limits|valid-ports)\)$/;

test('Compose accepts what no rule refuses, of services with a mistake', () => {
  const services = fc
    .sample(fc.tuple(service, fc.nat(), mistake), { numRuns: 3 * SERVICES, seed: SEED })
    .map(([definition, place, change]) => mistaken(definition, place, change))
    // rules take a text with a single dollar sign for one with a reference, which they leave to Compose
    .filter(definition => !/(?<!\$)(\$\$)*\$(?![\w{$])/.test(JSON.stringify(definition)))
    .filter(definition => violations(definition).length === 0);
  expect(services.length).toBeGreaterThan(SERVICES / 3); // about a third of the mistakes break no rule
  expect(refusedOf(services)).toBeUndefined();
});

/** The first service that Compose refuses. It refuses a whole file, so the file is divided until the one is found. */
function refusedOf(services: any[]): { definition: any; message: string } | undefined {
  const { value, message } = config(services);
  if (value !== undefined) {
    return undefined;
  }
  if (services.length === 1) {
    return { definition: services[0], message };
  }
  const middle = Math.ceil(services.length / 2);
  return refusedOf(services.slice(0, middle)) ?? refusedOf(services.slice(middle));
}

test('Compose refuses what the rules are tested with', () => {
  const files = [
    ...Object.values(REFUSED_BY_COMPOSE)
      .flat()
      .map(([definition]) => fileWith(definition)),
    ...REFUSED_SECTIONS.map(([sections]) => fileWithSections(sections)),
  ];
  const tried = fc.sample(fc.shuffledSubarray(files, { minLength: 40, maxLength: 40 }), { numRuns: 1, seed: SEED })[0];
  expect(tried.filter(file => statusOf(file) === 0)).toEqual([]);
});
