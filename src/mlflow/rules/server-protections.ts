import { optionsOf, ServerRule } from './server-rule';
import { ComposeModel, ModelEntry, RuleViolation } from '../../compose';
import { environmentOf, fullEnvironmentOf, hasReference, withoutEscapes } from '../../compose/internal';
import { admitsEveryHost } from '../server/allowed-hosts';

/** What the rule knows of a server. */
interface ServerLogin {
  /** Whether the prop `auth` gave it a login. */
  readonly login: boolean;
}

/**
 * A setting of `mlflow server` that takes a protection away, by each of its names.
 *
 * @see https://mlflow.org/docs/latest/api_reference/cli.html#mlflow-server
 */
interface Protection {
  /** The option of `mlflow server`. */
  readonly option?: string;
  /** The variable that MLflow, or the option, reads. */
  readonly variable?: string;
  /** Whether a value is refused. An option without a value has `true`. */
  readonly isRefused: (value: string) => boolean;
  readonly problem: string;
  readonly remedy: string;
}

const SECURITY_MIDDLEWARE = {
  problem: "MLflow's checks of the Host header and of origins are turned off",
  remedy: 'leave them on, and add names to allowedHosts',
};
const OTHER_WEB_SERVER = {
  problem: 'MLflow would run on a web server that leaves out some of its checks',
  remedy: 'leave the options of gunicorn and waitress out',
};

/**
 * Python and click take these for false; click ignores case and spaces
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
    problem: 'any Host header is allowed, which turns its check off',
    remedy: 'name hosts, such as "*.example.com"',
  },
  {
    option: '--cors-allowed-origins',
    variable: 'MLFLOW_SERVER_CORS_ALLOWED_ORIGINS',
    isRefused: admitsAny,
    problem: 'pages of any origin may change data',
    remedy: 'name origins, such as "https://mlflow.example.com"',
  },
  { option: '--gunicorn-opts', variable: 'MLFLOW_GUNICORN_OPTS', isRefused: isGiven, ...OTHER_WEB_SERVER },
  { option: '--waitress-opts', isRefused: () => true, ...OTHER_WEB_SERVER },
  {
    variable: 'MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS',
    isRefused: isOn,
    problem: 'webhooks may reach addresses inside the network',
    remedy: 'leave MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS out',
  },
];
const LOGIN_OPTION = '--app-name';

/**
 * No setting turns off a protection of an MLflow server, in whatever form the final files hold it: option or variable,
 * map or list, argument list or text, in the app's own file or with an overlay.
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
        (option && options.filter(({ name }) => name === option).some(({ value }) => isRefused(value))) ||
        (variable && environment.has(variable) && isRefusedVariable(environment.get(variable)!, isRefused)),
    ).map(({ problem, remedy }) => ({ path, problem, remedy }));
    const own = environmentOf(definition);
    const unknown = PROTECTIONS.filter(({ variable }) => unread !== undefined && variable && !own.has(variable)).map(
      ({ variable }) => ({
        path,
        problem: `its env_file "${unread}" cannot be read now and may set ${variable}, which turns a protection off`,
        remedy: `make the file before synthesis, or set ${variable} to "" in \`environment\`, which has precedence over env_file`,
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
              problem: `a login is chosen by the argument ${LOGIN_OPTION}, which leaves it without its settings`,
              remedy: 'use the prop `auth`',
            },
          ]
        : []),
      ...(login && logins === 0 && !definition.entrypoint
        ? [
            {
              path,
              problem: `the argument ${LOGIN_OPTION} of its login is gone, so whoever reaches the server may do everything`,
              remedy: `keep ${LOGIN_OPTION} in \`command\`, or leave \`auth\` out`,
            },
          ]
        : []),
    ];
  }
}

/** A value of which only the machine that starts the app knows may be any. */
function isRefusedVariable(value: string | null, isRefused: (value: string) => boolean): boolean {
  return value === null || isRefused(hasReference(value) ? value : withoutEscapes(value));
}

/** A protection that is taken away in two ways is told once. */
function distinct(violations: RuleViolation[]): RuleViolation[] {
  return violations.filter(({ problem }, index) => violations.findIndex(other => other.problem === problem) === index);
}
