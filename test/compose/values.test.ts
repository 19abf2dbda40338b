import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { ComposeApp, Config, ContainerImage, Dockerfile, EnvValue, EnvVariable, Service } from '../../src/compose';
import { anyName, anyText, unfitText } from '../any-text';
import { testProject } from '../test-project';
import { userOfAll } from '../user-of-all';

// The container gets any text of a construct unchanged, as far as that can be tested without Docker;
// test/e2e/values.test.ts asks Compose and a container. The models of Compose below are strict: what they are not sure
// of is an error.

const image = ContainerImage.fromRegistry('alpine');

/** What Compose makes of a text: `$$` is a `$`, a reference is the value of its variable. */
function interpolate(text: string, variables: { [name: string]: string } = {}): string {
  return text.replace(/\$(\$|\{([A-Z]+):\?[^${}]*\}|)/g, (match, escaped, name) => {
    if (escaped !== '$' && !(name in variables)) {
      throw new Error(`"${match}" in ${JSON.stringify(text)} is no reference that was asked for`);
    }
    return escaped === '$' ? '$' : variables[name];
  });
}

/** The variables of a `.env` file, as Compose reads it. */
function parseEnvFile(text: string): { [name: string]: string } {
  const statement = /(?:#[^\n]*|([A-Z][A-Z0-9_]*)=(?:"((?:[^"\\$]|\\[\\"$nr])*)"|([A-Za-z0-9_.:\/@+-]*)))?\n/gy;
  const variables: { [name: string]: string } = {};
  while (statement.lastIndex < text.length) {
    const begin = statement.lastIndex;
    const [, name, quoted, plain] =
      statement.exec(text) ?? fail(`not sure what Compose makes of ${JSON.stringify(text.slice(begin, begin + 200))}`);
    if (name) {
      variables[name] =
        plain ?? quoted.replace(/\\(.)/g, (_, character) => ({ n: '\n', r: '\r' })[character as string] ?? character);
    }
  }
  return variables;
}

function fail(message: string): never {
  throw new Error(message);
}

test.each(['1.1', '1.2'] as const)(
  'environment, labels and arguments of commands survive YAML %s and interpolation',
  version => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 12 }), anyName, (texts, name) => {
        const app = new ComposeApp(testProject(), 'app');
        const token = new EnvVariable(app, 'TOKEN');
        new Service(app, 'web', {
          image,
          command: texts,
          entrypoint: texts,
          environment: Object.fromEntries([
            ...texts.flatMap((text, index) => [
              [`A${index}`, EnvValue.of(text)],
              [`B${index}`, EnvValue.concat(EnvValue.of(text), token, EnvValue.of(text))],
            ]),
            [name, EnvValue.of('value')],
          ]),
          labels: Object.fromEntries([...texts.map((text, index) => [`a${index}`, text]), [name, 'value']]),
        });
        const { web } = parse(app.toYaml(), { version }).services;
        const given = (written: { [key: string]: string }) =>
          Object.entries(written).map(([key, value]) => [key, interpolate(value, { TOKEN: '$TOKEN"' })]);
        expect(web.command.map((word: string) => interpolate(word))).toEqual(texts);
        expect(web.entrypoint.map((word: string) => interpolate(word))).toEqual(texts);
        expect(new Map(given(web.environment) as any)).toEqual(
          new Map([
            ...texts.flatMap((text, index): [string, string][] => [
              [`A${index}`, text],
              [`B${index}`, `${text}$TOKEN"${text}`],
            ]),
            [name, 'value'],
          ]),
        );
        expect(new Map(given(web.labels) as any)).toEqual(
          new Map([...texts.map((text, index): [string, string] => [`a${index}`, text]), [name, 'value']]),
        );
      }),
    );
  },
);

