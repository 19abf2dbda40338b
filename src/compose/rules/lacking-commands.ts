import { ImageReference } from '../reading/image';

interface KnownImages {
  readonly repositories: RegExp;
  readonly tags?: RegExp;
  readonly lacks: string[];
}

/**
 * Programs that healthchecks are often written with, and images that are known not to have them: only what their
 * Dockerfiles show.
 */
const KNOWN: KnownImages[] = [
  // Debian slim with next to nothing added: https://github.com/docker-library/python, /node, /ruby
  { repositories: /^(python|node|ruby)$/, tags: /-slim(-\w+)?$|^slim(-\w+)?$/, lacks: ['curl', 'wget'] },
  // BusyBox brings a wget: https://github.com/alpinelinux/docker-alpine
  { repositories: /^(python|node|ruby|redis|postgres)$/, tags: /-alpine([\d.]*)$|^alpine([\d.]*)$/, lacks: ['curl'] },
  { repositories: /^(alpine|busybox)$/, lacks: ['curl', 'bash'] },
  { repositories: /^(debian|ubuntu)$/, lacks: ['curl', 'wget'] },
  // wget is taken away after gosu was fetched: https://github.com/docker-library/postgres, /redis
  { repositories: /^(postgres|redis)$/, tags: /^(?!.*alpine)/, lacks: ['curl', 'wget'] },
  // Alpine with ca-certificates, libcap and mailcap: https://github.com/caddyserver/caddy-docker
  { repositories: /^caddy$/, tags: /^(?!.*(builder|windows))/, lacks: ['curl', 'bash'] },
  // curl left the image in November 2023 and came back in September 2024: https://github.com/minio/minio/pull/20424
  { repositories: /^(quay\.io\/)?minio\/minio$/, tags: /^RELEASE\.(2023-12|2024-0[1-8])-/, lacks: ['curl', 'wget'] },
  // No shell, no tools: https://github.com/GoogleContainerTools/distroless
  { repositories: /^gcr\.io\/distroless\//, tags: /^(?!.*debug)/, lacks: ['curl', 'wget', 'bash', 'sh'] },
];

/**
 * The programs that an image is known not to have.
 */
export function commandsLackingIn({ repository, tag = 'latest' }: ImageReference): string[] {
  return KNOWN.filter(({ repositories, tags }) => repositories.test(repository) && (!tags || tags.test(tag))).flatMap(
    ({ lacks }) => lacks,
  );
}
