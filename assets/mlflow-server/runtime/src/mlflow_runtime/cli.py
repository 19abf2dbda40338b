"""The command `mlflow` of this image: MLflow's own, told where its database is.

`mlflow server` reads MLFLOW_BACKEND_STORE_URI, but `mlflow gc` and `mlflow db …` take the URI, password included, as
an argument only. Without one, gc would clean an empty SQLite file instead; with one, any process could read the
password. As click defaults the URI reaches them in memory: `docker compose exec mlflow mlflow gc` works as it stands.
"""

import os
import sys
from typing import Any

from mlflow_runtime.entrypoint import URI, prepare_or_exit
from mlflow_runtime.own_client import log_in_or_exit
from mlflow_runtime.own_migration import migrate_first
from mlflow_runtime.reachability import wait_for_databases_or_exit
from mlflow_runtime.write_ahead_log import use_write_ahead_logs


def store_defaults(uri: str) -> dict[str, Any]:
    """Return click's default map for the commands that do not read the URI's variable; arguments given still win."""
    from mlflow.db import commands as db

    option, argument = {"backend_store_uri": uri}, {"url": uri}
    return {"gc": option, "crypto": {"rotate-kek": option}, "db": dict.fromkeys(db.commands, argument)}


def main() -> None:
    """Run MLflow's command line."""
    prepare_or_exit()
    log_in_or_exit(os.environ, sys.argv[1:])
    if sys.argv[1:2] == ["server"]:
        wait_for_databases_or_exit(os.environ)
        migrate_first(os.environ)
        use_write_ahead_logs(os.environ)
    from mlflow.cli import cli

    if sys.argv[1:2] == ["server"]:
        from mlflow_runtime.schema_guard import leave_schemas_to_the_migration
        from mlflow_runtime.server_process import let_mlflow_become_its_server

        leave_schemas_to_the_migration()
        let_mlflow_become_its_server()
    uri = os.environ.get(URI)
    cli.main(prog_name="mlflow", default_map=store_defaults(uri) if uri else None)
