import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetText } from '../../src/assets-directory';

/** Characters that JSON escapes, or a shell or sed would read as something else. */
const CONTROLS = Array.from({ length: 31 }, (_, code) => String.fromCharCode(code + 1))
  .filter(character => !'\r\n'.includes(character))
  .join('');
const AWKWARD = ['tab\there', '"quotes" and \\backslash\\', "$HOME `x` $(x) & / % '", `a${CONTROLS}z`, 'größe ☃'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secret-scripts-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Runs a script with paths of its own for what it writes. */
function run(script: string, environment: { [name: string]: string }, ...command: string[]) {
  const text = assetText('s3-entrypoint.sh', script).replaceAll(/\/(?=tmp\/|data\/)/g, `${folder}/`);
  spawnSync('mkdir', ['-p', join(folder, 'tmp')]);
  return spawnSync('sh', [fileWith('script.sh', text), ...command], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH!, ...environment },
  });
}

const SERVERS: [string, string, (json: any) => string, (json: any) => string][] = [
  [
    'seaweedfs',
    'tmp/s3.json',
    json => json.identities[0].credentials[0].secretKey,
    json => json.identities[1].credentials[0].secretKey,
  ],
  ['versitygw', 'tmp/iam/users.json', () => '', json => json.accessAccounts.mlflow.secret],
];

test.each(SERVERS)(
  '%s: a secret may hold any character but a line break, and JSON keeps it',
  (server, path, rootOf, userOf) => {
    for (const secret of AWKWARD) {
      const { status, stderr } = run(
        `${server}/entrypoint.sh`,
        {
          S3_ROOT_USER: 'admin',
          S3_ROOT_PASSWORD_FILE: fileWith('root', secret),
          IDENTITY_1_KEY: 'mlflow',
          IDENTITY_1_SECRET_FILE: fileWith('user', secret),
          IDENTITY_1_BUCKETS: 'one',
        },
        'true',
      );
      expect([secret, status, stderr]).toEqual([secret, 0, '']);
      const json = JSON.parse(readFileSync(join(folder, path), 'utf8'));
      expect([secret, '']).toContain(rootOf(json));
      expect(userOf(json)).toBe(secret);
    }
  },
);

const LINE_ENDS = ['', '\n', '\r\n', '\r', '\n\n', '\r\n\r\n'];

test.each(SERVERS)(
  '%s: the line end of the file is no part of a secret, whatever system wrote it',
  (server, path, _, userOf) => {
    for (const end of LINE_ENDS) {
      run(
        `${server}/entrypoint.sh`,
        {
          S3_ROOT_USER: 'admin',
          S3_ROOT_PASSWORD_FILE: fileWith('root', 'root'),
          IDENTITY_1_KEY: 'mlflow',
          IDENTITY_1_SECRET_FILE: fileWith('user', `s3cret ${end}`),
        },
        'true',
      );
      expect([end, userOf(JSON.parse(readFileSync(join(folder, path), 'utf8')))]).toEqual([end, 's3cret ']);
    }
  },
);

test.each(SERVERS)('%s: a line break in a secret is an error', server => {
  for (const secret of ['a\nb', 'a\rb', 'a\r\nb']) {
    const { status, stderr } = run(
      `${server}/entrypoint.sh`,
      {
        S3_ROOT_USER: 'admin',
        S3_ROOT_PASSWORD_FILE: fileWith('root', 'root'),
        IDENTITY_1_KEY: 'mlflow',
        IDENTITY_1_SECRET_FILE: fileWith('user', secret),
      },
      'true',
    );
    expect([status === 0, stderr]).toEqual([false, expect.stringContaining('holds a line break; remove it')]);
  }
});

test('scripts of buckets read secrets by the same rule', () => {
  writeFileSync(
    join(folder, 'more.sh'),
    `${assetText('bucket-script.sh')}\nread_secrets TOKEN\nrequire TOKEN\nprintf '%s' "$TOKEN"\n`,
  );
  const read = (text: string) =>
    spawnSync('sh', [join(folder, 'more.sh')], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH!, TOKEN_FILE: fileWith('token', text) },
    });
  for (const end of LINE_ENDS) {
    expect([end, read(`s3cret\t $x "${end}`).stdout]).toEqual([end, 's3cret\t $x "']);
  }
  expect(read('a\rb').stderr).toContain('TOKEN holds a line break; remove it');
});

test('the entrypoints of databases read secrets by the same rule', () => {
  const script = assetText('database-entrypoint.sh');
  const [value] = /^value\(\) \{$[^]*?^\}$/m.exec(script)!;
  for (const end of LINE_ENDS) {
    const program = `fail() { exit 9; }\n${value}\nprintf '%s' "$(value TOKEN)"`;
    const { stdout } = spawnSync('bash', ['-c', program], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH!, TOKEN_FILE: fileWith('token', `s3cret\t $x${end}`) },
    });
    expect([end, stdout]).toEqual([end, 's3cret\t $x']);
  }
});
