import { join } from 'node:path';
import { Construct } from 'constructs';
import {
  AwsCredentials,
  BucketScript,
  ComposeApp,
  ComposeInclude,
  ComposeOverlay,
  Config,
  ContainerImage,
  Dockerfile,
  Hardened,
  MlflowImage,
  Mount,
  S3Store,
  Secret,
  SecretLocation,
  SecretSource,
  Service,
  SftpStore,
  SqliteStore,
  Volume,
  VolumeArtifactStore,
} from '../../../src';
import { STRUCTS } from '../../../src/prop-types';
import { testProject } from '../../test-project';

const image = () => ContainerImage.fromRegistry('alpine:3.22');
const written = (construct: Construct) =>
  construct.node
    .findAll()
    .map(({ node }) => node.metadata.find(({ type }) => type === 'path')?.data)
    .filter(Boolean);

/** Each way to write a path, by what makes it special. `PROJECT` is the absolute path of the project. */
const SPELLINGS = [
  '',
  '.',
  '..',
  '../x',
  './x',
  'x',
  'a/./b/../x',
  'x/',
  '..data',
  'x y',
  '/outside',
  'PROJECT/x',
  'C:/x',
  'C:\\x',
  'a\\x',
  'a\nx',
  'a\rx',
  'a\tx',
  'a\0x',
  'a\ud800x',
  '~/x',
] as const;
type Spelling = (typeof SPELLINGS)[number];
type Outcomes = { readonly [spelling in Spelling]: string | RegExp };

const broken = {
  '': / is empty; /,
  'a\\x': / contains a backslash; use slashes, which work on all systems$/,
  'a\nx': / contains a line break or another control character; remove it$/,
  'a\rx': / contains a line break /,
  'a\tx': / contains a line break /,
  'a\0x': / contains a line break /,
  'a\ud800x': / contains a line break /,
};
const isFolder = / is a folder; give the path of a file$/;
const outside = / is outside of the project; give one that is in the project$/;
const outOfContext = / is outside of the build context; give one below the folder of the Dockerfile$/;

/** A file or folder that synthesis writes, from the project's directory. */
const WRITTEN_FOLDER: Outcomes = {
  ...broken,
  '.': '.',
  '..': outside,
  '../x': outside,
  './x': 'x',
  x: 'x',
  'a/./b/../x': 'a/x',
  'x/': 'x',
  '..data': '..data',
  'x y': 'x y',
  '/outside': outside,
  'PROJECT/x': 'x',
  'C:/x': outside,
  'C:\\x': outside,
  '~/x': '~/x',
};
const WRITTEN_FILE: Outcomes = { ...WRITTEN_FOLDER, '.': isFolder, '..': isFolder, 'x/': isFolder };
const IN_CONTEXT: Outcomes = {
  ...WRITTEN_FILE,
  '../x': outOfContext,
  '/outside': outOfContext,
  'PROJECT/x': outOfContext,
  'C:/x': outOfContext,
  'C:\\x': outOfContext,
};

const noName = /is not the name of a file; give a name without slashes, and the path in `directory` of the app$/;
const FILE_NAME: Outcomes = {
  ...(Object.fromEntries(SPELLINGS.map(spelling => [spelling, noName])) as Outcomes),
  './x': 'x',
  x: 'x',
  '..data': '..data',
  'x y': 'x y',
};

/** A file or folder of the machine that runs the app, from the app's directory. */
const HOST_FOLDER: Outcomes = {
  ...broken,
  '.': '.',
  '..': '..',
  '../x': '../x',
  './x': './x',
  x: './x',
  'a/./b/../x': './a/x',
  'x/': './x',
  '..data': './..data',
  'x y': './x y',
  '/outside': '/outside',
  'PROJECT/x': 'PROJECT/x',
  'C:/x': 'C:/x',
  'C:\\x': 'C:\\x',
  '~/x': '~/x',
};
const HOST_FILE: Outcomes = { ...HOST_FOLDER, '.': isFolder, '..': isFolder, 'x/': isFolder };

const notAbsolute = / is not absolute; begin it with a slash$/;
const CONTAINER: Outcomes = {
  ...broken,
  '.': notAbsolute,
  '..': notAbsolute,
  '../x': notAbsolute,
  './x': notAbsolute,
  x: notAbsolute,
  'a/./b/../x': notAbsolute,
  'x/': notAbsolute,
  '..data': notAbsolute,
  'x y': notAbsolute,
  '/outside': '/outside',
  'PROJECT/x': 'PROJECT/x',
  'C:/x': 'C:/x',
  'C:\\x': 'C:\\x',
  '~/x': notAbsolute,
};
const within = (start: string, absolute?: Partial<Outcomes>): Outcomes => {
  const out = new RegExp(` is outside of ${start}; give one below it$`);
  return {
    ...broken,
    '.': start,
    '..': out,
    '../x': out,
    './x': `${start}/x`,
    x: `${start}/x`,
    'a/./b/../x': `${start}/a/x`,
    'x/': `${start}/x`,
    '..data': `${start}/..data`,
    'x y': `${start}/x y`,
    '/outside': out,
    'PROJECT/x': out,
    'C:/x': out,
    'C:\\x': out,
    '~/x': `${start}/~/x`,
    ...absolute,
  };
};

