import * as fc from 'fast-check';
import { KINDS } from '../../../src/kubernetes/spec/keys';
import { anyApp, appOf } from '../any-app';

test('any app is translated to objects whose keys Kubernetes knows, or there are errors', () => {
  fc.assert(
    fc.property(anyApp, services => {
      const { objects, errors } = appOf(services);
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
      expect(appOf(services, { overrides }).errors).toEqual([]); // an override checks all keys and types below it
    }),
  );
});

test('a pod never has the same volume, variable or path twice', () => {
  fc.assert(
    fc.property(anyApp, services => {
      for (const { spec } of appOf(services).objects) {
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
      const texts = () => [...appOf(services).files].map(([path, text]) => [path, text()]);
      expect(texts()).toEqual(texts());
    }),
    { numRuns: 20 },
  );
});
