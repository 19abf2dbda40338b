import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { run } from './command';
import { uniqueName, UserProject } from './user-project';
import { anyName, anyText } from '../any-text';

// Any text, wherever it is given, is what Compose resolves and what a container sees, byte for byte. A run puts
// hundreds of texts into one app. Another run has others; a failure names its seed, which goes here to see it again:
const SEED: number | undefined = undefined;

const PROJENRC = `
import { readFileSync } from 'node:fs';
import { ComposeApp, Config, ContainerImage, EnvValue, EnvVariable, Mount, RestartPolicy, Secret, Service } from 'projen-mlflow';
import { Project } from 'projen';
const { appName, texts, names, script } = JSON.parse(readFileSync('texts.json', 'utf8'));
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'app', { appName });
const service = new Service(app, 'values', {
  image: ContainerImage.fromRegistry('python:3.13-slim'),
  entrypoint: ['python3', '-c', script],
  command: texts,
  restart: RestartPolicy.NO,
  labels: Object.fromEntries([...texts.map((text, index) => ['value.' + index, text]), ...names.map(name => [name, 'label'])]),
});
names.forEach(name => service.addEnvironment(name, EnvValue.of('name')));
texts.forEach((text, index) => {
  service.addEnvironment('TEXT_' + index, EnvValue.of(text));
  service.addMount(Mount.config(new Config(app, 'text_' + index, { path: 'files/' + index, content: text }), '/texts/' + index));
  if (text !== '') {
    const variable = new EnvVariable(app, 'DEFAULT_' + index, { defaultValue: text, description: text });
    service.addEnvironment('DEFAULT_' + index, variable);
    service.addEnvironment('JOINED_' + index, EnvValue.concat(EnvValue.of(text), variable, EnvValue.of(text)));
    const secret = new EnvVariable(app, 'SECRET_' + index, { secret: true });
    service.addEnvironment('SECRET_' + index, secret);
    service.addSecret(new Secret(app, 'secret_' + index, { environment: secret }));
    service.addMount(Mount.config(new Config(app, 'inline_' + index, { content: text }), '/inline/' + index));
  }
});
project.synth();
`;

/** Prints what the kernel gave the process, and the files, in Base64. */
const SCRIPT = `
import base64, json, pathlib
encode = lambda data: base64.b64encode(data).decode()
words = lambda name: [encode(word) for word in pathlib.Path("/proc/self", name).read_bytes().split(b"\\0")[:-1]]
files = lambda folder: {path.name: encode(path.read_bytes()) for path in pathlib.Path(folder).iterdir()}
print(json.dumps({
    "environment": words("environ"), "command": words("cmdline")[3:],
    "files": files("/texts"), "inline": files("/inline"), "secrets": files("/run/secrets"),
}))
`;

/** An app that holds texts wherever it can. */
class ValuesProject extends UserProject {
  constructor(
    private readonly texts: string[],
    private readonly names: string[],
  ) {
    super(PROJENRC);
    this.write('texts.json', JSON.stringify({ appName: uniqueName('wt-values'), texts, names, script: SCRIPT }));
    this.projen();
    this.setSecrets();
  }

  /** What the service's environment should be. */
  public get environment(): Map<string, string> {
    return new Map([
      ...this.names.map((name): [string, string] => [name, 'name']),
      ...this.texts.flatMap((text, index): [string, string][] =>
        text === ''
          ? [[`TEXT_${index}`, '']]
          : [
              [`TEXT_${index}`, text],
              [`DEFAULT_${index}`, text],
              [`JOINED_${index}`, text.repeat(3)],
              [`SECRET_${index}`, text],
            ],
      ),
    ]);
  }

  /** What the service's labels should be. */
  public get labels(): Map<string, string> {
    return new Map([
      ...this.texts.map((text, index): [string, string] => [`value.${index}`, text]),
      ...this.names.map((name): [string, string] => [name, 'label']),
    ]);
  }

  /** Puts the texts into `.env` by hand, as the documentation says. */
  private setSecrets(): void {
    const path = join(this.directory, '.env');
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(
        /^(SECRET_(\d+))=.*$/gm,
        (_, name, index) => `${name}="${this.texts[index].replace(/[\\"$]/g, character => `\\${character}`)}"`,
      ),
    );
  }
}

/** Checks a property of one app with `count` texts and fifty names, and removes the app. */
function assertOfTexts(count: number, check: (project: ValuesProject, texts: string[]) => void): void {
  fc.assert(
    fc.property(fc.nat(), seed => {
      const texts = fc.sample(anyText, { seed, numRuns: count });
      const names = fc.sample(anyName, { seed: seed + 1, numRuns: 50 });
      const project = new ValuesProject(texts, [...new Set(names)]);
      try {
        check(project, texts);
      } finally {
        project.remove();
      }
    }),
    { numRuns: 1, endOnFailure: true, seed: SEED },
  );
}

/** Fails with the first few entries that differ: a hundred texts of 10 kB each would tell nobody anything. */
function expectSame(actual: Map<string, string>, expected: Map<string, string>): void {
  const differing = [...expected]
    .filter(([key, text]) => actual.get(key) !== text)
    .map(([key, text]) => ({ key, expected: text, actual: actual.get(key) }));
  expect(differing.slice(0, 5)).toEqual([]);
}

function byIndex(texts: string[]): Map<string, string> {
  return new Map(texts.map((text, index) => [`${index}`, text]));
}

test('docker compose config gives each text back as it was, as environment, label, argument of a command and variable', () => {
  assertOfTexts(400, (project, texts) => {
    const { values } = JSON.parse(project.compose(['config', '--format', 'json'])).services;
    // The file that `config` prints is one to be read again, so each $ in it is doubled, in keys too.
    const given = (entries: { [key: string]: string }) =>
      new Map(Object.entries(entries).map(([key, text]) => [key.replaceAll('$$', '$'), text.replaceAll('$$', '$')]));
    expectSame(given(values.environment), project.environment);
    expectSame(given(values.labels), project.labels);
    expectSame(given({ ...values.command }), byIndex(texts));
  });
});

test('a container is given the bytes of each text, as environment, label, argument of a command, variable, file, text in the compose file and secret', () => {
  assertOfTexts(200, (project, texts) => {
    project.compose(['up', '--detach', '--quiet-pull']);
    const container = project.compose(['ps', '--all', '--quiet', 'values']).trim();
    run('docker', ['wait', container], { timeoutSeconds: 120 });
    const seen = JSON.parse(run('docker', ['logs', container]));
    const decode = (text: string) =>
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'base64'));
    expectSame(
      new Map(
        seen.environment
          .map(decode)
          .map((entry: string) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
      ),
      project.environment,
    );
    expectSame(byIndex(seen.command.map(decode)), byIndex(texts));
    const decoded = (files: { [name: string]: string }, prefix = '') =>
      new Map(Object.entries(files).map(([name, text]) => [name.slice(prefix.length), decode(text)]));
    const notEmpty = new Map([...byIndex(texts)].filter(([, text]) => text !== ''));
    expectSame(decoded(seen.files), byIndex(texts));
    expectSame(decoded(seen.inline), notEmpty);
    expectSame(decoded(seen.secrets, 'secret_'), notEmpty);
    const [
      {
        Config: { Labels },
      },
    ] = JSON.parse(run('docker', ['inspect', container]));
    expectSame(new Map(Object.entries(Labels)), project.labels);
  });
});
