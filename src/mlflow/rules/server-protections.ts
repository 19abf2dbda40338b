import { optionsOf, ServerRule } from './server-rule';
import { ComposeModel, ModelEntry, RuleViolation } from '../../compose';
import { environmentOf, fullEnvironmentOf, hasReference, withoutEscapes } from '../../compose/internal';
import { admitsEveryHost } from '../server/allowed-hosts';

/** What the rule knows about a server. */
interface ServerLogin {
  /** Whether the server has the prop `auth`. */
  readonly login: boolean;
}

/**
 * A setting of `mlflow server` that disables a protection, with its option and its variable.
 *
 * @see https://mlflow.org/docs/latest/api_reference/cli.html#mlflow-server
 */
interface Protection {
  /** The option of `mlflow server`. */
  readonly option?: string;
  /** The environment variable of the same setting. */
  readonly variable?: string;
  /** Whether a value disables the protection. The value of a flag is `true`. */
  readonly isRefused: (value: string) => boolean;
  readonly problem: string;
  readonly remedy: string;
}

const SECURITY_MIDDLEWARE = {
  problem: "MLflow's security middleware is disabled, which checks the Host header and the origin",
  remedy: 'keep it enabled, and add host names to `allowedHosts`',
};
const OTHER_WEB_SERVER = {
  problem: 'MLflow would run on a web server that skips some of its security checks',
  remedy: 'remove the options of gunicorn and waitress',
};

/**
 * The values that Python and click read as false. click ignores case and spaces
 * (https://click.palletsprojects.com/en/stable/parameter-types/).
 */
const FALSE = ['', 'false', '0', 'no', 'n', 'f', 'off'];

const isOn = (value: string) => !FALSE.includes(value.trim().toLowerCase());
const isGiven = (value: string) => value.trim() !== '';
const admitsAny = (value: string) => hasReference(value) || value.split(',').some(pattern => admitsEveryHost(pattern));

const PROTECTIONS: Protection[] = [
  {
    option: '--disable-security-middleware',
    variable: 'MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE',
    isRefused: isOn,
    ...SECURITY_MIDDLEWARE,
  },
  {
    option: '--allowed-hosts',
    variable: 'MLFLOW_SERVER_ALLOWED_HOSTS',
    isRefused: admitsAny,
    problem: 'every Host header is allowed, which disables its check',
    remedy: 'list host names, such as "*.example.com"',
  },
  {
    option: '--cors-allowed-origins',
    variable: 'MLFLOW_SERVER_CORS_ALLOWED_ORIGINS',
    isRefused: admitsAny,
    problem: 'pages of every origin may change data',
    remedy: 'list origins, such as "https://mlflow.example.com"',
  },
  { option: '--gunicorn-opts', variable: 'MLFLOW_GUNICORN_OPTS', isRefused: isGiven, ...OTHER_WEB_SERVER },
  { option: '--waitress-opts', isRefused: () => true, ...OTHER_WEB_SERVER },
  {
    variable: 'MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS',
    isRefused: isOn,
    problem: 'webhooks may call private IP addresses',
    remedy: 'remove MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS',
  },
];
const LOGIN_OPTION = '--app-name';

/**
 * Reports settings that disable a protection of an MLflow server, in every form of the final files: option or variable,
 * map or list, argument list or string, in the app's own file or in an overlay.
 */
export class ServerProtections extends ServerRule<ServerLogin> {
  public readonly name = 'mlflow-security';

  protected violationsIn(
    { path, definition }: ModelEntry,
    { login }: ServerLogin,
    model: ComposeModel,
  ): RuleViolation[] {
    const {
      variables: environment,
      unread: [unread],
    } = fullEnvironmentOf(definition, model._files);
    const options = optionsOf(definition);
    const refused = PROTECTIONS.filter(
      ({ option, variable, isRefused }) =>
        options.some(({ name, value }) => (name === option || name === variable) && isRefused(value)) ||
        (variable && environment.has(variable) && isRefusedVariable(environment.get(variable)!, isRefused)),
    ).map(({ problem, remedy }) => ({ path, problem, remedy }));
    const own = environmentOf(definition);
    const unknown = PROTECTIONS.filter(({ variable }) => unread !== undefined && variable && !own.has(variable)).map(
      ({ variable }) => ({
        path,
        problem: `its env_file "${unread}" cannot be read at synthesis and may set ${variable}, which disables a protection`,
        remedy: `create the file before synthesis, or set ${variable} to "" in \`environment\`, which takes precedence over env_file`,
      }),
    );
    const logins = options.filter(({ name }) => name === LOGIN_OPTION).length;
    return [
      ...distinct(refused),
      ...unknown,
      ...(logins > (login ? 1 : 0)
        ? [
            {
              path,
              problem: `the argument ${LOGIN_OPTION} selects a login without its settings`,
              remedy: 'use the prop `auth`',
            },
          ]
        : []),
      ...(login && logins === 0 && !definition.entrypoint
        ? [
            {
              path,
              problem: `the argument ${LOGIN_OPTION} of its login is missing, so whoever reaches the server may do everything`,
              remedy: `keep ${LOGIN_OPTION} in \`command\`, or remove \`auth\``,
            },
          ]
        : []),
    ];
  }
}

/** Whether the value of a variable is refused. A value that is only known where the app is started may be any. */
function isRefusedVariable(value: string | null, isRefused: (value: string) => boolean): boolean {
  return value === null || isRefused(hasReference(value) ? value : withoutEscapes(value));
}

/** Reports a protection once, even if several settings disable it. */
function distinct(violations: RuleViolation[]): RuleViolation[] {
  return violations.filter(({ problem }, index) => violations.findIndex(other => other.problem === problem) === index);
}
