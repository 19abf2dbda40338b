import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MLFLOW_VERSION } from '../../src/mlflow/mlflow-version';

test('the default version is the one that the lock file pins', () => {
  const lock = readFileSync(join(__dirname, '../../assets/mlflow-server/requirements/mlflow.txt'), 'utf8');
  expect(lock).toMatch(new RegExp(`^mlflow(\\[[a-z,]+\\])?==${MLFLOW_VERSION.replaceAll('.', '\\.')}( |$)`, 'm'));
});
