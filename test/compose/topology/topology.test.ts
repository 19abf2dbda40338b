import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComposeApp, ContainerImage, Service, Topology } from '../../../src/compose';
import { testProject } from '../../test-project';

/** The picture of services, each with an image. */
function mermaid(services: { [name: string]: any }, rest: { [section: string]: any } = {}): string {
  const withImages = Object.entries(services).map(([name, service]) => [name, { image: 'alpine', ...service }]);
  return new Topology({ services: Object.fromEntries(withImages), ...rest }).toMermaid();
}

/** The row of a service's table, as its cells. */
function row(service: { [key: string]: any }): string[] {
  return new Topology({ services: { web: service } })
    .toMarkdown()
    .split('\n')
    .find(line => line.startsWith('| `web`'))!
    .slice(2, -2)
    .split(' | ');
}

test('the whole page of a small app', () => {
  const definition = {
    name: 'team_app',
    services: {
      init: {
        image: 'busybox',
        restart: 'no',
        networks: ['back'],
        volumes: [{ type: 'volume', source: 'data', target: '/data' }],
      },
      web: {
        build: { context: './web' },
        depends_on: { init: { condition: 'service_completed_successfully' } },
        networks: ['back', 'front'],
        ports: [{ target: 80, published: '8080', host_ip: '127.0.0.1', protocol: 'tcp' }],
      },
    },
    networks: { back: { internal: true }, front: {} },
  };
  expect(new Topology(definition).toMarkdown()).toMatchInlineSnapshot(`
"# team\\_app

\`\`\`mermaid
flowchart LR
  subgraph area_back["back (no egress)"]
    service_init("<b>init</b><br>busybox<br>runs once")
    subgraph area_back_front["front"]
      service_web["<b>web</b><br>built from ./web<br>at 127.0.0.1:8080 → 80"]
    end
  end
  volume_data[("<b>data</b>")]
  service_init ---|"/data"| volume_data
  service_web ==>|"until completed"| service_init
  classDef pulled fill:#e3effb,stroke:#2f6fb3,color:#10263d
  class service_init pulled
  classDef built fill:#e2f4e6,stroke:#2e8540,color:#0f2e17
  class service_web built
  classDef once stroke-dasharray:6 4
  class service_init once
  classDef volume fill:#f4ecd8,stroke:#8a6d1f,color:#33280a
  class volume_data volume
  classDef area fill:#8881,stroke:#888,stroke-dasharray:2 3
  class area_back_front,area_back area
\`\`\`

An arrow goes from a service to what it waits for at start. Dotted boxes are networks: a service is in all those around it, or named by its box.
Blue images are pulled, green ones are built from a Dockerfile; a service with a dashed border runs once. "at" is the address and port of the
host by which a service is reached; where the border is thick and orange, other machines reach it too.

| Service | Image | Ports | Volumes |
|---|---|---|---|
| \`init\`, runs once | \`busybox\` |  | \`data\` at \`/data\` |
| \`web\` | built from \`./web\` | \`127.0.0.1:8080 → 80\` |  |
"
`);
});

test('a service without networks is in the network "default"', () => {
  expect(mermaid({ web: {} })).toContain('  subgraph area_default["default"]\n    service_web[');
});

test('a service in several networks is in the area of the networks that it shares, if there is one', () => {
  const text = mermaid(
    { db: { networks: ['back'] }, web: { networks: ['front', 'back'] } },
    { networks: { back: { internal: true }, front: {} } },
  );
  expect(text).toMatch(
    /^ {2}subgraph area_back\["back \(no egress\)"\]\n {4}service_db.*\n {4}subgraph area_back_front\["front"\]\n {6}service_web.*\n {4}end\n {2}end$/m,
  );
});

test('a service between two networks has an area that names both', () => {
  const text = mermaid({
    db: { networks: ['back'] },
    web: { networks: { front: {}, back: {} } },
    proxy: { networks: ['front'] },
  });
  expect(text).toContain('\n  subgraph area_back_front["back + front"]\n');
});

test('a service with the network of the host has its own area', () => {
  expect(mermaid({ web: { network_mode: 'host' } })).toContain('subgraph area_network_mode_host["network_mode host"]');
});

test.each([
  [{ db: { condition: 'service_started' } }, 'service_web -.->|"until started"| service_db'],
  [{ db: { condition: 'service_healthy' } }, 'service_web -->|"until healthy"| service_db'],
  [{ db: { condition: 'service_completed_successfully' } }, 'service_web ==>|"until completed"| service_db'],
  [
    { db: { condition: 'service_healthy', required: false } },
    'service_web -->|"until healthy, if it is there"| service_db',
  ],
  [['db'], 'service_web -.->|"until started"| service_db'],
])('the dependency %j is an arrow with its condition', (depends_on, arrow) => {
  expect(mermaid({ db: {}, web: { depends_on } })).toContain(`  ${arrow}\n`);
});

test('a service of an included file is drawn once, by its name', () => {
  const text = mermaid({ a: { depends_on: ['legacy'] }, b: { depends_on: ['legacy'] } });
  expect(text.match(/^ {2}service_legacy\["<b>legacy<\/b><br>of an included file"\]$/gm)).toHaveLength(1);
  expect(text).toContain('  service_b -.->|"until started"| service_legacy\n');
});

