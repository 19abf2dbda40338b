"""The command `mlflow` of this image: MLflow's own, with the URI of its database.

`mlflow server` reads MLFLOW_BACKEND_STORE_URI, but `mlflow gc` and `mlflow db …` take the URI, password included, as
an argument only. Without one, gc would clean an empty SQLite file instead; with one, any process could read the
password. As click defaults the URI reaches them in memory: `docker compose exec mlflow mlflow gc` works as it stands.

`mlflow server`, however it is spelled (`mlflow ui`, `mlflow --env-file x server`), first waits for its databases and
migrates a file, and leaves every other schema alone.
"""

import os
import sys
from typing import TYPE_CHECKING, Any

from mlflow_runtime.entrypoint import REGISTRY_URI, URI, prepare_or_exit
from mlflow_runtime.own_client import command_of, log_in_or_exit
from mlflow_runtime.own_migration import migrate_first
from mlflow_runtime.patches import PatchError, is_plain, need_required
from mlflow_runtime.reachability import wait_for_databases_or_exit
from mlflow_runtime.termination import Termination
from mlflow_runtime.write_ahead_log import use_write_ahead_logs

if TYPE_CHECKING:
    from click import Command, Context

UNFIT = 8
STORE_OPTIONS = {
    "backend_store_uri": URI,
    "registry_store_uri": REGISTRY_URI,
    "read_replica_backend_store_uri": "MLFLOW_READ_REPLICA_BACKEND_STORE_URI",
}


def store_defaults(uri: str) -> dict[str, Any]:
    """Return click's default map for the commands that do not read the URI's variable; arguments given still win."""
    from mlflow.db import commands as db

    option, argument = {"backend_store_uri": uri}, {"url": uri}
    return {"gc": option, "crypto": {"rotate-kek": option}, "db": dict.fromkeys(db.commands, argument)}


def main() -> None:
    """Run MLflow's command line."""
    termination = Termination()
    prepare_or_exit()
    log_in_or_exit(os.environ, sys.argv[1:])
    from mlflow.cli import cli

    if command_of(sys.argv[1:]) == "gc":
        from mlflow_runtime.own_store import reach_store_directly

        reach_store_directly()
    prepare_server(cli.commands["server"], termination)
    uri = os.environ.get(URI)
    cli.main(prog_name="mlflow", default_map=store_defaults(uri) if uri else None)


def prepare_server(server: "Command", termination: Termination) -> None:
    """Let the command `server` do what comes before a server, and end in error when its web server ends unasked."""
    parse, invoke = server.make_context, server.invoke

    def prepare_and_parse(*arguments: Any, **options: Any) -> "Context":
        prepare_or_exit()  # once more, for what a file of `--env-file` holds
        return parse(*arguments, **options)

    def prepare_and_serve(context: "Context") -> None:
        watch = prepare_to_serve(context, termination)
        invoke(context)
        if not watch.stop():
            sys.exit("mlflow: the web server exited unexpectedly")

    server.make_context = prepare_and_parse  # type: ignore[method-assign]
    server.invoke = prepare_and_serve  # type: ignore[method-assign, assignment]


def prepare_to_serve(context: "Context", termination: Termination) -> Termination:
    """Wait for the databases, migrate a file, and patch MLflow; return what watches signals from now on."""
    given = {name: context.params.get(option) for option, name in STORE_OPTIONS.items()}
    environment = {**os.environ, **{name: uri for name, uri in given.items() if uri}}
    try:
        need_required()
    except PatchError as error:
        print(f"mlflow: {error}", file=sys.stderr)
        sys.exit(UNFIT)
    wait_for_databases_or_exit(environment)
    termination.stop()  # a process that forks must have one thread
    migrate_first(environment)
    watch = Termination()
    use_write_ahead_logs(environment)
    if not is_plain():
        from mlflow_runtime.schema_guard import leave_schemas_to_the_migration
        from mlflow_runtime.server_process import let_mlflow_become_its_server

        leave_schemas_to_the_migration(environment)
        let_mlflow_become_its_server()
    return watch
