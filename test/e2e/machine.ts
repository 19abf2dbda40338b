import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * A program that end-to-end tests run on the machine itself.
 */
interface Program {
  readonly name: string;
  /** A command that succeeds where the program is there. */
  readonly check: string[];
  /** Debian's packages of it. */
  readonly packages: string[];
}

const PROGRAMS: Program[] = [
  // The client of MLflow needs 3.10.
  {
    name: 'Python 3.10 or later with venv',
    check: ['python3', '-c', 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))'],
    packages: ['python3', 'python3-venv'],
  },
  { name: 'OpenSSL', check: ['openssl', 'version'], packages: ['openssl'] },
  { name: 'curl', check: ['curl', '--version'], packages: ['curl'] },
];

/** The names under which a Chromium is installed. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const PLAYWRIGHT = dirname(require.resolve('playwright-core/package.json'));

/**
 * The machine that runs the end-to-end tests: which programs it has, and how it gets those that it lacks.
 */
export class Machine {
  /**
   * @param env the environment of the programs
   * @param mayInstall whether packages of the system may be installed: as root
   */
  constructor(
    private readonly env: NodeJS.ProcessEnv = process.env,
    private readonly mayInstall = process.getuid?.() === 0,
  ) {}

  /**
   * Why no container can be started; nothing where one can.
   */
  public engineProblem(): string | undefined {
    if (!this.succeeds(['docker', 'info'])) {
      return 'no Docker engine answers; install and start one (https://docs.docker.com/engine/install)';
    }
    if (!this.succeeds(['docker', 'compose', 'version'])) {
      return 'Docker has no Compose; install its plugin (https://docs.docker.com/compose/install)';
    }
    return undefined;
  }

  /**
   * Installs the programs that are missing, where it may; returns how to get those that still are.
   */
  public missingPrograms(): string[] {
    const missing = () => PROGRAMS.filter(({ check }) => !this.succeeds(check));
    this.installPackages(missing().flatMap(({ packages }) => packages));
    return missing().map(
      ({ name, packages }) => `${name} is missing; install it (Debian's packages: ${packages.join(', ')})`,
    );
  }

  /**
   * The browser: the one that `CHROMIUM` names, an installed one, or Playwright's own; nothing where there is none.
   */
  public browser(): string | undefined {
    // Ubuntu's `chromium-browser` may be a script that prints a hint about a snap.
    const runs = (path: string | undefined) => path !== undefined && this.succeeds([path, '--version']);
    const { CHROMIUM: given } = this.env;
    if (given) {
      return [given].find(runs);
    }
    return BROWSERS.map(name => this.pathOf(name)).find(runs) ?? [this.playwrightBrowser()].find(runs);
  }

  /**
   * Gets a browser where there is none: by the package manager where it may, or else by Playwright's own download.
   * Returns how to get one where that fails.
   */
  public missingBrowser(): string | undefined {
    if (this.browser()) {
      return undefined;
    }
    if (this.env.CHROMIUM) {
      return `CHROMIUM names ${this.env.CHROMIUM}, which does not run; name a Chromium or Chrome, or unset it`;
    }
    this.installPackages(['chromium']);
    if (!this.browser()) {
      this.run([process.execPath, join(PLAYWRIGHT, 'cli.js'), 'install', '--no-shell', 'chromium'], 600);
    }
    return this.browser()
      ? undefined
      : 'no browser; install Chromium or Chrome, run `npx playwright-core install chromium`, or name one by CHROMIUM';
  }

  /**
   * Why there is no Kubernetes cluster for the tests; nothing where one is named, which may still be starting.
   */
  public clusterProblem(): string | undefined {
    return this.env.KUBERNETES_LOAD
      ? undefined
      : 'none is named; set KUBECONFIG, and KUBERNETES_LOAD to a command that loads images of Docker into it, such as ' +
          '`kind load docker-image`';
  }

  private pathOf(program: string): string | undefined {
    return this.env.PATH?.split(delimiter)
      .map(folder => join(folder, program))
      .find(existsSync);
  }

  /** Where Playwright keeps its own browser, which depends on variables that it reads once. */
  private playwrightBrowser(): string | undefined {
    const path = this.run([
      process.execPath,
      '--print',
      `require(${JSON.stringify(PLAYWRIGHT)}).chromium.executablePath()`,
    ]).stdout.trim();
    return existsSync(path) ? path : undefined;
  }

  private installPackages(packages: string[]): void {
    if (packages.length > 0 && this.mayInstall && this.pathOf('apt-get')) {
      this.run(['apt-get', '-qq', 'update'], 300);
      this.run(['apt-get', '-qq', 'install', '-y', '--no-install-recommends', ...packages], 900);
    }
  }

  private succeeds(command: string[]): boolean {
    return this.run(command).status === 0;
  }

  private run([command, ...args]: string[], timeoutSeconds = 30) {
    return spawnSync(command, args, {
      env: { ...this.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
      timeout: timeoutSeconds * 1000,
      killSignal: 'SIGKILL',
    });
  }
}
