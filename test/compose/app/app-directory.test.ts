import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { github } from 'projen';
import { ComposeApp, EnvVariable, Secret } from '../../../src/compose';
import { directoryOf } from '../../../src/compose/app/app-directory';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

test('the directory of an app is known below it', () => {
  const app = new ComposeApp(testProject(), 'app', { directory: './deploy/' });
  expect(directoryOf(new Construct(app, 'part'))).toBe('deploy');
});

test('a directory without an app is an error', () => {
  expect(() => directoryOf(new Construct(testProject(), 'stray'))).toThrow(
    "[stray] there is no ComposeApp above this construct; create it below one: new ComposeApp(project, 'id')",
  );
});

test.each(['..data', '.deploy', '...', 'a..b/..c'])('a directory named %s is one of the project', directory => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory });
  userOfAll(app);
  project.synth();
  expect(existsSync(join(project.outdir, directory, 'compose.yaml'))).toBe(true);
});

test.each([
  'apps/[team]',
  'a*b',
  'a**b',
  'a?b',
  '#hash',
  '!bang',
  'a b',
  'end ',
  'ends  ',
  ' start',
  '^a',
  '[!a]',
  'a[',
  'b]',
])('git ignores the secrets of an app in the directory %s', directory => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory });
  new EnvVariable(app, 'A', { secret: true });
  new Secret(app, 'TOKEN');
  userOfAll(app);
  project.synth();
  const git = (...args: string[]) => spawnSync('git', args, { cwd: project.outdir, encoding: 'utf8' });
  git('init', '--quiet');
  const untracked = git('-c', 'core.quotePath=false', 'ls-files', '--others', '--exclude-standard', '-z').stdout.split(
    '\0',
  );
  expect(untracked).toContain(`${directory}/compose.yaml`);
  expect(untracked.filter(path => /secrets|\.env$/.test(path))).toEqual([]);
});

test.each(['apps/[team]', 'a b', 'a*b?', 'a"b', '#hash'])(
  'git knows the files of the directory %s as generated, and ignores none of them',
  directory => {
    const project = new github.GitHubProject({ name: 'team', outdir: testProject().outdir });
    project.gitignore.exclude('*.yaml');
    userOfAll(new ComposeApp(project, 'app', { directory }));
    project.synth();
    const git = (...args: string[]) =>
      spawnSync('git', ['-c', 'core.quotePath=false', ...args], { cwd: project.outdir, encoding: 'utf8' });
    git('init', '--quiet');
    const { stdout, stderr } = git(
      'check-attr',
      '-z',
      'linguist-generated',
      '--',
      `${directory}/compose.yaml`,
      `${directory}/other.yaml`,
    );
    expect(stderr).toBe('');
    expect(stdout.split('\0')).toEqual([
      `${directory}/compose.yaml`,
      'linguist-generated',
      'set',
      `${directory}/other.yaml`,
      'linguist-generated',
      'unspecified',
      '',
    ]);
    expect(
      git('check-ignore', '--no-index', `${directory}/compose.yaml`, `${directory}/.env`)
        .stdout.replace(/^"|"$/gm, '')
        .trim(),
    ).toMatch(/\.env$/);
  },
);
