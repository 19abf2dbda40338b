"""PostgreSQL, where an upgrade is one transaction."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import URL, Engine, text

from mlflow_runtime.migrate.connection import connect
from mlflow_runtime.migrate.database import Database
from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.schema import Schema
from mlflow_runtime.migrate.waiting import wait_while

LOCK = 0x6D6C666C6F77  # "mlflow": advisory locks are numbers, and belong to the database
WAITING = "mlflow-migrate-lock"


class PostgresqlDatabase(Database):
    """The lock is held by a connection of its own."""

    def __init__(self, url: URL, schema: Schema, seconds: float) -> None:
        """Connect, within so many seconds."""
        super().__init__(connect(url, schema.name, seconds, "NullPool"), schema)

    @contextmanager
    def lock(self, seconds: float) -> Generator[None]:
        """See Database."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text(f"SET application_name = '{WAITING}'"))

            def taken() -> MigrationError | None:
                if db.scalar(text(f"SELECT pg_try_advisory_lock({LOCK})")):
                    return None
                return MigrationError(ExitCode.IN_USE, "another migration of this database is running")

            wait_while(taken, seconds)
            yield

    def users(self) -> list[str]:
        """Return the addresses of those who use the same account. Migrations that wait for their turn do not count."""
        statement = f"""
            SELECT DISTINCT COALESCE(host(client_addr), 'the database''s own container') FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user AND backend_type = 'client backend'
              AND pid <> pg_backend_pid() AND application_name <> '{WAITING}'
            ORDER BY 1
        """
        with self.engine.connect() as db:
            return list(db.scalars(text(statement)))

    def needed_bytes(self) -> int:
        """See Database: every row once more: an upgrade may write each anew, and the old ones go only after it."""
        with self.engine.connect() as db:
            return int(db.execute(text("SELECT pg_database_size(current_database())")).scalar_one())

    @contextmanager
    def change(self) -> Generator[Engine]:
        """See Database. PostgreSQL itself takes back what was not committed."""
        yield self.engine