test('a service that is never restarted, or whose completion another one waits for, is an init job', () => {
  const text = mermaid({
    never: { restart: 'no' },
    awaited: {},
    web: { depends_on: { awaited: { condition: 'service_completed_successfully' } } },
  });
  expect(text).toContain('service_never("<b>never</b><br>alpine<br>runs once")');
  expect(text).toContain('service_awaited("<b>awaited</b><br>alpine<br>runs once")');
  expect(text).toContain('service_web["<b>web</b><br>alpine"]');
  expect(text).toContain('class service_never,service_awaited once\n');
});

test('built images are distinguished from pulled ones', () => {
  const text = mermaid({ a: { image: 'team/a:1', build: './a' }, b: { build: { context: './b' } }, c: {} });
  expect(text).toContain('<b>a</b><br>built from ./a"');
  expect(text).toContain('class service_a,service_b built\n');
  expect(text).toContain('class service_c pulled\n');
});

test.each([
  [{ target: 80, published: '80', host_ip: '127.0.0.1', protocol: 'tcp' }, '127.0.0.1:80'],
  [{ target: 80, published: '8080', host_ip: '127.0.0.1' }, '127.0.0.1:8080 → 80'],
  [{ target: 53, published: 53, protocol: 'udp' }, '0.0.0.0:53/udp'],
  [{ target: 80, host_ip: '::1' }, '[::1]:free port → 80'],
  [{ target: 80, published: '${PORT:?set it in .env}', host_ip: '127.0.0.1' }, '127.0.0.1:${PORT} → 80'],
  ['80', '0.0.0.0:free port → 80'],
  [8080, '0.0.0.0:free port → 8080'],
  ['8080:80', '0.0.0.0:8080 → 80'],
  ['127.0.0.1:8000-8002:8000-8002/udp', '127.0.0.1:8000-8002/udp'],
  ['[::1]:80:80', '[::1]:80'],
  ['127.0.0.1::80', '127.0.0.1:free port → 80'],
  ['${ADDRESS:-127.0.0.1}:80:80', '${ADDRESS}:80'],
])('the port %j is shown as %s', (port, shown) => {
  expect(row({ image: 'alpine', ports: [port] })[2]).toBe(`\`${shown}\``);
});

test('a port that other machines reach stands out', () => {
  expect(mermaid({ web: { ports: ['80:80'] }, db: { ports: ['127.0.0.1:5432:5432', '[::1]:5432:5432'] } })).toContain(
    '  class service_web open\n',
  );
});

test.each([
  [{ type: 'volume', source: 'data', target: '/data' }, '`data` at `/data`'],
  [{ type: 'bind', source: './conf', target: '/conf', read_only: true }, '`./conf` at `/conf`, read only'],
  [{ type: 'tmpfs', target: '/tmp' }, ''],
  [{ type: 'volume', target: '/anonymous' }, ''],
  ['data:/data:ro,z', '`data` at `/data`, read only'],
  ['~/data:/data', '`~/data` at `/data`'],
  ['C:\\data:/data', '`C:\\data` at `/data`'],
  ['/anonymous', ''],
])('the mount %j is shown as %s', (mount, shown) => {
  expect(row({ image: 'alpine', volumes: [mount] })[3]).toBe(shown);
});

test('a volume that two services share is drawn once', () => {
  const volumes = [{ type: 'volume', source: 'data', target: '/data' }];
  const text = mermaid({ a: { volumes }, b: { volumes: [{ ...volumes[0], read_only: true }] } });
  expect(text.match(/^ {2}volume_data\[\("<b>data<\/b>"\)\]$/gm)).toHaveLength(1);
  expect(text).toContain('  service_a ---|"/data"| volume_data\n');
  expect(text).toContain('  service_b ---|"/data (read only)"| volume_data\n');
});

test('profiles are named', () => {
  expect(mermaid({ web: { profiles: ['debug', 'test'] } })).toContain('<br>profile debug, test"]');
});

test('the cells of the table hold any text', () => {
  expect(row({ image: 'a|b`c``d\ne' })[1]).toBe('```a\\|b`c``d e```');
  expect(row({ build: '`x`' })[1]).toBe('built from `` `x` ``');
});

test('an app without services has an empty picture', () => {
  expect(new Topology({}).toMermaid()).toBe('flowchart LR\n');
});

test('the diagram is a file next to the compose file, if it is requested', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory: 'deploy', topologyFile: 'topology.md' });
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine') });
  app.addOverride('services.web.ports', ['80:80']);

  project.synth();

  const text = readFileSync(join(project.outdir, 'deploy/topology.md'), 'utf8');
  expect(text).toMatch(/^<!-- ~~ Generated by projen\..* -->\n\n# team-app\n/);
  expect(text).toContain('at 0.0.0.0:80');
  expect(project.tryFindFile('topology.md')).toBeUndefined();
  expect(text).toBe(`${text.split('\n', 1)[0]}\n\n${new Topology(app.toDefinition()).toMarkdown()}`);
});

test('a picture outside of the project, or in the place of another file, is an error', () => {
  expect(() => new ComposeApp(testProject(), 'app', { topologyFile: '../topology.md' })).toThrow(
    '[app] the path "../topology.md" of `topologyFile` is outside of the project',
  );
  expect(() => new ComposeApp(testProject(), 'app', { topologyFile: 'compose.yaml' })).toThrow(
    'the project already writes a file "compose.yaml"',
  );
});
