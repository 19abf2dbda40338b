import { Construct } from 'constructs';
import { ContainerImage, Dockerfile } from '../../compose';
import { DEBIAN_IMAGE, GO_IMAGE, MINIO_IMAGE, MINIO_OFFICIAL_IMAGE } from '../../default-images';

/** The last commits of MinIO's server and of its client; neither has tags that Go accepts. */
const SERVER = 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c';
const CLIENT = 'github.com/minio/mc@v0.0.0-20250813083541-7394ce0dd2a8';

/**
 * The images of MinIO that are available since its company stopped publishing images.
 */
export abstract class MinioImage {
  /**
   * The maintained fork.
   *
   * @see https://github.com/pgsty/silo
   */
  public static fork(): ContainerImage {
    return ContainerImage.fromRegistry(MINIO_IMAGE);
  }

  /**
   * The last image that MinIO published, in September 2025, which is still on Quay but gets no fixes.
   *
   * @see https://github.com/minio/minio/issues/21647
   */
  public static frozenOfficial(): ContainerImage {
    return ContainerImage.fromRegistry(MINIO_OFFICIAL_IMAGE);
  }

  /**
   * An image that is built from MinIO's last source, of February 2026, on the machine that runs the app. The first
   * build takes some minutes.
   *
   * @param scope the app
   * @param id the folder of the Dockerfile
   */
  public static fromSource(scope: Construct, id: string): ContainerImage {
    const dockerfile = new Dockerfile(scope, id);
    const build = dockerfile.addStage('build', GO_IMAGE);
    // The public checksum database no longer has the client's module; its version is the hash of a commit.
    build.env({ CGO_ENABLED: '0', GOBIN: '/out', GONOSUMDB: 'github.com/minio/mc' });
    build.run([`go install -ldflags '-s -w' ${SERVER}`, `go install -ldflags '-s -w' ${CLIENT}`], {
      caches: ['/go/pkg/mod', '/root/.cache/go-build'],
    });
    const server = dockerfile.addStage('server', DEBIAN_IMAGE);
    server.run([
      'apt-get update',
      'apt-get install -y --no-install-recommends ca-certificates curl',
      'rm -rf /var/lib/apt/lists/*',
      'mkdir -m 1777 /data', // a new volume gets this mode, so that any user can run the server
    ]);
    server.copy(['/out/minio', '/out/mc'], '/usr/local/bin/', { from: 'build' });
    server.env({ MC_CONFIG_DIR: '/tmp/.mc' });
    server.expose(9000);
    server.entrypoint(['minio']);
    return ContainerImage.fromDockerfile(dockerfile);
  }
}
