import { Construct } from 'constructs';
import { Project } from 'projen';
import * as library from '../../../src';
import {
  ComposeApp,
  ContainerImage,
  Duration,
  MinioService,
  MlflowService,
  Mount,
  MysqlService,
  MysqlServiceProps,
  Service,
  ServiceProps,
} from '../../../src';
import { ENUMS, HOOKS, INTERFACES, METHODS, STRUCTS } from '../../../src/prop-types';
import { structParameters } from '../../public-structs';
import { testProject } from '../../test-project';

/** The props of a struct, with those of the structs that it extends: `name?:code`. */
function propsOf(struct: string): { name: string; code: string; optional: boolean }[] {
  const [bases, ...props] = STRUCTS[struct].split(' ');
  return [
    ...bases.split(',').filter(Boolean).flatMap(propsOf),
    ...props.filter(Boolean).map(text => {
      const [name, code] = text.split(':');
      return { name: name.replace('?', ''), code, optional: name.endsWith('?') };
    }),
  ];
}

/** A value of a type, as far as a check can tell. */
function valueOf(code: string): any {
  const type = code.slice(1);
  switch (code[0]) {
    case 's':
      return 'text';
    case 'n':
      return 1;
    case 'b':
      return true;
    case 'L':
      return [valueOf(type)];
    case 'M':
      return { key: valueOf(type) };
    case 'E':
      return ENUMS[type].split(',')[0];
    case 'S':
      return Object.fromEntries(
        propsOf(type)
          .filter(({ optional }) => !optional)
          .map(({ name, code: of }) => [name, valueOf(of)]),
      );
    case 'I':
      return Object.fromEntries(INTERFACES[type].split(',').map(member => [member, () => undefined]));
    case 'C':
      return Object.create(((library as any)[type] ?? Construct).prototype);
    default:
      return {};
  }
}

/** Values of no such type, as JavaScript might give them. */
function wrongValuesOf(code: string): any[] {
  const others: { [kind: string]: any[] } = {
    s: [1, {}, []],
    n: ['5000', {}, []],
    b: ['true', 1],
    L: ['text', {}],
    M: ['text', []],
    E: ['no such value', 1, {}],
    S: ['text', 1, []],
    C: ['text', {}, []],
    I: ['text', {}],
    o: ['text', []],
  };
  return [...(others[code[0]] ?? []), ...(code === '*' ? [] : [null])];
}

/** The classes whose constructors take props, with their structs. */
const CLASSES = Object.entries(library as { [name: string]: any })
  .filter(([, type]) => typeof type === 'function')
  .flatMap(([name, type]): [string, string][] => {
    const struct = /checkProps\)?\(new\.target, \w+, scope, id, '(\w+)'/.exec(
      Function.prototype.toString.call(type),
    )?.[1];
    return struct ? [[name, struct]] : [];
  });

function required(struct: string): { [name: string]: any } {
  return Object.fromEntries(
    propsOf(struct)
      .filter(({ optional }) => !optional)
      .map(prop => [prop.name, valueOf(prop.code)]),
  );
}

function make(name: string, props: unknown): void {
  const scope = name === 'ComposeApp' || name === 'MlflowStack' ? testProject() : new ComposeApp(testProject(), 'app');
  new (library as any)[name](scope, 'it', props);
}

test('all constructs that take props check them', () => {
  const constructs = Object.keys(STRUCTS)
    .filter(struct => struct.endsWith('Props') && typeof (library as any)[struct.replace(/Props$/, '')] === 'function')
    .map(struct => struct.replace(/Props$/, ''));
  const notConstructs = ['ComposeModel', 'Hardened', 'ResourceLimits', 'DockerfileStage'];
  expect(CLASSES.map(([name]) => name)).toEqual(
    expect.arrayContaining(constructs.filter(name => !notConstructs.includes(name))),
  );
});

test.each(CLASSES)('%s: a prop that is required and missing is named, with its type', (name, struct) => {
  for (const prop of Object.keys(required(struct))) {
    const { [prop]: _, ...rest } = required(struct);
    for (const props of [rest, { ...rest, [prop]: undefined }]) {
      expect(() => make(name, props)).toThrow(new RegExp(`^\\[(app/)?it\\] the prop \`${prop}\` is missing; give it `));
    }
  }
});

