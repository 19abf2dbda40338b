import { cdk, javascript, TextFile } from 'projen';

const project = new cdk.JsiiProject({
  name: 'projen-mlflow',
  description: 'Projen constructs that write a Docker Compose app for a whole MLflow server',
  keywords: ['projen', 'mlflow', 'docker-compose', 'compose', 'minio', 'mysql', 'constructs'],
  author: 'The projen-mlflow authors',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/projen-mlflow/projen-mlflow.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The projen-mlflow authors',
  copyrightPeriod: '2026',
  defaultReleaseBranch: 'main',
  majorVersion: 0,

  // jsii 6 depends on TypeScript 6; a bare `typescript` would resolve to a later major.
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.16.0',
  packageManager: javascript.NodePackageManager.NPM,
  projenVersion: '0.103.0',
  peerDeps: ['projen@>=0.103.0 <1.0.0', 'constructs@^10.5.0'],
  bundledDeps: ['yaml@^2.9.0'],
  devDeps: ['playwright-core', 'tsx'],
  publishToPypi: { distName: 'projen-mlflow', module: 'projen_mlflow' },

  projenrcTs: true,
  sampleCode: false,
  disableTsconfig: true, // jsii writes its own, which git ignores
  tsconfigDev: {
    include: ['.projenrc.ts', 'bench/**/*.ts', 'examples/**/*.ts', 'examples/**/.projenrc.ts', 'scripts/**/*.ts'],
    compilerOptions: {
      noEmit: true,
      rootDir: '.',
      paths: { 'projen-mlflow': ['./src/index.ts'] },
    },
  },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'scripts', 'bench', 'examples'],
    projectService: false,
  },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    coverage: false,
    junitReporting: false,
    jestConfig: {
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
      moduleNameMapper: { '^projen-mlflow$': '<rootDir>/src/index.ts' },
    },
  },

  // The upgrade and release flows come with the first release.
  release: false,
  depsUpgrade: false,
  buildWorkflow: true,
  pullRequestTemplate: false,
  stale: false,
});

// Lock files carry no addresses, so that any mirror serves them.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
// Later versions lack some platform bindings on the registry, which fails `npm ci` with EUSAGE (https://github.com/unrs/unrs-resolver).
project.package.addPackageResolutions('unrs-resolver@1.12.2');

project.addPackageIgnore('/assets/**/__pycache__');
for (const path of ['/bench/', '/docs/', '/examples/', '/scripts/', '/.ci/', '/.demo/', '/ARCHITECTURE.md', '/CONTRIBUTING.md']) {
  project.addPackageIgnore(path);
}
project.gitignore.exclude('/.demo/', '/.venv/', '/test-output/', '__pycache__/', '.ruff_cache/', '.mypy_cache/');

project.synth();
void TextFile;
