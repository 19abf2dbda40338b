import { Construct } from 'constructs';
import { Project } from 'projen';
import { composeError, nearest, pathOf } from '../../../src/compose/element/compose-error';
import { testProject } from '../../test-project';

test('the path of a construct starts below its project, a subproject too', () => {
  const parent = testProject();
  const child = new Project({ parent, name: 'part', outdir: 'part' });
  expect(pathOf(new Construct(new Construct(parent, 'app'), 'db'))).toBe('app/db');
  expect(pathOf(new Construct(new Construct(child, 'app'), 'db'))).toBe('app/db');
});

test('an error names the construct, the problem and the remedy', () => {
  expect(composeError(new Construct(testProject(), 'db'), 'it is wrong', 'fix it').message).toBe(
    '[db] it is wrong; fix it',
  );
});

test.each([
  ['imgae', ['build', 'image', 'init'], 'image'],
  ['enviroment', ['entrypoint', 'environment', 'env_file'], 'environment'],
  ['db', ['db'], 'db'],
  ['x', ['same', 'y'], 'y'],
])('%s is nearest, of %s, to %s', (written, candidates, best) => {
  expect(nearest(written, candidates)).toBe(best);
});

test('of nothing, nothing is nearest', () => {
  expect(nearest('x', [])).toBeUndefined();
});

test('a candidate with too many edits is no suggestion', () => {
  expect(nearest('db', ['dc', 'web'], 1)).toBe('dc');
  expect(nearest('db', ['web'], 1)).toBeUndefined();
});
