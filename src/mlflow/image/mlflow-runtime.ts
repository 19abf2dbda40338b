/**
 * How much of MLflow's behaviour the image of a server changes.
 */
export class MlflowRuntime {
  /**
   * MLflow with this library's changes: a schema that only the migration changes, artifacts that reach clients by the
   * server, workers that share memory, and others. Each change is checked against the version of MLflow while the image
   * is built, and again at start: where a required one does not fit, the build fails; an optional one is left out with
   * one line in the log.
   */
  public static patched(): MlflowRuntime {
    return new MlflowRuntime(false);
  }

  /**
   * MLflow's own server, for a version that this library does not know. The databases' URIs, secrets in files, the wait
   * for databases and the healthcheck stay. Lost are: the migration that survives an interruption (`mlflow-migrate`
   * runs `mlflow db upgrade`), the guard of the schema, artifacts by the server alone (clients are sent to the object
   * store from MLflow 3.15 on), streamed uploads, and workers that share memory. A setting that needs one of them is an
   * error (the rule `mlflow-plain-runtime`).
   */
  public static plain(): MlflowRuntime {
    return new MlflowRuntime(true);
  }

  private constructor(
    /**
     * Whether MLflow runs as it is.
     */
    public readonly isPlain: boolean,
  ) {}
}
