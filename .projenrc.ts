import { cdk, github, javascript, JsonFile } from 'projen';

/**
 * When the workflows run: what a pull request brings, what was merged, and weekly, since images and packages change
 * without a commit.
 */
const triggers = {
  push: { branches: ['main'] },
  pullRequest: {},
  schedule: [{ cron: '0 5 * * 1' }],
  workflowDispatch: {},
};

const project = new cdk.JsiiProject({
  name: 'projen-mlflow',
  description: 'Projen constructs that write a Docker Compose app for a whole MLflow server',
  keywords: ['projen', 'mlflow', 'docker-compose', 'compose', 'minio', 'mysql', 'constructs'],
  author: 'The projen-mlflow authors',
  authorAddress: 'https://github.com/projen-mlflow',
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
  devDeps: [
    'ajv',
    'dclint',
    'esbuild',
    'fast-check',
    'json2jsii',
    'playwright-core',
    'tsx',
    'typedoc',
    'typedoc-plugin-markdown',
  ],
  publishToPypi: { distName: 'projen-mlflow', module: 'projen_mlflow' },

  projenrcTs: true,
  sampleCode: false,
  docgen: false, // scripts/generate-api-docs.ts writes the reference
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
    commandOptions: { fix: false },
  },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false,
      maxWorkers: '100%', // jest leaves a processor free, which on a machine of two halves its speed
      modulePathIgnorePatterns: ['<rootDir>/.demo/', '<rootDir>/lib/'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
      moduleNameMapper: { '^projen-mlflow$': '<rootDir>/src/index.ts' },
    },
  },

  release: false, // comes with the first release
  depsUpgradeOptions: { workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY } },
  buildWorkflow: true,
  buildWorkflowOptions: { workflowTriggers: triggers },
  // The pull request lint wants prefixes (`feat:`). The workflow `unit` checks the convention of CONTRIBUTING.md.
  githubOptions: { pullRequestLint: false },
  pullRequestTemplate: false,
  stale: false,
  prettier: true,
  prettierOptions: { settings: { singleQuote: true, printWidth: 120, arrowParens: javascript.ArrowParens.AVOID } },
});

// Lock files carry no addresses, so that any mirror serves them.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
// Later versions lack some platform bindings on the registry, which fails `npm ci` with EUSAGE
// (https://github.com/unrs/unrs-resolver).
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// Source maps in files of their own: inside of the modules they are two thirds of what Node.js reads to load the
// package.
project.tryFindObjectFile('package.json')!.addOverride('jsii.tsc.sourceMap', true);
project.tryFindObjectFile('package.json')!.addOverride('jsii.tsc.inlineSources', true);

project.compileTask.exec('tsx scripts/bundle.ts');
project.compileTask.exec('tsx scripts/generate-prop-types.ts --check');

project.package.addBin({ 'projen-mlflow': 'lib/cli/cli.js' });

project.addPackageIgnore('__pycache__');
project.addPackageIgnore('.*_cache');
for (const path of [
  '/bench/',
  '/docs/',
  '/examples/',
  '/scripts/',
  '/.cache/',
  '/.ci/',
  '/.demo/',
  '/.venv/',
  '/test-output/',
  '/API.md',
  '/ARCHITECTURE.md',
  '/CONTRIBUTING.md',
]) {
  project.addPackageIgnore(path);
}
project.gitattributes.addAttributes('/API.md', 'linguist-generated');
project.gitattributes.addAttributes('/docs/api/**', 'linguist-generated');
project.gitignore.include('/projenrc/tsconfig.json'); // `npx projen` compiles this file by it; jsii's own `tsconfig.json` is ignored, at any depth
project.gitignore.exclude('/.demo/', '/.venv', '/test-output/', '__pycache__/', '.ruff_cache/', '.mypy_cache/');

