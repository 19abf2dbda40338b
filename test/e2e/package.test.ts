import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { workspace } from './workspace';

const NAMES =
  'Object.keys(library).filter(name => !["default", "module.exports", "__esModule"].includes(name)).sort().join()';

function names(type: 'commonjs' | 'module', load: string): string {
  return run('node', [`--input-type=${type}`, '--eval', `${load}; console.log(${NAMES})`], {
    cwd: workspace().installation,
  });
}

test('an ES module can import every name that the package exports', () => {
  const required = names('commonjs', 'const library = require("projen-mlflow")');

  expect(required).toContain('MlflowStack');
  expect(names('module', 'import * as library from "projen-mlflow"')).toBe(required);
});

test('each class has its own name, which errors and ids of constructs show', () => {
  const renamed =
    'Object.entries(library).filter(([name, value]) => typeof value === "function" && value.name !== name).map(([name]) => name)';
  const code = `const library = require("projen-mlflow"); console.log(JSON.stringify(${renamed}))`;
  expect(JSON.parse(run('node', ['--eval', code], { cwd: workspace().installation }))).toEqual([]);
});

test('there are no modules next to the bundles, of which one is loaded on demand', () => {
  const lib = join(workspace().installation, 'node_modules', 'projen-mlflow', 'lib');
  expect(
    readdirSync(lib, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.js'))
      .sort(),
  ).toEqual([join('cli', 'cli.js'), 'index.js', join('kubernetes', 'translation', 'translate.js')]);
});
