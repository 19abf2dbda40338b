import { versionIn } from './available-image';
import { run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { workspace } from './workspace';

// MLflow on the other versions of its databases. One whose image can be neither found nor pulled is skipped.

interface Version {
  readonly name: string;
  /** The id of its service. */
  readonly db: string;
  /** The name of its construct. */
  readonly construct: string;
  readonly image: string;
  /** What its server says of itself. */
  readonly says: RegExp;
}

const VERSIONS: Version[] = [
  {
    name: 'PostgreSQL 15',
    db: 'db_15',
    construct: 'PostgresService',
    image: 'postgres:15',
    says: /\(PostgreSQL\) 15\./,
  },
  {
    name: 'PostgreSQL 16',
    db: 'db_16',
    construct: 'PostgresService',
    image: 'postgres:16',
    says: /\(PostgreSQL\) 16\./,
  },
  {
    name: 'PostgreSQL 18',
    db: 'db_18',
    construct: 'PostgresService',
    image: 'postgres:18',
    says: /\(PostgreSQL\) 18\./,
  },
  { name: 'MySQL 8.4', db: 'db_84', construct: 'MysqlService', image: 'mysql:8.4', says: /Ver 8\.4\./ },
];
const PROGRAMS: { [construct: string]: string } = { PostgresService: 'postgres', MysqlService: 'mysqld' };

const there = VERSIONS.filter(({ image, construct, says }) => says.test(versionIn(image, PROGRAMS[construct])));
const appName = uniqueName('versions');
let project: UserProject;
let ports: { [db: string]: number };

beforeAll(async () => {
  ports = Object.fromEntries(await Promise.all(there.map(async ({ db }) => [db, await freePort()])));
  project = new UserProject(`
import { ComposeApp, ContainerImage, EnvValue, MlflowImage, MlflowService, MysqlService, PostgresService, Secret, Volume } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'app', { appName: '${appName}' });
const dockerfile = new MlflowImage(app, 'image');
const account = { database: EnvValue.of('mlflow'), databaseUser: EnvValue.of('mlflow'), databasePassword: new Secret(app, 'PASSWORD') };
${there
  .map(
    ({ db, construct, image }) => `
const ${db} = new ${construct}(app, '${db}', { ...account, image: ContainerImage.fromRegistry('${image}'), volume: new Volume(app, '${db}_volume') });
new MlflowService(app, 'mlflow_${db}', { dockerfile, backendStore: ${db}, port: ${ports[db]}, workers: 1 });
`,
  )
  .join('')}
project.synth();
`);
  project.projen();
});

afterAll(() => project.remove());

function start(db: string): void {
  project.compose(['up', '-d', '--wait', `mlflow_${db}`], { timeoutSeconds: 900 });
}

function client(db: string, program: string): string {
  return run(workspace().python, [
    '-W',
    'ignore',
    '-c',
    `import mlflow\nmlflow.set_tracking_uri("http://127.0.0.1:${ports[db]}")\n${program}`,
  ])
    .trim()
    .split('\n')
    .at(-1)!;
}

for (const version of VERSIONS) {
  const { name, db } = version;
  (there.includes(version) ? test : test.skip)(`${name} keeps runs, in its volume and nowhere else`, () => {
    start(db);
    const id = client(
      db,
      'with mlflow.start_run() as run:\n    mlflow.log_metric("loss", 0.5)\nprint(run.info.run_id)',
    );
    project.compose(['down']);
    start(db);
    expect(client(db, `print(mlflow.get_run("${id}").data.metrics)`)).toBe("{'loss': 0.5}");
    const volumes = run('docker', [
      'inspect',
      '--format',
      '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}',
      project.compose(['ps', '--quiet', db]).trim(),
    ]);
    expect(volumes.trim()).toBe(`${appName}_${db}_volume`);
    project.compose(['down']);
  });
}
