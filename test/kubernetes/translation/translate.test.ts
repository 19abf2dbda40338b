import * as fc from 'fast-check';
import { KINDS } from '../../../src/kubernetes/spec/keys';
import { ClusterInput } from '../../../src/kubernetes/translation/cluster-input';
import { service, translated } from '../cluster';
import { SAMPLES } from '../samples';

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

const anyApp = fc.array(anyService, { minLength: 1, maxLength: 4 }).map(services =>
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

function app(services: { [name: string]: any }, input: Partial<ClusterInput> = {}) {
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

test('any app is translated to objects whose keys Kubernetes knows, or there are errors', () => {
  fc.assert(
    fc.property(anyApp, services => {
      const { objects, errors } = app(services);
      if (errors.length > 0) {
        return; // the app asks for what cannot be: replicas of a job, several pods on one volume
      }
      const overrides = objects
        .filter(({ kind }) => KINDS[kind] !== undefined)
        .flatMap(({ kind, metadata, apiVersion: _, ...sections }) =>
          Object.entries({ metadata, ...sections })
            .filter(([key]) => key !== 'kind')
            .map(([path, value]) => ({ object: `${kind}/${metadata.name}`, path, value })),
        );
      expect(app(services, { overrides }).errors).toEqual([]); // an override checks all keys and types below it
    }),
  );
});

test('a pod never has the same volume, variable or path twice', () => {
  fc.assert(
    fc.property(anyApp, services => {
      for (const { spec } of app(services).objects) {
        for (const container of spec?.template?.spec.containers ?? []) {
          const paths = (container.volumeMounts ?? []).map((mount: any) => mount.mountPath);
          const names = (container.env ?? []).map((entry: any) => entry.name);
          const volumes = (spec.template.spec.volumes ?? []).map((volume: any) => volume.name);
          expect([paths, names, volumes].map(each => new Set(each).size)).toEqual(
            [paths, names, volumes].map(each => each.length),
          );
        }
      }
    }),
  );
});

test('the same app gives the same files', () => {
  fc.assert(
    fc.property(anyApp, services => {
      const texts = () => [...app(services).files].map(([path, text]) => [path, text()]);
      expect(texts()).toEqual(texts());
    }),
    { numRuns: 20 },
  );
});