test.each(CLASSES)('%s: a prop of another type is named, with what it is and what it should be', (name, struct) => {
  for (const { name: prop, code } of propsOf(struct)) {
    for (const value of wrongValuesOf(code)) {
      expect(() => make(name, { ...required(struct), [prop]: value })).toThrow(
        new RegExp(`^\\[(app/)?it\\] the prop \`${prop}[^\`]*\` is (null|a |of the class |missing)`),
      );
    }
  }
});

test.each(CLASSES)('%s: a prop of another name is named, with the nearest one', (name, struct) => {
  expect(() => make(name, { ...required(struct), noSuchPropAtAll: 1 })).toThrow(
    /^\[(app\/)?it\] there is no prop `noSuchPropAtAll`; the props are \w+/,
  );
});

const service = () => new Service(app(), 's', { image: ContainerImage.fromRegistry('a') });
const app = () => new ComposeApp(testProject(), 'app');

test.each<[string, () => void, string]>([
  [
    'sever for server',
    () => new library.MlflowStack(testProject(), 'm', { sever: {} } as any),
    '[m] there is no prop `sever`; did you mean `server`?',
  ],
  [
    'a port in quotes',
    () => new MlflowService(app(), 'm', { port: '5000' } as any),
    '[app/m] the prop `port` is a string; give it a number',
  ],
  [
    'below another prop',
    () => new library.MlflowStack(testProject(), 'm', { server: { databasePool: { size: '5' } } } as any),
    '[m] the prop `server.databasePool.size` is a string; give it a number',
  ],
  [
    'a misspelled prop below another one',
    () => new library.MlflowStack(testProject(), 'm', { server: { workrs: 2 } } as any),
    '[m] there is no prop `server.workrs`; did you mean `server.workers`?',
  ],
  [
    'an entry of a list',
    () => new Service(app(), 's', { image: ContainerImage.fromRegistry('a'), ports: [{ target: '80' }] } as any),
    '[app/s] the prop `ports[0].target` is a string; give it a number',
  ],
  [
    'null',
    () => new MlflowService(app(), 'm', { auth: null } as any),
    '[app/m] the prop `auth` is null; give it a MlflowAuth, or leave it out',
  ],
  [
    'a store that is none',
    () => new MlflowService(app(), 'm', { backendStore: {} } as any),
    '[app/m] the prop `backendStore` is a plain object; give it an IBackendStore, which has `bind`',
  ],
  [
    'no server',
    () => new library.BucketInit(app(), 'b', { buckets: ['x'] } as any),
    '[app/b] the prop `server` is missing; give it an IS3Server',
  ],
  [
    'no props',
    () => new (library.BucketInit as any)(app(), 'b'),
    '[app/b] the props are undefined; give an object with',
  ],
  [
    'a misspelled prop that is required',
    () => new library.BucketInit(app(), 'b', { servr: new MinioService(app(), 's3') } as any),
    'it is written `servr` here',
  ],
  [
    'seconds as a number',
    () => new Service(app(), 's', { image: ContainerImage.fromRegistry('a'), stopGracePeriod: 30 } as any),
    '[app/s] the prop `stopGracePeriod` is a number; give it a Duration',
  ],
])('%s', (_, run, message) => {
  expect(run).toThrow(message);
});

test('a value is never shown, since it may be a secret', () => {
  expect(() => new MysqlService(app(), 'db', { databasePassword: 'hunter2' } as any)).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
  );
});

interface TeamProps extends MysqlServiceProps {
  readonly team: string;
}

class TeamMysql extends MysqlService {
  constructor(scope: ComposeApp, id: string, props: TeamProps) {
    super(scope, id, props);
  }
}

