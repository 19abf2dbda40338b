"""`mlflow server` never changes a schema: `mlflow-migrate` does, before it.

MLflow's stores make the tables of an empty or half-made database when they are opened. On MySQL, a server that is
killed meanwhile, by a restart policy for example, leaves a database behind that no later start can use
(https://github.com/mlflow/mlflow/issues/23721).
"""

import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from mlflow_runtime.entrypoint import AUTH_URI
from mlflow_runtime.migrate.failure import ExitCode

LEFT_TO_MLFLOW = "mssql"  # nobody has tried our own way there; its schema changes are transactions


def leave_schemas_to_the_migration() -> None:
    """Let the stores that this process opens end it where they would make or refuse a schema; check basic-auth's now.

    In the process that starts the server only. MLflow opens its stores there before there is any other one, but that of
    basic-auth, which the web server's processes open, and upgrade.
    """
    from mlflow.exceptions import MlflowException
    from mlflow.store.db import utils

    initialize: Callable[[Any], None] = utils._initialize_tables
    verify: Callable[[Any], None] = utils._verify_schema

    def initialize_or_exit(engine: Any) -> None:
        if engine.dialect.name != LEFT_TO_MLFLOW:
            _exit_unmigrated("database of MLflow")
        initialize(engine)

    def verify_or_exit(engine: Any) -> None:
        try:
            verify(engine)
        except MlflowException:
            if engine.dialect.name == LEFT_TO_MLFLOW:
                raise
            _exit_unmigrated("database of MLflow")

    utils._initialize_tables = initialize_or_exit
    utils._verify_schema = verify_or_exit
    if auth_uri := os.environ.get(AUTH_URI):
        _check_auth(auth_uri)


def _check_auth(uri: str) -> None:
    from mlflow.store.db.utils import create_sqlalchemy_engine_with_retry

    from mlflow_runtime.migrate.schema import AuthSchema

    schema = AuthSchema()
    engine = create_sqlalchemy_engine_with_retry(uri)
    if schema.revision(engine) != schema.head:
        _exit_unmigrated(schema.name)
    engine.dispose()


def _exit_unmigrated(database: str) -> NoReturn:
    print(
        f"mlflow: the {database} does not have the schema of this MLflow; run `mlflow-migrate` with this image and this"
        " environment first (the service `migrate` of the app)",
        file=sys.stderr,
    )
    sys.exit(ExitCode.NOT_MIGRATED)
