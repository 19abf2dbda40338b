"""PostgreSQL, where an upgrade is one transaction."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, text

from mlflow_runtime.migrate.connection import connect
from mlflow_runtime.migrate.database import Database
from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.schema import Schema
from mlflow_runtime.migrate.waiting import wait_while

LOCK = 0x6D6C666C6F77  # "mlflow": advisory locks are numbers, and belong to the database
WAITING = "mlflow-migrate-lock"


class PostgresqlDatabase(Database):
    """The lock is held by an open transaction of its own.

    A lock of a session would not do with a pooler such as PgBouncer in between: in its transaction mode the next
    statement may run in another session, and a session with the lock goes to the next client.
    """

    def __init__(self, url: URL, schema: Schema, seconds: float) -> None:
        """Connect, within so many seconds."""
        super().__init__(connect(url, schema.name, seconds, "NullPool"), schema)

    @contextmanager
    def lock(self, seconds: float) -> Generator[None]:
        """See Database."""
        with self.engine.connect() as db:
            db.execute(text(f"SET LOCAL application_name = '{WAITING}'"))
            db.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))

            def taken() -> MigrationError | None:
                if db.scalar(text(f"SELECT pg_try_advisory_xact_lock({LOCK})")):
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
            users = list(db.scalars(text(statement)))
            if users and is_pooled(db):
                users[-1] += " (a pooler such as PgBouncer: connections that it keeps count; address the server itself)"
            return users

    def needed_bytes(self) -> int:
        """See Database: every row once more: an upgrade may rewrite each, and the old ones go only after it."""
        with self.engine.connect() as db:
            return int(db.execute(text("SELECT pg_database_size(current_database())")).scalar_one())

    @contextmanager
    def change(self) -> Generator[Engine]:
        """See Database. PostgreSQL itself takes back what was not committed."""
        yield self.engine


def is_locked(engine: Engine) -> bool:
    """Tell whether a migration runs."""
    with engine.connect() as db:
        return not db.scalar(text(f"SELECT pg_try_advisory_xact_lock_shared({LOCK})"))


def is_pooled(db: Connection) -> bool:
    """Tell whether a pooler answers in place of the server: it gives its clients process ids of its own."""
    told = db.connection.driver_connection.get_backend_pid()  # type: ignore[union-attr]
    return bool(told != db.scalar(text("SELECT pg_backend_pid()")))