// The layers: who may import whom (see ARCHITECTURE.md).
const layers: { [layer: string]: string[] } = {
  compose: [],
  database: ['compose'],
  'object-store': ['compose'],
  kubernetes: ['compose'],
  proxy: ['compose'],
  mlflow: ['compose', 'database', 'object-store', 'proxy'],
  testing: ['compose', 'database', 'kubernetes', 'object-store', 'proxy', 'mlflow'],
  import: ['compose'],
  cli: ['compose', 'import'],
};
project.eslint!.addRules({
  'import/no-restricted-paths': [
    'error',
    {
      zones: Object.entries(layers).flatMap(([layer, allowed]) => [
        {
          target: `./src/${layer}`,
          from: Object.keys(layers)
            .filter(other => other !== layer && !allowed.includes(other))
            .map(other => `./src/${other}`),
          message: `src/${layer} may import ${allowed.join(', ') || 'no other layer'}`,
        },
        ...allowed.map(other => ({
          target: `./src/${layer}`,
          from: `./src/${other}`,
          except: ['./index.ts', './internal.ts', './spec'],
          message: `import the index of src/${other}, or what its internal.ts lists`,
        })),
      ]),
    },
  ],
  'import/no-cycle': ['error'],
  'max-len': [
    'error',
    { code: 120, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
  ],
});
project.eslint!.addIgnorePattern('src/compose/spec/');
project.eslint!.addIgnorePattern('src/kubernetes/spec/');
project.eslint!.addIgnorePattern('src/prop-types.ts');

// ts-jest does not check types with `isolatedModules`, which the development tsconfig sets.
project.addTask('typecheck', { steps: [{ exec: 'tsc --noEmit -p tsconfig.dev.json' }] });

// Lint, unit tests, then the end-to-end tests.
project.addTask('test:unit', {
  steps: [
    // jest does not
    { execArgs: ['node', '--eval', "require('node:fs').mkdirSync('test-output', { recursive: true })"] },
    { exec: 'jest --ci --json --outputFile test-output/unit.json', receiveArgs: true },
  ],
});
project.addTask('test:e2e', {
  description: 'End-to-end tests on real containers; skipped where no Docker engine answers, but in CI',
  steps: [{ exec: 'tsx scripts/test-e2e.ts', receiveArgs: true }],
});
project.addTask('test:kubernetes', {
  description:
    'All end-to-end tests in the Kubernetes cluster of KUBECONFIG; KUBERNETES_LOAD loads images, KUBERNETES_RESTART restarts the node',
  env: { KUBERNETES_LONG: 'true' },
  steps: [{ exec: 'tsx scripts/test-e2e.ts kubernetes.test.ts', receiveArgs: true }],
});
project.testTask.reset();
for (const task of ['eslint', 'typecheck', 'test:unit', 'test:e2e']) {
  project.testTask.spawn(project.tasks.tryFind(task)!);
}
// Chromium breaks off its requests when an interface of the machine comes or goes, as with each container, and some
// files measure time: these run alone.
const alone = ['faults', 'front-door', 'stack', 'transfer'].map(name => `/${name}.test.ts`);
const endToEnd = {
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/../../tsconfig.dev.json' }] },
  globalSetup: '<rootDir>/global-setup.ts',
  globalTeardown: '<rootDir>/global-teardown.ts',
};
new JsonFile(project, 'test/e2e/jest.config.json', {
  obj: {
    testTimeout: 15 * 60 * 1000, // no option of a project
    maxWorkers: 2,
    projects: [
      { ...endToEnd, displayName: 'together', testMatch: ['<rootDir>/*.test.ts'], testPathIgnorePatterns: alone },
      {
        ...endToEnd,
        displayName: 'alone',
        testMatch: alone.map(path => `<rootDir>${path}`),
        runner: '<rootDir>/serial-runner.js',
      },
    ],
  },
});

project.addTask('demo', {
  description: 'Synthesize examples/quickstart and, where a Docker engine answers, start it and log a run',
  steps: [{ spawn: 'compile' }, { exec: 'tsx scripts/demo.ts', receiveArgs: true }],
});
project.addTask('bench', {
  description: 'Measure what synthesis costs (bench/README.md); `npm run bench -- --quick` leaves `npx projen` out',
  steps: [{ spawn: 'compile' }, { exec: 'tsx --expose-gc bench/synthesis.ts', receiveArgs: true }],
});
project.addTask('bench:transfer', {
  description:
    'Measure the ways of artifacts on real containers: npm run bench:transfer -- <python with mlflow and boto3> [<mebibytes>…]',
  steps: [{ exec: 'tsx bench/transfer/transfer.ts', receiveArgs: true }],
});
project.addTask('bench:stack', {
  description: 'Measure the default stack beside the one of the tutorial, on real containers (bench/README.md)',
  steps: [{ exec: 'tsx bench/stack/compare.ts', receiveArgs: true }],
});
project.addTask('chaos:load', {
  description:
    'Harm the default stack while clients log to it, and look for all that they saw succeed (docs/faults.md)',
  steps: [{ exec: 'tsx test/chaos/load/chaos-load.ts', receiveArgs: true }],
});
project.addTask('chaos:migration', {
  description:
    'Kill migrations and their databases at random moments (docs/migration.md); `npm run chaos:migration -- mysql 3 2` is short',
  steps: [{ exec: 'tsx test/chaos/chaos.ts', receiveArgs: true }],
});
project.addTask('chaos:kubernetes', {
  description:
    'Upgrade the stack in a cluster and kill random pods (docs/kubernetes.md); `npm run chaos:kubernetes -- mysql 3` is short',
  steps: [{ exec: 'tsx test/chaos/kubernetes/chaos-kubernetes.ts', receiveArgs: true }],
});
project.addTask('chaos', {
  description: 'The long forms of both',
  steps: [{ spawn: 'chaos:migration' }, { spawn: 'chaos:load' }],
});
project.addTask('versions', {
  description:
    'Test the runtime and the stack with each minor release of MLflow, and write docs/mlflow-versions.md: npm run versions -- [<minor>…]',
  steps: [{ exec: 'tsx scripts/versions/versions.ts', receiveArgs: true }],
});
const apiDocs = project.addTask('api-docs', {
  description: 'Write API.md and docs/api/, the reference of all public types',
  steps: [{ exec: 'tsx scripts/generate-api-docs.ts' }],
});
project.postCompileTask.spawn(apiDocs);
project.addTask('props', {
  description:
    'Write the table of the types of props, by which programs in JavaScript are checked, from what jsii compiled',
  steps: [
    { exec: 'jsii --silence-warnings=reserved-word' },
    { exec: 'tsx scripts/bundle.ts' },
    { exec: 'tsx scripts/generate-prop-types.ts' },
  ],
});
project.addTask('spec', {
  description: 'Take a newer compose specification schema: npm run spec -- <compose-spec.json> <version>',
  steps: [{ exec: 'tsx scripts/generate-spec.ts', receiveArgs: true }],
});

project.addTask('kubernetes-keys', {
  description: 'Take a newer version of Kubernetes: npm run kubernetes-keys -- <swagger.json> <minor version>',
  steps: [{ exec: 'tsx scripts/generate-kubernetes-keys.ts', receiveArgs: true }],
});

// The unit tests on each system and Node.js that users have; end-to-end tests need a Docker engine, and run in the
// workflow `build`.
const unit = project.github!.addWorkflow('unit');
unit.on(triggers);
unit.addJobs({
  test: {
    runsOn: ['${{ matrix.os }}'],
    permissions: { contents: github.workflows.JobPermission.READ },
    timeoutMinutes: 30,
    strategy: {
      failFast: false,
      matrix: { domain: { os: ['ubuntu-latest', 'macos-latest', 'windows-latest'], node: ['20', '22', '24'] } },
    },
    steps: [
      { uses: 'actions/checkout@v7' },
      { uses: 'actions/setup-node@v7', with: { 'node-version': '${{ matrix.node }}' } },
      { run: 'npm ci' },
      { run: 'npx projen test:unit' },
    ],
  },
  commits: {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    if: "github.event_name == 'pull_request'",
    steps: [
      { uses: 'actions/checkout@v7', with: { 'fetch-depth': 0 } },
      {
        name: 'Subjects have at most 72 characters, begin with a capital and end without a period',
        run: [
          'subjects=$(git log --no-merges --format=%s "$BASE..$HEAD")',
          '! grep --extended-regexp --line-number \'^.{73,}$|^[^A-Z]|\\.$\' <<< "$subjects"',
        ].join('\n'),
        env: { BASE: '${{ github.event.pull_request.base.sha }}', HEAD: '${{ github.event.pull_request.head.sha }}' },
      },
    ],
  },
});

// Tests hold generated text, which projen must not take for files of its own.
project.addExcludeFromCleanup('test/**', 'docs/**', 'examples/**');

project.synth();
