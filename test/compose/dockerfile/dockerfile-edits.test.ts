import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ComposeApp,
  ContainerImage,
  DependencyCondition,
  Dockerfile,
  Healthcheck,
  Service,
} from '../../../src/compose';
import { testProject } from '../../test-project';

function twoStages(): { app: ComposeApp; dockerfile: Dockerfile } {
  const app = new ComposeApp(testProject(), 'app');
  const dockerfile = new Dockerfile(app, 'image');
  dockerfile.addStage('build', 'alpine:3.21').run(['make']);
  const server = dockerfile.addStage('server', 'alpine:3.21');
  server.copy(['/out'], '/srv', { from: 'build' });
  server.user('10001:10001');
  server.cmd(['serve']);
  return { app, dockerfile };
}

test('the base of a stage may be replaced', () => {
  const { dockerfile } = twoStages();
  dockerfile.replaceBase('server', 'alpine:3.22');
  expect(dockerfile.toText()).toContain('FROM alpine:3.21 AS build\n');
  expect(dockerfile.toText()).toContain('FROM alpine:3.22 AS server\n');
});

test('an instruction may be replaced, removed, and others put around it, in the order of the calls', () => {
  const { dockerfile } = twoStages();
  dockerfile.replaceInstruction('server', 'USER', 'USER 65534');
  dockerfile.insertBefore('server', 'USER 65534', 'RUN apk add tini');
  dockerfile.insertAfter('server', 'apk add tini', 'RUN true');
  dockerfile.removeInstruction('server', '"serve"');
  dockerfile.removeInstruction('build', 'make');
  expect(dockerfile.toText()).toBe(
    [
      'FROM alpine:3.21 AS build',
      '',
      'FROM alpine:3.21 AS server',
      'COPY --from=build ["/out","/srv"]',
      'RUN apk add tini',
      'RUN true',
      'USER 65534',
      '',
    ].join('\n'),
  );
});

test('instructions that are added after the change are found', () => {
  const app = new ComposeApp(testProject(), 'app');
  const dockerfile = new Dockerfile(app, 'image');
  dockerfile.removeInstruction('server', 'WORKDIR');
  dockerfile.addStage('server', 'alpine').workdir('/srv');
  expect(dockerfile.toText()).toBe('FROM alpine AS server\n');
});

test.each<[(dockerfile: Dockerfile) => void, string]>([
  [dockerfile => dockerfile.replaceBase('sever', 'x'), 'there is no stage "sever" to change; did you mean "server"?'],
  [
    dockerfile => dockerfile.removeInstruction('server', 'USR 10001'),
    'no instruction of the stage "server" contains "USR 10001"; the nearest one is "USER 10001:10001"',
  ],
  [
    dockerfile => dockerfile.removeInstruction('server', 'FROM alpine'),
    'no instruction of the stage "server" contains "FROM alpine"; the nearest one is',
  ],
  [
    dockerfile => dockerfile.removeInstruction('server', '"serv"'),
    'no instruction of the stage "server" contains ""serv""; the nearest one is "CMD ["serve"]"',
  ],
  [
    dockerfile => dockerfile.removeInstruction('server', '"'),
    '""" is in 2 instructions of the stage "server"; give more of its text',
  ],
])('a change that does not fit is an error of the app, before anything is written: %s', (change, message) => {
  const { app, dockerfile } = twoStages();
  change(dockerfile);
  expect(() => app.toDefinition()).toThrow(`  [app/image] ${message}`);
});

test('a stage without instructions says so', () => {
  const { app, dockerfile } = twoStages();
  dockerfile.addStage('empty', 'scratch');
  dockerfile.insertAfter('empty', 'RUN', 'CMD x');
  expect(() => app.toDefinition()).toThrow('no instruction of the stage "empty" contains "RUN"; it has none');
});

test('whether the image has a healthcheck follows the changes', () => {
  const { app, dockerfile } = twoStages();
  expect(dockerfile.hasHealthcheck).toBe(false);
  dockerfile.tryFindStage('server')!.healthcheck(Healthcheck.command(['check']));
  expect(dockerfile.hasHealthcheck).toBe(true);
  const web = new Service(app, 'web', { image: ContainerImage.fromDockerfile(dockerfile) });
  new Service(app, 'next', { image: ContainerImage.fromRegistry('alpine') }).addDependency(
    web,
    DependencyCondition.HEALTHY,
  );
  app.toDefinition();
  dockerfile.replaceInstruction('server', 'HEALTHCHECK', 'HEALTHCHECK NONE');
  expect(() => app.toDefinition()).toThrow('[app/next] it waits until "web" is healthy, but "web" has no healthcheck');
});

test('the changed Dockerfile is written', () => {
  const { app, dockerfile } = twoStages();
  dockerfile.replaceBase('build', 'alpine:edge');
  app.project.synth();
  expect(readFileSync(join(app.project.outdir, 'image', 'Dockerfile'), 'utf8')).toContain(
    'FROM alpine:edge AS build\n',
  );
});