/** A team's own source of secrets. */
class VaultFile extends SecretSource {
  public readonly suitsReadOnly = true;
  constructor(private readonly file: string) {
    super();
  }
  public bind(): SecretLocation {
    return { file: this.file };
  }
}

interface PathProp {
  readonly outcomes: Outcomes;
  /** What became of the path. */
  readonly use: (app: ComposeApp, path: string) => string;
  /** Whether `use` makes the app itself, and needs the project alone. */
  readonly isApp?: boolean;
}

const mount =
  (add: (app: ComposeApp, path: string) => Mount, key = 'target') =>
  (app: ComposeApp, path: string) =>
    add(app, path).toDefinition()[key];
const secretTarget = (use: (app: ComposeApp, target: string) => string): PathProp => ({
  outcomes: within('/run/secrets', { '/outside': '/outside', 'PROJECT/x': 'PROJECT/x' }),
  use,
});

/** Each prop that holds a path, and each argument that does. */
const PROPS: { readonly [prop: string]: PathProp } = {
  'ComposeAppProps.directory': {
    outcomes: WRITTEN_FOLDER,
    use: ({ project }, directory) => new ComposeApp(project, 'app', { directory }).directory,
    isApp: true,
  },
  'ComposeAppProps.fileName': {
    outcomes: FILE_NAME,
    use: ({ project }, fileName) => written(new ComposeApp(project, 'app', { fileName }))[0],
    isApp: true,
  },
  'ComposeAppProps.topologyFile': {
    outcomes: WRITTEN_FILE,
    use: ({ project }, topologyFile) => written(new ComposeApp(project, 'app', { topologyFile })).at(-1)!,
    isApp: true,
  },
  'ComposeApp.expectPath': {
    outcomes: WRITTEN_FOLDER,
    use: (app, path) => {
      app.expectPath(path);
      return app.node.metadata.at(-1)!.data;
    },
  },
  'ComposeOverlayProps.fileName': {
    outcomes: FILE_NAME,
    use: (app, fileName) => new ComposeOverlay(app, 'prod', { fileName }).fileName,
  },
  'DockerfileProps.directory': {
    outcomes: WRITTEN_FOLDER,
    use: (app, directory) => new Dockerfile(app, 'image', { directory }).contextPath.replace(/^\.\//, ''),
  },
  'DockerfileProps.fileName': {
    outcomes: IN_CONTEXT,
    use: (app, fileName) => new Dockerfile(app, 'image', { fileName }).fileName,
  },
  'Dockerfile.addFile': {
    outcomes: IN_CONTEXT,
    use: (app, path) => {
      const dockerfile = new Dockerfile(app, 'image');
      dockerfile.addFile(path, 'text');
      return written(dockerfile)
        .at(-1)!
        .replace(/^image\//, '');
    },
  },
  'ConfigProps.path, written': {
    outcomes: Object.fromEntries(
      Object.entries(WRITTEN_FILE).map(([spelling, outcome]) => [
        spelling,
        typeof outcome === 'string' ? `./${outcome}` : outcome,
      ]),
    ) as Outcomes,
    use: (app, path) => new Config(app, 'config', { path, content: 'text' }).toDefinition().file,
  },
  'ConfigProps.path, read': {
    outcomes: HOST_FILE,
    use: (app, path) => new Config(app, 'config', { path }).toDefinition().file,
  },
  'SecretProps.file': {
    outcomes: HOST_FILE,
    use: (app, file) => new Secret(app, 'SECRET', { file }).toDefinition().file,
  },
  'SecretLocation.file': {
    outcomes: HOST_FILE,
    use: (app, file) => new Secret(app, 'SECRET', { source: new VaultFile(file) }).toDefinition().file,
  },
  'SecretMountOptions.target': secretTarget((app, target) =>
    new Service(app, 'service', { image: image() }).addSecret(new Secret(app, 'SECRET'), { target }),
  ),
  'ComposeIncludeProps.path': {
    outcomes: HOST_FILE,
    use: (app, path) => new ComposeInclude(app, 'include', { path }).toDefinition().path,
  },
  'ComposeIncludeProps.projectDirectory': {
    outcomes: HOST_FOLDER,
    use: (app, projectDirectory) =>
      new ComposeInclude(app, 'include', { path: 'c.yaml', projectDirectory }).toDefinition().project_directory,
  },
  'ComposeIncludeProps.envFiles': {
    outcomes: HOST_FILE,
    use: (app, file) =>
      new ComposeInclude(app, 'include', { path: 'c.yaml', envFiles: [file] }).toDefinition().env_file[0],
  },
  'Mount.bind source': { outcomes: HOST_FOLDER, use: mount((_, source) => Mount.bind(source, '/x'), 'source') },
  'Mount.bind target': { outcomes: CONTAINER, use: mount((_, target) => Mount.bind('x', target)) },
  'Mount.volume target': {
    outcomes: CONTAINER,
    use: mount((app, target) => Mount.volume(new Volume(app, 'volume'), target)),
  },
  'Mount.tmpfs target': { outcomes: CONTAINER, use: mount((_, target) => Mount.tmpfs(target)) },
  'Mount.config target': {
    outcomes: CONTAINER,
    use: mount((app, target) => Mount.config(new Config(app, 'config', { content: 'text' }), target)),
  },
  'HardenedProps.tmpfs': {
    outcomes: { ...CONTAINER, 'C:/x': notAbsolute, 'C:\\x': notAbsolute },
    use: (_, path) => new Hardened({ readOnly: true, tmpfs: [path] }).toDefinition([]).tmpfs[0],
  },
  'S3StoreOptions.caFile': {
    outcomes: HOST_FILE,
    use: (app, caFile) => {
      const store = new S3Store(app, 'store', { bucket: 'models', credentials: AwsCredentials.machineRole(), caFile });
      return (store.node.findAll().find(construct => construct instanceof Config) as Config).toDefinition().file;
    },
  },
  'SftpStoreProps.path': {
    outcomes: CONTAINER,
    use: (app, path) => {
      const store = new SftpStore(app, 'store', {
        host: 'sftp.example.com',
        user: 'team',
        privateKey: new Secret(app, 'KEY'),
        hostKey: 'ssh-ed25519 AAAA',
        path,
      });
      return store
        .bind(new Service(app, 'service', { image: image() }))
        .destination.toCompose()
        .replace('sftp://team@sftp.example.com:22', '');
    },
  },
  'SqliteStoreProps.mountPath': {
    outcomes: CONTAINER,
    use: (app, mountPath) =>
      new SqliteStore(app, 'store', { mountPath }).bind(new Service(app, 'service', { image: image() }))
        .writableFolders![0],
  },
  'VolumeArtifactStoreProps.mountPath': {
    outcomes: CONTAINER,
    use: (app, mountPath) =>
      new VolumeArtifactStore(app, 'store', { mountPath }).bind(new Service(app, 'service', { image: image() }))
        .writableFolders![0],
  },
  'VolumeArtifactStoreProps.hostPath': {
    outcomes: HOST_FOLDER,
    use: (app, hostPath) => {
      const service = new Service(app, 'service', { image: image() });
      new VolumeArtifactStore(app, 'store', { hostPath }).bind(service);
      return service.toDefinition().volumes[0].source;
    },
  },
  'VolumeArtifactStoreProps.folder': {
    outcomes: within('/data'),
    use: (app, folder) =>
      new VolumeArtifactStore(app, 'store', { mountPath: '/data', folder })
        .bind(new Service(app, 'service', { image: image() }))
        .destination.toCompose(),
  },
  'MlflowImage.addWritableFolders': {
    outcomes: CONTAINER,
    use: (app, folder) => {
      const dockerfile = new MlflowImage(app, 'image');
      dockerfile.addWritableFolders(folder);
      const [, made] = /install -d -o 10001 -g 10001 (\S+|'.*')$/m.exec(
        dockerfile
          .toText()
          .split('AS system')[1]
          .split('\n')
          .filter(line => line.includes('install -d'))
          .at(-1)!,
      )!;
      return made.replace(/^'(.*)'$/, '$1');
    },
  },
};

/** Props of these names hold no path that a program writes for a file: what else they are. */
const OTHERS: { readonly [prop: string]: string } = {
  'AcmeOptions.directory': 'a URL',
  'ArtifactStoreConfig.writableFolders': 'given to MlflowImage.addWritableFolders',
  'BackendStoreConfig.writableFolders': 'given to MlflowImage.addWritableFolders',
  'BackendStoreConfig.passwordFile': 'what addSecret returns',
  'BackendStoreConfig.uriFile': 'what addSecret returns',
  'BuiltImageOptions.target': 'the name of a stage',
  'CustomBucketScript.path': 'read at synthesis: its own test',
  'LoadBalancer.healthPath': 'of a URL',
  'ModelEntry.path': 'of a construct',
  'MlflowArtifactsServiceProps.dockerfile': 'a construct',
  'RuleViolation.path': 'of a construct',
};

test('each prop whose name is that of a path is here', () => {
  const props = Object.entries(STRUCTS)
    .filter(([struct]) => !struct.startsWith('I'))
    .flatMap(([struct, text]) =>
      text
        .split(' ')
        .slice(1)
        .filter(
          prop =>
            /:(L?s)$/.test(prop) &&
            /path|file|directory|folder|target/i.test(prop.split(/[?:]/)[0]) &&
            !/profiles/.test(prop),
        )
        .map(prop => `${struct}.${prop.split(/[?:]/)[0]}`),
    );
  expect(
    props.filter(prop => ![...Object.keys(PROPS), ...Object.keys(OTHERS)].some(known => known.split(',')[0] === prop)),
  ).toEqual([]);
  expect(props.length).toBeGreaterThan(15);
});

test.each(Object.keys(PROPS).flatMap(prop => SPELLINGS.map(spelling => [prop, JSON.stringify(spelling)])))(
  '%s: %s',
  (prop, quoted) => {
    const spelling: Spelling = JSON.parse(quoted);
    const project = testProject();
    const { outcomes, use, isApp } = PROPS[prop];
    const outcome = outcomes[spelling];
    const run = () => {
      try {
        return use(
          isApp ? ({ project } as ComposeApp) : new ComposeApp(project, 'app'),
          spelling.replace('PROJECT', project.outdir),
        );
      } catch (error) {
        return (error as Error).message;
      }
    };
    const result = run();
    expect(result).toEqual(
      typeof outcome === 'string' ? outcome.replace('PROJECT', project.outdir) : expect.stringMatching(outcome),
    );
    expect(typeof outcome === 'string' || /^\[[\w./]+\] /.test(result)).toBe(true); // an error says where
    expect(written(project).filter((path: string) => /^\.\.(\/|$)/.test(path))).toEqual([]);
  },
);

test('what synthesis writes may be outside of the directory of the app, as long as it is in the project', () => {
  const app = new ComposeApp(testProject(), 'app', { directory: 'deploy/app' });
  const dockerfile = new Dockerfile(app, 'image', { directory: '../image', fileName: 'a/../web.Dockerfile' });
  dockerfile.addFile('lib/../b.txt', 'text');
  expect([dockerfile.contextPath, dockerfile.fileName]).toEqual(['../image', 'web.Dockerfile']);
  expect(new Dockerfile(app, 'root', { directory: '../..' }).contextPath).toBe('../..');
  expect(
    new Config(app, 'config', { path: join(app.project.outdir, 'shared/x'), content: 'text' }).toDefinition(),
  ).toEqual({ file: '../../shared/x' });
  app.expectPath('../../later');
  expect(written(app)).toEqual(
    expect.arrayContaining([
      'deploy/image/web.Dockerfile',
      'deploy/image/web.Dockerfile.dockerignore',
      'deploy/image/b.txt',
      'Dockerfile',
      '.dockerignore',
      'shared/x',
    ]),
  );
});

test.each([
  ['the prop `content`', (app: ComposeApp) => new Config(app, 'config', { path: '/etc/x', content: 'text' })],
  [
    'the hook',
    (app: ComposeApp) => {
      new (class extends Config {
        protected renderContent(): string {
          return 'text';
        }
      })(app, 'config', { path: '/etc/x' });
      app.toDefinition();
    },
  ],
])('a config whose text comes from %s is written, so it is in the project', (_, make) => {
  expect(() => make(new ComposeApp(testProject(), 'app'))).toThrow(
    '[app/config] the path "/etc/x" of `path` is outside of the project; give one that is in the project',
  );
});

test('an asset is given by an absolute path that exists', () => {
  const dockerfile = new Dockerfile(new ComposeApp(testProject(), 'app'), 'image');
  expect(() => dockerfile.addAsset('src', 'x')).toThrow(
    '[app/image] the path "src" of `source` is not absolute; give the absolute one: join(__dirname, \'assets\')',
  );
  expect(() => dockerfile.addAsset('/no/such', 'x')).toThrow(
    '[app/image] the path "/no/such" of `source` does not exist; give the path of an existing file or folder',
  );
  expect(() => BucketScript.custom({ path: 'no.sh' })).toThrow(
    '[BucketScript.custom] the path "no.sh" of `path` is not absolute',
  );
});
