import { messagesOf, modelOf } from './rule-model';
import { ComposeApp } from '../../../src/compose';
import { PathExists } from '../../../src/compose/rules/path-exists';
import { testProject } from '../../test-project';

const bind = (source: string) => ({
  services: { web: { volumes: [{ type: 'bind', source, target: '/x', bind: { create_host_path: false } }] } },
});

test('a mount, a config and an environment file that do not exist are reported', () => {
  const model = modelOf({
    services: { web: { ...bind('./x').services.web, env_file: ['a.env', { path: './b.env' }] } },
    configs: { text: { file: './text' } },
  });
  expect(messagesOf(new PathExists(), model)).toEqual([
    '[app/web] there is no "./x", which it mounts at "/x"; create it, or call app.expectPath("./x") if it is created before the app starts',
    '[app/web] there is no "a.env", which it reads its environment from; create it, or call app.expectPath("a.env") if it is created before the app starts',
    '[app/web] there is no "./b.env", which it reads its environment from; create it, or call app.expectPath("./b.env") if it is created before the app starts',
    '[app/text] there is no "./text", the file of the config; create it, or call app.expectPath("./text") if it is created before the app starts',
  ]);
});

test.each(['/etc/x', '~/x', '../x', '${DIR}/x', 'C:\\x', '\\\\host\\x', './compose.yaml', '.env', '.'])(
  '%s is not judged, or there',
  source => {
    expect(messagesOf(new PathExists(), modelOf(bind(source)))).toEqual([]);
  },
);

test.each<[string, any]>([
  [
    'a path that Docker makes',
    { volumes: ['./x:/x', { type: 'bind', source: './x', target: '/x', bind: { create_host_path: true } }] },
  ],
  ['an environment that is not required', { env_file: [{ path: './x', required: false }] }],
  ['a volume', { volumes: ['x:/x'] }],
])('%s is not missed', (_, web) => {
  expect(messagesOf(new PathExists(), modelOf({ services: { web } }))).toEqual([]);
});

test('expected paths are not missing; a $ in a name is a $', () => {
  const app = new ComposeApp(testProject(), 'app');
  const model = modelOf(bind('./$$x'), { app });
  expect(messagesOf(new PathExists(), model)).toEqual([expect.stringContaining('call app.expectPath("./$x")')]);
  app.expectPath('./$x');
  expect(messagesOf(new PathExists(), modelOf(bind('./$$x'), { app }))).toEqual([]);
});
