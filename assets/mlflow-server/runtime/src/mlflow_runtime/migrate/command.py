"""The command `mlflow-migrate`.

MLFLOW_BACKEND_STORE_URI names the backend store; MLFLOW_REGISTRY_STORE_URI another one for models, if there is one, and
MLFLOW_AUTH_DATABASE_URI the database of basic-auth. Each may come in parts, as `entrypoint` joins them.
MIGRATE_WAIT_SECONDS is how long others are waited for, 60 by default; `disk` describes
MIGRATE_DISK_LIMIT and MIGRATE_DATA_PATH, `failure` the exit codes.
"""

import os
import sys
from collections.abc import Callable, Mapping
from typing import NoReturn

from mlflow.exceptions import MlflowException
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from mlflow_runtime.entrypoint import AUTH_URI, REGISTRY_URI, URI, prepare_or_exit
from mlflow_runtime.migrate.connection import driver_words
from mlflow_runtime.migrate.database import Database
from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.log import say
from mlflow_runtime.migrate.migration import migrate
from mlflow_runtime.migrate.mysql import MysqlDatabase
from mlflow_runtime.migrate.postgresql import PostgresqlDatabase
from mlflow_runtime.migrate.schema import AuthSchema, Schema, TrackingSchema
from mlflow_runtime.migrate.sqlite import SqliteDatabase
from mlflow_runtime.patches import is_plain
from mlflow_runtime.plain_migration import upgrade_as_mlflow_does
from mlflow_runtime.schema_guard import LEFT_TO_MLFLOW
from mlflow_runtime.termination import Termination

WAIT = "MIGRATE_WAIT_SECONDS"
KINDS: dict[str, Callable[[URL, Schema, float], Database]] = {
    "mysql": MysqlDatabase,
    "postgresql": PostgresqlDatabase,
    "sqlite": SqliteDatabase,
}


def main() -> NoReturn:
    """Migrate all databases; end with an ExitCode."""
    Termination()
    prepare_or_exit()
    try:
        if is_plain():
            upgrade_as_mlflow_does(os.environ, seconds_in(os.environ))
        migrate_all(os.environ)
    except MigrationError as error:
        fail(error.code, str(error))
    except MlflowException as error:
        fail(ExitCode.FAILED, f"MLflow says: {error}")
    except DBAPIError as error:
        code = ExitCode.UNREACHABLE if error.connection_invalidated else ExitCode.FAILED
        fail(code, f"the database says: {driver_words(error)}")
    sys.exit(ExitCode.DONE)


def migrate_all(environment: Mapping[str, str]) -> None:
    """Migrate the databases that the environment names. Raises MigrationError."""
    seconds = seconds_in(environment)
    schemas: dict[str, Callable[[], Schema]] = {
        URI: lambda: TrackingSchema("backend store"),
        REGISTRY_URI: lambda: TrackingSchema("registry store"),
        AUTH_URI: AuthSchema,
    }
    for name, schema in schemas.items():
        uri = environment.get(name)
        if uri and uri.startswith(LEFT_TO_MLFLOW):
            say(f"MLflow itself creates the tables of {name} when it starts: nothing to do")
        elif uri:
            migrate(open_database(uri, schema(), seconds), environment, seconds)


def seconds_in(environment: Mapping[str, str]) -> int:
    """Return how long others are waited for. Raises MigrationError, also where no database is named."""
    seconds = environment.get(WAIT, "60")
    if not seconds.isdecimal():
        raise MigrationError(ExitCode.USAGE, f"{WAIT} must be a whole number of seconds, and is {seconds!r}")
    if not environment.get(URI):
        raise MigrationError(ExitCode.USAGE, f"{URI} must name the database to migrate")
    return int(seconds)


def open_database(uri: str, schema: Schema, seconds: float) -> Database:
    """Connect to a database. Raises MigrationError when that cannot be, or the kind of database is not one of ours."""
    try:
        url = make_url(uri)
    except ArgumentError:
        raise MigrationError(ExitCode.USAGE, f"the URI of the {schema.name} is not one of a database") from None
    kind = url.get_backend_name()
    if kind not in schema.backends:
        raise MigrationError(
            ExitCode.USAGE, f"the {schema.name} cannot be migrated on {kind}, but on {', '.join(schema.backends)}"
        )
    return KINDS[kind](url, schema, seconds)


def fail(code: ExitCode, message: str) -> NoReturn:
    """Say what is wrong and end."""
    print(f"migrate: {message}", file=sys.stderr)
    sys.exit(code)
