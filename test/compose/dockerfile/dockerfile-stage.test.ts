import { DockerfileStage, Duration, Healthcheck } from '../../../src/compose';

function linesOf(change: (stage: DockerfileStage) => void): string {
  const stage = new DockerfileStage('web', 'alpine');
  change(stage);
  return stage.toLines().slice(1).join('\n');
}

test('a stage begins with FROM', () => {
  const stage = new DockerfileStage('web', 'alpine:3.22');
  expect([stage.name, stage.base, stage.toLines()]).toEqual(['web', 'alpine:3.22', ['FROM alpine:3.22 AS web']]);
});

test.each<[string, (stage: DockerfileStage) => void, string]>([
  ['RUN of one line', stage => stage.run(['make']), 'RUN make'],
  ['RUN of more lines', stage => stage.run(['cd /x', 'make']), 'RUN cd /x \\\n && make'],
  [
    'RUN with caches and binds',
    stage => stage.run(['make'], { caches: ['/root/.cache'], binds: { 'a.txt': '/a.txt' } }),
    'RUN --mount=type=cache,target=/root/.cache \\\n    --mount=type=bind,source=a.txt,target=/a.txt \\\n    make',
  ],
  ['COPY from the context', stage => stage.copy(['a b', 'c'], '/to/'), 'COPY ["a b","c","/to/"]'],
  [
    'COPY with options',
    stage => stage.copy(['/x'], '/y', { from: 'build', chown: '1:2', chmod: '0755' }),
    'COPY --from=build --chown=1:2 --chmod=0755 ["/x","/y"]',
  ],
  ['ENV', stage => stage.env({ A: '1', B: 'two words' }), 'ENV A="1" \\\n    B="two words"'],
  ['ENV with special characters', stage => stage.env({ A: 'a"b\\c$d' }), 'ENV A="a\\"b\\\\c\\$d"'],
  ['LABEL', stage => stage.label({ 'org.team': '$5' }), 'LABEL org.team="\\$5"'],
  ['ARG', stage => stage.arg('VERSION'), 'ARG VERSION'],
  ['ARG with a default', stage => stage.arg('VERSION', '1'), 'ARG VERSION=1'],
  ['ARG with an empty default', stage => stage.arg('VERSION', ''), 'ARG VERSION='],
  ['WORKDIR', stage => stage.workdir('/app'), 'WORKDIR /app'],
  ['USER', stage => stage.user('10001:10001'), 'USER 10001:10001'],
  ['EXPOSE', stage => stage.expose(5000), 'EXPOSE 5000'],
  ['ENTRYPOINT', stage => stage.entrypoint(['a', 'b "c"']), 'ENTRYPOINT ["a","b \\"c\\""]'],
  ['CMD', stage => stage.cmd(['a']), 'CMD ["a"]'],
  ['anything else, word for word', stage => stage.add('STOPSIGNAL $SIGNAL'), 'STOPSIGNAL $SIGNAL'],
  [
    'HEALTHCHECK of a program',
    stage => stage.healthcheck(Healthcheck.command(['check', '-q'], { interval: Duration.minutes(1), retries: 2 })),
    'HEALTHCHECK --interval=1m --timeout=5s --start-period=60s --retries=2 \\\n    CMD ["check","-q"]',
  ],
  [
    'HEALTHCHECK with a start interval, which some tools cannot read, where it is given',
    stage => stage.healthcheck(Healthcheck.command(['check'], { startInterval: Duration.seconds(1) })),
    'HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s --retries=6 \\\n    CMD ["check"]',
  ],
  [
    'HEALTHCHECK of a shell line',
    stage => stage.healthcheck(Healthcheck.shell('check || exit 1')),
    'HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \\\n    CMD check || exit 1',
  ],
  ['HEALTHCHECK NONE', stage => stage.healthcheck(Healthcheck.disabled()), 'HEALTHCHECK NONE'],
])('a stage writes %s', (_, change, lines) => {
  expect(linesOf(change)).toBe(lines);
});

test.each<[string, (stage: DockerfileStage) => void]>([
  ['WORKDIR', stage => stage.workdir('/a\nRUN id')],
  ['USER', stage => stage.user('1\nRUN id')],
  ['ARG', stage => stage.arg('A', 'a\rRUN id')],
  ['COPY', stage => stage.copy(['a'], '/a', { from: 'b\nRUN id' })],
  ['FROM', () => new DockerfileStage('a', 'b\nRUN id')],
])('a line break in %s is an error, since another instruction would follow', (_, change) => {
  expect(() => linesOf(change)).toThrow(
    /^\[DockerfileStage\] ".*" holds a line break, which ends an instruction; take/,
  );
});

test.each([0, -1, 1.5, NaN, 65536])('%s is no port', port => {
  expect(() => linesOf(stage => stage.expose(port))).toThrow(`[DockerfileStage.expose] ${port} is not a port; give`);
});

test.each(['', 'a b', '1a', '-a', 'a\nb'])('"%s" is no name for a stage', name => {
  expect(() => new DockerfileStage(name, 'b')).toThrow('is not a valid name for a stage; use letters');
});

test('a stage needs a base', () => {
  expect(() => new DockerfileStage('a', ' ')).toThrow('[DockerfileStage] the base of the stage "a" is empty; name');
});

test('instructions are in the order in which they were added', () => {
  expect(
    linesOf(stage => {
      stage.user('1');
      stage.workdir('/a');
      stage.user('2');
    }),
  ).toBe('USER 1\nWORKDIR /a\nUSER 2');
});
