"""A server for artifacts alone has no database. To tell clients what it can, MLflow tries to open one all the same.

It tries for six minutes, and each new client waits three seconds for the answer before its first download.
"""

import os


def do_without_database() -> None:
    """Let the server's processes know of no tracking store, if it is one for artifacts alone."""
    from mlflow.server import ARTIFACTS_ONLY_ENV_VAR, handlers  # type: ignore[attr-defined]

    if os.environ.get(ARTIFACTS_ONLY_ENV_VAR):
        handlers._get_tracking_store = _none  # type: ignore[assignment]


def _none(*_: object) -> None:
    return None
