import { workspace } from './workspace';
import { FAULTS } from '../chaos/load/fault';
import { FaultyStack } from '../chaos/load/faulty-stack';
import { loadTrial } from '../chaos/load/load-trial';

// The short form of `npm run chaos:load`: docs/faults.md describes the faults and the recovery.

let stack: FaultyStack;

beforeAll(async () => {
  stack = await FaultyStack.make(1000);
});

afterAll(() => stack.remove());

test('an init job that is killed in the first start runs again, and what waits for it starts', async () => {
  const up = stack.up();
  await stack.runs('create_s3_buckets');
  stack.crash('create_s3_buckets');
  await up;
  expect(stack.restarts('create_s3_buckets')).toBe(1);
});

test('the data of successful calls exists after every fault, the stack recovers, and the log has the cause', async () => {
  const { faults, found, missing } = await loadTrial(stack, FAULTS, {
    python: workspace().python,
    clients: 4,
    calmSeconds: 2,
    artifactMegabytes: 2,
    runsPerArtifact: 2,
  });
  expect(missing).toEqual([]);
  expect(faults.filter(({ isLogged }) => !isLogged)).toEqual([]);
  for (const what of ['runs', 'params', 'metrics', 'artifacts', 'ends']) {
    expect({ what, isThere: found[what] > 0 }).toEqual({ what, isThere: true });
  }
});