test('default values are in .env and .env.example as they are, below any description', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 12 }), pairs => {
      const project = testProject();
      const app = new ComposeApp(project, 'app');
      pairs.forEach(
        ([defaultValue, description], index) => new EnvVariable(app, `A${index}`, { defaultValue, description }),
      );
      userOfAll(app);
      project.synth();
      const expected = Object.fromEntries(pairs.map(([defaultValue], index) => [`A${index}`, defaultValue]));
      expect(parseEnvFile(readFileSync(join(project.outdir, '.env'), 'utf8'))).toEqual(expected);
      expect(parseEnvFile(readFileSync(join(project.outdir, '.env.example'), 'utf8'))).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test('files hold any text byte for byte, NUL too', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyText, fc.constant('a\0b')), { minLength: 1, maxLength: 20 }), texts => {
      const project = testProject();
      const app = new ComposeApp(project, 'app');
      const dockerfile = new Dockerfile(app, 'image');
      dockerfile.addStage('only', 'alpine');
      texts.forEach((text, index) => {
        new Config(app, `c${index}`, { path: `config/${index}`, content: text });
        dockerfile.addFile(`${index}`, text);
      });
      userOfAll(app);
      project.synth();
      texts.forEach((text, index) => {
        expect(readFileSync(join(project.outdir, `config/${index}`)).equals(Buffer.from(text))).toBe(true);
        expect(readFileSync(join(project.outdir, `image/${index}`)).equals(Buffer.from(text))).toBe(true);
      });
    }),
    { numRuns: 30 },
  );
});

test('a text that no container can be given is an error that names the construct, wherever it stands', () => {
  fc.assert(
    fc.property(unfitText, text => {
      const problem = /(holds|contains) (a NUL character|half of a surrogate pair \(\\ud[89a-f][0-9a-f]{2}\))/;
      const declarations: [string, (app: ComposeApp) => void][] = [
        ['[app/web] environment.A ', app => new Service(app, 'web', { image, environment: { A: EnvValue.of(text) } })],
        ['[app/web] environment.', app => new Service(app, 'web', { image, environment: { [text]: EnvValue.of('') } })],
        ['[app/web] labels.a ', app => new Service(app, 'web', { image, labels: { a: text } })],
        ['[app/web] command.1 ', app => new Service(app, 'web', { image, command: ['', text] })],
        ['[app/web] x-a.b ', app => new Service(app, 'web', { image }).addOverride('x-a.b', text)],
        ['[app/A] defaultValue ', app => new EnvVariable(app, 'A', { defaultValue: text })],
        ['[app/A] description ', app => new EnvVariable(app, 'A', { description: text })],
      ];
      for (const [place, declare] of declarations) {
        const app = new ComposeApp(testProject(), 'app');
        declare(app);
        expect(() => app.toDefinition()).toThrow(place);
        expect(() => app.toDefinition()).toThrow(problem);
      }
    }),
    { numRuns: 30 },
  );
});

test('the same tree gives the same bytes, services by name, and the keys of maps keep the order in which they were given', () => {
  const entries = fc.uniqueArray(fc.tuple(anyName, anyText), { selector: ([name]) => name, maxLength: 8 });
  const services = fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9_.-]{0,9}$/),
      environment: entries,
      labels: entries,
      command: fc.array(anyText, { maxLength: 4 }),
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(services, fc.infiniteStream(fc.nat()), (specs, choice) => {
      const dependsOn = specs.map((_, index) => [...Array(index).keys()].filter(() => choice.next().value % 2));
      const build = () => {
        const app = new ComposeApp(testProject(), 'app');
        const made: Service[] = [];
        specs.forEach(({ name, environment, labels, command }, index) =>
          made.push(
            new Service(app, name, {
              image,
              command,
              labels: Object.fromEntries(labels),
              environment: Object.fromEntries(environment.map(([key, value]) => [key, EnvValue.of(value)])),
              dependsOn: dependsOn[index].map(other => made[other]),
            }),
          ),
        );
        return app;
      };
      const app = build();
      const yaml = app.toYaml();
      expect(app.toYaml()).toBe(yaml);
      expect(build().toYaml()).toBe(yaml);

      const written: Map<string, any> = parse(yaml, { mapAsMap: true }).get('services');
      expect([...written.keys()]).toEqual(
        specs.map(({ name }) => name).sort((one, other) => one.localeCompare(other, 'en')),
      );
      for (const { name, environment, labels } of specs) {
        // JavaScript itself puts keys that are whole numbers first.
        expect([...(written.get(name).get('environment')?.keys() ?? [])]).toEqual(
          Object.keys(Object.fromEntries(environment)),
        );
        expect([...(written.get(name).get('labels')?.keys() ?? [])]).toEqual(Object.keys(Object.fromEntries(labels)));
      }
    }),
    { numRuns: 50 },
  );
});
