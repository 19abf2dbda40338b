"""`mlflow server` never changes a schema: `mlflow-migrate` does, before it.

MLflow's stores make the tables of an empty or half-made database when they are opened. On MySQL, a server that is
killed meanwhile, by a restart policy for example, leaves a database that no later start can use
(https://github.com/mlflow/mlflow/issues/23721).
"""

import os
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from mlflow_runtime.entrypoint import AUTH_URI, REGISTRY_URI
from mlflow_runtime.migrate.failure import ExitCode
from mlflow_runtime.patches import replace

LEFT_TO_MLFLOW = "mssql"  # our own migration is not tested there; its schema changes are transactions


def leave_schemas_to_the_migration(environment: Mapping[str, str] = os.environ) -> None:
    """Let the stores that this process opens end it where they would make or refuse a schema; check the others now.

    In the process that starts the server only. MLflow opens its stores there before there is any other one, but that of
    basic-auth, which the web server's processes open, and upgrade.
    """
    replace("mlflow.store.db.utils._initialize_tables", _initialize_or_exit)
    replace("mlflow.store.db.utils._verify_schema", _verify_or_exit)
    _check_schemas(environment)


def _initialize_or_exit(initialize: Callable[[Any], None]) -> Callable[[Any], None]:
    def initialize_or_exit(engine: Any) -> None:
        if engine.dialect.name != LEFT_TO_MLFLOW:
            _exit_unmigrated("database of MLflow")
        initialize(engine)

    return initialize_or_exit


def _verify_or_exit(verify: Callable[[Any], None]) -> Callable[[Any], None]:
    def verify_or_exit(engine: Any) -> None:
        from mlflow.exceptions import MlflowException

        try:
            verify(engine)
        except MlflowException:
            if engine.dialect.name == LEFT_TO_MLFLOW:
                raise
            _exit_unmigrated("database of MLflow")
        _exit_during_migration(engine)

    return verify_or_exit


def _check_schemas(environment: Mapping[str, str]) -> None:
    """End the process where a database that MLflow does not check itself has another schema than its own.

    MLflow checks that of runs and its read replica, but of a registry store only whether its tables are there.
    """
    from mlflow.store.db.utils import create_sqlalchemy_engine_with_retry

    from mlflow_runtime.migrate.schema import AuthSchema, Schema, TrackingSchema

    schemas: dict[str, Callable[[], Schema]] = {
        REGISTRY_URI: lambda: TrackingSchema("registry store"),
        AUTH_URI: AuthSchema,
    }
    for name, schema_of in schemas.items():
        uri = environment.get(name) or ""
        if re.split("[+:]", uri)[0] in TrackingSchema.backends:  # not SQL Server, nor a registry that is no database
            schema = schema_of()
            engine = create_sqlalchemy_engine_with_retry(uri)
            if schema.revision(engine) != schema.head:
                _exit_unmigrated(schema.name)
            _exit_during_migration(engine)
            engine.dispose()


def _exit_during_migration(engine: Any) -> None:
    """End where a migration runs, whose changes may not be visible yet: in PostgreSQL they are one transaction."""
    from mlflow_runtime.migrate import mysql, postgresql

    checks = {"mysql": mysql.is_locked, "postgresql": postgresql.is_locked}
    if engine.dialect.name in checks and checks[engine.dialect.name](engine):
        print("mlflow: a migration of the database is running; the server starts after it", file=sys.stderr)
        sys.exit(ExitCode.NOT_MIGRATED)


def _exit_unmigrated(database: str) -> NoReturn:
    print(
        f"mlflow: the {database} does not have the schema of this MLflow; run `mlflow-migrate` with this image and this"
        " environment first (the service `migrate` of the app)",
        file=sys.stderr,
    )
    sys.exit(ExitCode.NOT_MIGRATED)
