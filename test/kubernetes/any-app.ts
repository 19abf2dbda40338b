import * as fc from 'fast-check';
import { service, translated } from './cluster';
import { SAMPLES } from './samples';
import { ClusterInput, ClusterOutput } from '../../src/kubernetes/translation/cluster-input';

/** Keys that are an error in any app leave nothing to look at. */
const translatable = Object.keys(SAMPLES).filter(
  key =>
    translated({ services: { web: service({ [key]: SAMPLES[key] }), db: service() } }, known()).errors.length === 0,
);

function known(): Partial<ClusterInput> {
  return { imageRepository: 'registry.example.com/team' };
}

/** A service with some keys, which waits for earlier ones. */
const anyService = fc.record({
  keys: fc.subarray(translatable),
  volumes: fc.subarray(['one:/one', 'two:/two', '/scratch']),
  waits: fc.constantFrom(undefined, 'service_started', 'service_completed_successfully'),
  networks: fc.subarray(['inside', 'outside'], { minLength: 1 }),
});

/** Services of any app that can be translated, but for replicas of a job and several pods on one volume. */
export const anyApp = fc.array(anyService, { minLength: 1, maxLength: 4 }).map(services =>
  Object.fromEntries(
    services.map(({ keys, volumes, waits, networks }, index) => [
      `service-${index}`,
      service({
        ...Object.fromEntries(keys.map(key => [key, SAMPLES[key]])),
        networks,
        network_mode: undefined,
        ...(volumes.length > 0 && { volumes, scale: undefined, deploy: undefined }),
        depends_on: waits && index > 0 ? { [`service-${index - 1}`]: { condition: waits } } : undefined,
      }),
    ]),
  ),
);

/** What becomes of them. */
export function appOf(services: { [name: string]: any }, input: Partial<ClusterInput> = {}): ClusterOutput {
  return translated(
    {
      services,
      configs: { page: { content: 'hello' } },
      secrets: { password: { file: './secrets/password' } },
      networks: { inside: { internal: true }, outside: {} },
      volumes: { one: {}, two: {} },
    },
    { ...known(), ...input },
  );
}
