import { copyFileSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command';
import { REPOSITORY, workspace } from './workspace';

test('a team that writes .projenrc.py subclasses, overrides, adds services and rules, and gets the same files', () => {
  const folder = mkdtempSync(join(workspace().scratch, 'python-'));
  const wheels = join(folder, 'wheels');
  run('npx', ['jsii-pacmak', '--target', 'python', '--outdir', wheels], { cwd: REPOSITORY, timeoutSeconds: 300 });
  const project = join(folder, 'project');
  mkdirSync(project);
  run('python3', ['-m', 'venv', join(folder, 'venv')]);
  const python = join(folder, 'venv', 'bin', 'python');
  run(
    python,
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--find-links',
      join(wheels, 'python'),
      'projen-mlflow',
      'projen==0.103.0',
    ],
    { timeoutSeconds: 300 },
  );
  copyFileSync(join(__dirname, 'team.py'), join(project, '.projenrc.py'));

  // in tests projen prints no warnings
  const { status, stdout, stderr } = attempt(python, ['.projenrc.py'], { cwd: project, env: { NODE_ENV: '' } });
  expect(status === 0 ? '' : stderr).toBe('');
  const { services, refusal, ignored, mistyped } = JSON.parse(stdout.trim().split('\n').at(-1)!);

  expect(services.db.command).toContain('--max-connections=500');
  expect(services.db.deploy).toMatchObject({ resources: { limits: { memory: '1g' } } });
  expect(services.status.environment).toEqual({ MODE: '$$quiet', TOKEN: '${TOKEN:?set it in .env}' });
  expect(services.status.depends_on).toEqual({ mlflow: { condition: 'service_healthy' } });
  expect(stderr).toContain('[mlflow/status] it has no owner; label it (owned)');
  expect(refusal).toContain('[mlflow/cache] a cache is not wanted; remove it (no-cache)');
  expect(ignored).toBeNull();
  expect(mistyped).toContain(
    '[app/web] the override "ports": expected a list, got a string; put the entries into a list',
  );
  expect(existsSync(join(project, 'deploy', 'compose.yaml'))).toBe(true);
  run('docker', ['compose', 'config', '--quiet'], { cwd: join(project, 'deploy') });
});
