import { IReverseProxy } from '../../proxy';
import { MlflowAuth } from '../auth/mlflow-auth';

/**
 * How clients get to an MLflow server, and who they must be.
 */
export interface ServerAccessOptions {
  /**
   * How users log in.
   *
   * @default - they do not: whoever reaches the server may do everything
   */
  readonly auth?: MlflowAuth;

  /**
   * The reverse proxy through which clients reach the server, which then publishes no port, and knows the proxy's host.
   *
   * @default - none: the server publishes a port
   */
  readonly proxy?: IReverseProxy;

  /**
   * A path that all of the server's paths begin with: `/mlflow`, for `https://example.com/mlflow`. Clients write it at
   * the end of the tracking URI.
   *
   * @default - none
   */
  readonly staticPrefix?: string;
}
