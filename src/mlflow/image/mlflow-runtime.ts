/**
 * How much of MLflow's behaviour the image of a server changes.
 */
export class MlflowRuntime {
  /**
   * MLflow with the patches of this library: only the migration changes the schema, artifacts are transferred through
   * the server, workers share memory, and others. Each patch is checked against the version of MLflow when the image is
   * built, and again at start. If a required patch does not fit, the build fails. If an optional patch does not fit, it
   * is skipped with one line in the log.
   */
  public static patched(): MlflowRuntime {
    return new MlflowRuntime(false);
  }

  /**
   * Unpatched MLflow, for a version that this library does not know. Database URIs, secrets in files, waiting for
   * databases and the healthcheck still work. Not available are the migration that survives an interruption
   * (`mlflow-migrate` runs `mlflow db upgrade`), the schema guard, artifacts only through the server (MLflow 3.15 and
   * later redirects clients to the object store), streamed uploads, and workers that share memory. A setting that
   * requires one of them is an error (the rule `mlflow-plain-runtime`).
   */
  public static plain(): MlflowRuntime {
    return new MlflowRuntime(true);
  }

  private constructor(
    /**
     * Whether MLflow runs without patches.
     */
    public readonly isPlain: boolean,
  ) {}
}
