import { MlflowPermission } from './basic-auth-options';
import { IEnvValue, Secret } from '../../compose';
import { IBackendStore } from '../../database';

/**
 * Options of `MlflowAuth.oidc`.
 */
export interface OidcAuthOptions {
  /**
   * The URL of the provider, as its tokens name it: `https://login.example.com/realms/team`. The server and the
   * browsers of users must reach it.
   */
  readonly issuer: string;

  /**
   * The name under which the provider knows MLflow.
   */
  readonly clientId: IEnvValue;

  /**
   * The secret that the provider gave MLflow.
   *
   * @default - the file `secrets/OIDC_CLIENT_SECRET`, to be written by hand
   */
  readonly clientSecret?: Secret;

  /**
   * What MLflow signs the sessions of users with. A new one ends them all.
   *
   * @default - the secret `OIDC_SESSION_KEY`
   */
  readonly sessionKey?: Secret;

  /**
   * Where the provider sends users back to; it must know this URL.
   *
   * @default - `/callback` at the host of the proxy, or at localhost and the published port
   */
  readonly redirectUrl?: string;

  /**
   * The groups of the provider whose members may log in.
   *
   * @default ['mlflow']
   */
  readonly groups?: string[];

  /**
   * The groups of the provider whose members may do everything.
   *
   * @default ['mlflow-admin']
   */
  readonly adminGroups?: string[];

  /**
   * The claim of the ID token that lists the groups of a user.
   *
   * @default 'groups'
   */
  readonly groupsClaim?: string;

  /**
   * What the provider is asked for; some have groups in a scope of their own.
   *
   * @default ['openid', 'email', 'profile']
   */
  readonly scopes?: string[];

  /**
   * Where users and permissions are kept: PostgreSQL or SQLite.
   *
   * @default - SQLite in a volume named `users_volume`
   */
  readonly store?: IBackendStore;

  /**
   * What a user may do with what others made.
   *
   * @default MlflowPermission.NO_PERMISSIONS
   */
  readonly defaultPermission?: MlflowPermission;
}
