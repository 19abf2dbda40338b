import { container, podSpec, translatedService } from '../../cluster';

test('each pod meets the Pod Security standard "restricted", whatever the service says', () => {
  const output = translatedService({});

  expect(podSpec(output).securityContext).toEqual({
    runAsNonRoot: true,
    fsGroup: 10001,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(container(output).securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
  });
});

test('user, groups, capabilities and a read-only root', () => {
  const output = translatedService({
    user: '999:998',
    group_add: ['2000'],
    cap_add: ['CAP_NET_BIND_SERVICE'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    read_only: true,
    sysctls: ['net.ipv4.tcp_keepalive_time=15'],
  });

  expect(podSpec(output).securityContext).toMatchObject({
    fsGroup: 998,
    supplementalGroups: [2000],
    sysctls: [{ name: 'net.ipv4.tcp_keepalive_time', value: '15' }],
  });
  expect(container(output).securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
    readOnlyRootFilesystem: true,
    runAsUser: 999,
    runAsGroup: 998,
  });
});

test.each(['true', 'yes', 'on'])('a root that is read-only by the text %j is read-only', value => {
  const output = translatedService({ read_only: value });
  expect(container(output).securityContext).toMatchObject({ readOnlyRootFilesystem: true });
});

test.each([
  [{ user: '0:0' }, 'it runs as root'],
  [{ user: 'nginx' }, 'its `user` is the name "nginx"'],
  [{ cap_add: ['SYS_ADMIN'] }, '`cap_add` has SYS_ADMIN'],
  [{ security_opt: ['apparmor:unconfined'] }, '`security_opt` has "apparmor:unconfined"'],
  [{ group_add: ['docker'] }, '`group_add` has the name "docker"'],
])('%j is an error', (definition, text) => {
  const { errors } = translatedService(definition);
  expect(errors).toEqual([expect.stringContaining(text)]);
});

test('a sysctl that clusters refuse is left out with a warning, or a note where the service can do without', () => {
  const definition = { sysctls: { 'net.ipv4.tcp_retries2': '8' } };
  const traits = new Map([['web', { optionalKeys: ['sysctls.net.ipv4.tcp_retries2'] }]]);

  expect(translatedService(definition).warnings).toEqual([
    '[app/kubernetes/web] `sysctls.net.ipv4.tcp_retries2` is left out: clusters refuse it; set it on the nodes, or leave it out of the cluster',
  ]);
  expect(translatedService(definition, { traits })).toMatchObject({
    warnings: [],
    notes: ['web: `sysctls.net.ipv4.tcp_retries2` is left out: clusters refuse it'],
  });
});
