import { ComposeApp, ContainerImage, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

function check(
  own: string[] | undefined,
  theirs: string[] | undefined,
  change: (web: Service) => void = () => undefined,
): () => void {
  const app = new ComposeApp(testProject(), 'app');
  const db = new Service(app, 'db', { image, profiles: theirs });
  const web = new Service(app, 'web', { image, profiles: own, dependsOn: [db] });
  change(web);
  return () => app.toDefinition();
}

test.each([
  [undefined, undefined],
  [[], []],
  [['debug'], undefined],
  [['debug'], ['debug']],
  [['debug'], ['tools', 'debug']],
])('a service with profiles %j may wait for one with %j', (own, theirs) => {
  expect(check(own, theirs)).not.toThrow();
});

test('a service without profiles that waits for one with a profile is an error', () => {
  expect(check(undefined, ['debug', 'tools'])).toThrow(
    '[app/web] it waits for "db", but "db" is started only with a profile ("db" has "debug", "tools"); ' +
      'give it the same profiles, or remove those of "db"',
  );
});

test('a service with a profile that the other one lacks is an error', () => {
  expect(check(['debug', 'tools'], ['debug'])).toThrow(
    '[app/web] it waits for "db", but its profile "tools" does not start "db" ("db" has "debug"); add the profile to "db"',
  );
});

test('in the short form too; a dependency that is not required may be missing', () => {
  expect(check(undefined, ['debug'], web => web.addOverride('depends_on', ['db']))).toThrow('it waits for "db"');
  expect(check(undefined, ['debug'], web => web.addOverride('depends_on.db.required', false))).not.toThrow();
});
