"""A server for artifacts alone has no database. To tell clients what it can, MLflow tries to open one all the same.

It tries for six minutes, and each new client waits three seconds for the answer before its first download.
"""

import os

from mlflow_runtime.patches import allows, replace


def do_without_database() -> None:
    """Let the server's processes know of no tracking store, if it is one for artifacts alone."""
    if not allows("artifacts without a database"):
        return
    from mlflow.server import ARTIFACTS_ONLY_ENV_VAR  # type: ignore[attr-defined]

    if os.environ.get(ARTIFACTS_ONLY_ENV_VAR):
        replace("mlflow.server.handlers._get_tracking_store", lambda _: _none)


def _none(*_: object) -> None:
    return None
