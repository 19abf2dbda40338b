import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPTIONAL_IMAGES, REQUIRED_IMAGES } from './e2e/available-image';
import * as defaults from '../src/default-images';

const ROOT = join(__dirname, '..');

/**
 * Images that files name and no test starts: the tutorial's own, which no registry has any more, and those of files
 * that are only written or resolved.
 */
const NEVER_STARTED = [
  'minio/minio:RELEASE.2022-05-26T05-48-41Z.hotfix.15f13935a',
  'mysql/mysql-server:5.7.38',
  'redis:8.2',
  'a:1',
  'a:latest',
  'x:latest',
  'scratch:latest',
  'projen-mlflow-test/kubectl:1', // the tests on a cluster make these two
  'projen-mlflow-test/wait:1',
];

/** Texts of the form `name:tag` that name no image: modules, tasks, users, addresses, arguments of openssl, options. */
const NO_IMAGE = /^(node:|mlflow:|\(|job-status:|\d+:|[\w.]+:\d{3,5}$|rsa:|ec_paramgen_curve:|on-failure:)/;

/** Whatever looks like an image with a version or a digest, and what stands where only an image can. */
const REFERENCES = [
  /(['"`])((?:[\w.-]+\/)*[a-z0-9][\w.-]*(?::(?:latest|[\w.-]*\d[\w.-]*)|@sha256:[0-9a-f]+))\1/g,
  /(^FROM |[`'"]FROM |\\nFROM )([^\s$'"`\\]+)/gm,
  /(\bimage: ['"])([^'"$]+)/g,
  /(\b(?:fromRegistry|from_registry)\(['"])([^'"$]+)/g,
  /(\b(?:DockerfileStage|addStage)\('\w+', ['"])([^'"$]+)/g,
];

/** The images that a program names, with the tag that Docker would take. */
function imagesIn(program: string): string[] {
  const references = REFERENCES.flatMap(pattern => [...program.matchAll(pattern)].map(([, , reference]) => reference));
  return [
    ...new Set(
      references
        .filter(reference => !NO_IMAGE.test(reference))
        .map(reference => (/[:@]/.test(reference) ? reference : `${reference}:latest`)),
    ),
  ];
}

const programs = ['examples', 'test/e2e', 'test/chaos'].flatMap(folder =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => /\.(ts|py)$|Dockerfile$/.test(path) && !path.endsWith('available-image.ts'))
    .map(path => join(folder, path)),
);
const named = programs.map(path => ({ path, images: imagesIn(readFileSync(join(ROOT, path), 'utf8')) }));

test('each image that a test or an example names is a required or an optional one', () => {
  const known = [...REQUIRED_IMAGES, ...OPTIONAL_IMAGES, ...NEVER_STARTED];

  expect(
    named.flatMap(({ path, images }) =>
      images.filter(image => !known.includes(image)).map(image => `${path}: ${image}`),
    ),
  ).toEqual([]);
});

test('each listed image is a default of the library or named by a test, and is listed once', () => {
  const listed = [...REQUIRED_IMAGES, ...OPTIONAL_IMAGES, ...NEVER_STARTED];
  const used = [...Object.values<string>(defaults), ...named.flatMap(({ images }) => images)];

  expect(listed.filter(image => !used.includes(image))).toEqual([]);
  expect(listed).toEqual([...new Set(listed)]);
});

test.each([
  [[], REQUIRED_IMAGES],
  [['--optional'], OPTIONAL_IMAGES],
])('print-images %j prints them, a line each', (options, images) => {
  const { stdout, stderr } = spawnSync('npx', ['tsx', 'scripts/print-images.ts', ...options], {
    cwd: ROOT,
    encoding: 'utf8',
  });

  expect({ stdout, stderr }).toEqual({ stdout: `${images.join('\n')}\n`, stderr: '' });
});

test.each([
  ['FROM continuumio/miniconda3\nRUN true', 'continuumio/miniconda3:latest'],
  ["new DockerfileStage('server', 'continuumio/miniconda3:latest')", 'continuumio/miniconda3:latest'],
  ["dockerfile.addStage('server', 'debian')", 'debian:latest'],
  ["writeFileSync('Dockerfile', `FROM debian:13-slim\\nRUN true`)", 'debian:13-slim'],
  ["ContainerImage.fromRegistry('rclone/rclone')", 'rclone/rclone:latest'],
  ["{ image: 'caddy' }", 'caddy:latest'],
  ["const IMAGE = 'mcr.microsoft.com/azure-storage/azurite:3.35.0';", 'mcr.microsoft.com/azure-storage/azurite:3.35.0'],
  ['run("docker", ["run", "pgsty/silo:RELEASE.2026-08-06T00-00-00Z"])', 'pgsty/silo:RELEASE.2026-08-06T00-00-00Z'],
])('the scan finds in %s the image %s', (program, image) => {
  expect(imagesIn(program)).toEqual([image]);
});
