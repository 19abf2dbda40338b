import { messagesOf, modelOf } from './rule-model';
import { UniqueMountTargets } from '../../../src/compose/rules/unique-mount-targets';

const messages = (web: any) => messagesOf(new UniqueMountTargets(), modelOf({ services: { web } }));

test.each<[any, string]>([
  [
    { volumes: ['data:/x', './b:/x/'] },
    '[app/web] two mounts are at "/x": the volume "data" and the bind "./b"; remove one, or change its target',
  ],
  [
    { volumes: [{ type: 'tmpfs', target: '/x' }], tmpfs: ['/x:size=1m'] },
    '[app/web] two mounts are at "/x": a tmpfs of volumes and a tmpfs of tmpfs; ',
  ],
  [
    { volumes: ['data:/etc/b'], configs: [{ source: 'b', target: '/etc/b' }] },
    '[app/web] two mounts are at "/etc/b": the volume "data" and the config "b"; ',
  ],
  [
    { volumes: ['data:/run/secrets/b'], secrets: ['b'] },
    '[app/web] two mounts are at "/run/secrets/b": the volume "data" and the secret "b"; ',
  ],
])('%j is told', (web, message) => {
  expect(messages(web)).toEqual([expect.stringContaining(message)]);
});

test('other targets, one inside of another and those of variables, are fine', () => {
  expect(
    messages({
      volumes: ['a:/x', 'b:/x/y', 'c:${TARGET}', 'd:${TARGET}'],
      tmpfs: '/tmp',
      configs: ['b'],
      secrets: ['b'],
    }),
  ).toEqual([]);
});
