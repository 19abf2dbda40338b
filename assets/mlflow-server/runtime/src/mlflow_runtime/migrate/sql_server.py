"""Microsoft SQL Server, where an upgrade is one transaction."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import URL, Engine, text

from mlflow_runtime.migrate.connection import connect
from mlflow_runtime.migrate.database import Database
from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.schema import Schema
from mlflow_runtime.migrate.waiting import wait_while

# https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-getapplock-transact-sql
LOCK = """
    SET NOCOUNT ON; DECLARE @result INT;
    EXEC @result = sp_getapplock @Resource = 'mlflow-migrate', @LockMode = 'Exclusive', @LockOwner = 'Session',
                                 @LockTimeout = 0;
    SELECT @result
"""


class SqlServerDatabase(Database):
    """The lock is held by a connection of its own. Who else is connected is seen only with rights to the server."""

    def __init__(self, url: URL, schema: Schema, seconds: float) -> None:
        """Connect, within so many seconds."""
        super().__init__(connect(url, seconds, "NullPool"), schema)

    @contextmanager
    def lock(self, seconds: float) -> Generator[None]:
        """See Database."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:

            def taken() -> MigrationError | None:
                if db.execute(text(LOCK)).scalar_one() >= 0:
                    return None
                return MigrationError(ExitCode.IN_USE, "another migration of this database is running")

            wait_while(taken, seconds)
            yield

    def needed_bytes(self) -> int:
        """See Database: every row once more, in the log from which a transaction is taken back."""
        with self.engine.connect() as db:
            pages = db.execute(text("SELECT SUM(CAST(size AS BIGINT)) FROM sys.database_files")).scalar_one()
        return int(pages) * 8192

    @contextmanager
    def change(self) -> Generator[Engine]:
        """See Database. The server itself takes back what was not committed."""
        yield self.engine