test('a subclass may pass its own props on, whatever their names', () => {
  expect(() => new TeamMysql(app(), 'db', { team: 'a', stopGracePeriod: Duration.minutes(1) })).not.toThrow();
  class WithPort extends Service {
    constructor(scope: ComposeApp, id: string, props: ServiceProps & { port: number; label: string }) {
      super(scope, id, props);
    }
  }
  expect(
    () => new WithPort(app(), 's', { image: ContainerImage.fromRegistry('a'), port: 80, label: 'x' }),
  ).not.toThrow();
  class WithHosts extends library.CaddyProxy {
    constructor(scope: ComposeApp, id: string, props: library.CaddyProxyProps & { hosts: string[] }) {
      super(scope, id, props);
    }
  }
  expect(() => new WithHosts(app(), 'p', { host: 'localhost', hosts: ['a'] })).not.toThrow();
  class TeamHardened extends library.Hardened {
    constructor(props: library.HardenedProps & { tmpf: string }) {
      super(props);
    }
  }
  expect(() => new TeamHardened({ tmpf: 'x' })).not.toThrow();
});

test('the known props of a subclass are checked all the same', () => {
  expect(() => new TeamMysql(app(), 'db', { team: 'a', networks: 'front' } as any)).toThrow(
    '[app/db] the prop `networks` is a string; give it a list of Network',
  );
});

test.each<[string, () => void, string]>([
  [
    'no scope',
    () => new (Service as any)(undefined, 's', {}),
    '[s] the scope is undefined; give the construct, app or project that it belongs to',
  ],
  [
    'a scope that is no construct',
    () => new (MinioService as any)({}, 's3'),
    '[s3] the scope is a plain object; give the construct',
  ],
  [
    'the props in the place of the scope',
    () => new (ComposeApp as any)({ directory: 'x' }),
    '[ComposeApp] the scope is a plain object; give the construct',
  ],
  [
    'no id',
    () => new (MinioService as any)(app()),
    '[app] the id is undefined; give it a string that is unique in its scope',
  ],
  [
    'props in the place of the id',
    () => new (library.MlflowStack as any)(testProject(), {}),
    '[MlflowStack] the id is a plain object; give it a string',
  ],
  [
    'an id that objects have by themselves',
    () => new MinioService(app(), 'constructor'),
    '[app/constructor] the id is "constructor", a name that each object of JavaScript has; give it another one',
  ],
  ['the prototype as id', () => new MinioService(app(), '__proto__'), '[app/__proto__] the id is "__proto__"'],
  ['an empty id', () => new MinioService(app(), ''), '[app] the id is empty; give it a string'],
  [
    'a list with a hole',
    () => new Service(app(), 's', { image: ContainerImage.fromRegistry('a'), ports: new Array(1) }),
    '[app/s] the prop `ports[0]` is undefined; give it an object of the form PortMapping',
  ],
  [
    'a list of strings with a hole',
    () => new Service(app(), 's', { image: ContainerImage.fromRegistry('a'), command: new Array(2) }),
    '[app/s] the prop `command[0]` is undefined',
  ],
])('%s', (_, run, message) => {
  expect(run).toThrow(message);
});

test('an object of a second copy of the package is one', () => {
  class OtherDuration {}
  Object.defineProperty(OtherDuration, 'name', { value: 'Duration' });
  Object.assign(OtherDuration.prototype, { toCompose: () => '1m', toSeconds: () => 60 });
  expect(
    () =>
      new Service(app(), 's', { image: ContainerImage.fromRegistry('a'), stopGracePeriod: new OtherDuration() as any }),
  ).not.toThrow();
});

test('structs that jsii passes from Python have all members, undefined if Python has none', () => {
  const struct = Object.fromEntries(propsOf('MlflowStackProps').map(({ name }) => [name, undefined]));
  expect(
    () => new library.MlflowStack(new Project({ name: 'team', outdir: testProject().outdir }), 'm', struct),
  ).not.toThrow();
});

