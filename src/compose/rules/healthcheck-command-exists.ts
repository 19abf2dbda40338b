import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { healthOf } from '../reading/health';
import { ImageReference, imageOf, parseImage } from '../reading/image';
import { hasReference } from '../value/interpolation';

/**
 * A healthcheck runs a program that its image has. Only common mistakes with common images are known (`KNOWN`). The
 * container would run, but never become healthy.
 */
export class HealthcheckCommandExists implements IComposeRule {
  public readonly name = 'healthcheck-command-exists';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(({ definition }) => !definition.build)
      .flatMap(service => {
        const image = parseImage(imageOf(service.definition) ?? '');
        const lacking = [NO_PROGRAM, ...(image ? commandsLackingIn(image) : [])];
        const commands = programsOf(healthOf(service.definition).test);
        return commands.length > 0 && commands.every(command => lacking.includes(command))
          ? [
              {
                path: service.path,
                problem: `its healthcheck runs ${commands.join(' or ')}, which the image "${imageOf(service.definition)}" does not have`,
                remedy: commands.includes(NO_PROGRAM)
                  ? 'to disable the healthcheck, use test: ["NONE"] or disable: true'
                  : 'use a program of the image, or build an image that has it',
              },
            ]
          : [];
      });
  }
}

/** As text, `NONE` is a command for the shell. */
const NO_PROGRAM = 'NONE';

/** The programs, one of which must exist: the first word of each alternative of a command line, or of a list. */
function programsOf([kind, ...words]: string[]): string[] {
  const alternatives =
    kind === 'CMD-SHELL' ? String(words[0] ?? '').split('||') : kind === 'CMD' ? [words[0] ?? ''] : [];
  const programs = alternatives.map(alternative => alternative.trim().split(/[\s;|&]/)[0]);
  return programs.some(hasReference)
    ? []
    : programs
        .filter(program => !['exit', 'false', 'kill', ''].includes(program))
        .map(program => program.replace(/^(\/usr)?\/bin\//, ''));
}

interface KnownImages {
  readonly repositories: RegExp;
  readonly tags?: RegExp;
  readonly lacks: string[];
}

/**
 * Common programs of healthchecks, and images whose Dockerfiles show that they do not have them.
 */
const KNOWN: KnownImages[] = [
  // Debian slim with few packages added: https://github.com/docker-library/python, /node, /ruby
  { repositories: /^(python|node|ruby)$/, tags: /-slim(-\w+)?$|^slim(-\w+)?$/, lacks: ['curl', 'wget'] },
  // BusyBox has a wget: https://github.com/alpinelinux/docker-alpine
  { repositories: /^(python|node|ruby|redis|postgres)$/, tags: /-alpine([\d.]*)$|^alpine([\d.]*)$/, lacks: ['curl'] },
  { repositories: /^(alpine|busybox)$/, lacks: ['curl', 'bash'] },
  { repositories: /^(debian|ubuntu)$/, lacks: ['curl', 'wget'] },
  // wget is removed after the download of gosu: https://github.com/docker-library/postgres, /redis
  { repositories: /^(postgres|redis)$/, tags: /^(?!.*alpine)/, lacks: ['curl', 'wget'] },
  // Alpine with ca-certificates, libcap and mailcap: https://github.com/caddyserver/caddy-docker
  { repositories: /^caddy$/, tags: /^(?!.*(builder|windows))/, lacks: ['curl', 'bash'] },
  // curl was removed in November 2023 and added again in September 2024: https://github.com/minio/minio/pull/20424
  { repositories: /^(quay\.io\/)?minio\/minio$/, tags: /^RELEASE\.(2023-12|2024-0[1-8])-/, lacks: ['curl', 'wget'] },
  // No shell, no tools: https://github.com/GoogleContainerTools/distroless
  { repositories: /^gcr\.io\/distroless\//, tags: /^(?!.*debug)/, lacks: ['curl', 'wget', 'bash', 'sh'] },
];

/**
 * The programs that an image does not have, as far as is known.
 */
function commandsLackingIn({ repository, tag = 'latest' }: ImageReference): string[] {
  return KNOWN.filter(({ repositories, tags }) => repositories.test(repository) && (!tags || tags.test(tag))).flatMap(
    ({ lacks }) => lacks,
  );
}