test.each(Object.entries(METHODS))('%s checks its arguments', (key, parameters) => {
  const [type, method] = key.split('.');
  const owner = (library as any)[type];
  const call = Object.hasOwn(owner, method) ? owner[method].bind(owner) : owner.prototype[method].bind({});
  const codes = parameters.split(' ').map(parameter => parameter.split(':'));
  codes.forEach(([label, code], position) => {
    const wrong = (value: unknown) => () =>
      call(...codes.map(([, of], index) => (index === position ? value : valueOf(of))));
    const name = label.replace(/\W/g, '');
    for (const value of [...wrongValuesOf(code), ...(code === '*' || label !== name ? [] : [undefined])]) {
      expect(wrong(value)).toThrow(
        new RegExp(`^\\[${type}\\.${method}\\] the (argument \`${name}(\\[\\d\\])?\` is|props are) `),
      );
    }
    const isReturned = Object.values<string>(HOOKS).includes(code); // a hook may return one with more members
    if (code.startsWith('S') && !isReturned) {
      expect(wrong({ ...required(code.slice(1)), noSuchOptionAtAll: 1 })).toThrow(
        `[${type}.${method}] there is no prop \`noSuchOptionAtAll\``,
      );
      const [prop] = propsOf(code.slice(1)).filter(({ code: of }) => of !== '*');
      expect(wrong({ ...required(code.slice(1)), [prop.name]: () => 1 })).toThrow(
        `[${type}.${method}] the prop \`${prop.name}\` is a function`,
      );
    }
  });
});

test('every constructor with a struct checks it', () => {
  const constructors = structParameters();
  expect(constructors.length).toBeGreaterThan(30);
  expect(constructors.filter(({ checked }) => !checked)).toEqual([]);
});

test.each<[string, () => void]>([
  ['[app/s.addPort] the prop `target` is a string; give it a number', () => service().addPort({ target: '80' } as any)],
  [
    '[app/s.addPort] there is no prop `publised`; did you mean `published`?',
    () => service().addPort({ target: 80, publised: 80 } as any),
  ],
  ['[app/s.addPort] the props are undefined; give an object with `target`', () => (service() as any).addPort()],
  [
    '[Mount.bind] there is no prop `readonly`; did you mean `readOnly`?',
    () => Mount.bind('/a', '/b', { readonly: true } as any),
  ],
  ['[Mount.bind] the props are null', () => Mount.bind('/a', '/b', null as any)],
  [
    '[MlflowAuth.basic] there is no prop `adminUser`; did you mean `adminUsername`?',
    () => library.MlflowAuth.basic({ adminUser: 'x' } as any),
  ],
  [
    '[app/p.addSite] the prop `port` is missing; give it a number',
    () => new library.CaddyProxy(app(), 'p', { host: 'localhost' }).addSite({ service: service() } as any),
  ],
  [
    '[DockerfileStage.copy] the prop `chmod` is a number; give it a string',
    () => new library.DockerfileStage('a', 'b').copy(['x'], '/x', { chmod: 755 } as any),
  ],
  [
    '[DockerfileStage.run] the prop `caches` is a string; give it a list of strings',
    () => new library.DockerfileStage('a', 'b').run(['x'], { caches: '/x' } as any),
  ],
  ['[ComposeModel] the prop `app` is missing', () => new library.ComposeModel({}, {} as any)],
  [
    '[Hardened] there is no prop `readonly`; did you mean `readOnly`?',
    () => new library.Hardened({ readonly: false } as any),
  ],
  [
    '[Healthcheck.shell] the prop `interval` is a number; give it a Duration',
    () => library.Healthcheck.shell('true', { interval: 5 } as any),
  ],
  [
    "[app/s.addEnvironment] the argument `value` is a string; give it an IEnvValue, such as EnvValue.of('text')",
    () => service().addEnvironment('A', 'text' as any),
  ],
  [
    '[app/s.addMount] the argument `mount` is a string; give it a Mount',
    () => service().addMount('./data:/data' as any),
  ],
  ['[app.addOverride] the argument `path` is undefined; give it a string', () => (app() as any).addOverride()],
  [
    '[EnvValue.concat] the argument `values` is a string; give it an IEnvValue',
    () => library.EnvValue.concat(library.EnvValue.of('a'), 'b' as any),
  ],
  ['[ComposeApp.of] the argument `construct` is undefined; give it a Construct', () => (ComposeApp as any).of()],
  [
    '[DockerfileStage] the argument `base` is undefined; give it a string',
    () => new (library.DockerfileStage as any)('a'),
  ],
  [
    '[OverlayElement] the argument `element` is a string; give it a ComposeElement',
    () => new library.OverlayElement(new library.ComposeOverlay(app(), 'prod'), 'db' as any),
  ],
  ['[Topology] the argument `definition` is null; give it a map', () => new library.Topology(null as any)],
])('%s', (message, run) => {
  expect(run).toThrow(message);
});
