"""MySQL, where each change of a schema is committed by itself: the data is copied before the first one."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Engine, event, inspect, text

from mlflow_runtime.migrate.connection import connect
from mlflow_runtime.migrate.database import Database
from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.log import say, step
from mlflow_runtime.migrate.mysql_copy import MysqlCopy, quoted
from mlflow_runtime.migrate.schema import Schema
from mlflow_runtime.migrate.waiting import wait_while


class MysqlDatabase(Database):
    """All work is done on one connection, which holds the lock.

    So the server frees the lock of a migration that was killed only when its last statement has ended.
    """

    def __init__(self, url: URL, schema: Schema, seconds: float) -> None:
        """Connect, within so many seconds."""
        super().__init__(connect(url, schema.name, seconds, "StaticPool"), schema)
        never_connect_again(self.engine)
        self._copy = MysqlCopy(self.engine, schema.version_table)
        self._lock = f"mlflow-migrate-{hashlib.sha256((url.database or '').encode()).hexdigest()[:16]}"

    @contextmanager
    def lock(self, seconds: float) -> Generator[None]:
        """See Database."""

        def taken() -> MigrationError | None:
            if self._query("SELECT GET_LOCK(:name, 1)", name=self._lock) == [(1,)]:
                return None
            return MigrationError(ExitCode.IN_USE, "another migration of this database is running")

        wait_while(taken, seconds)
        try:
            yield
        finally:
            self.engine.dispose()  # which frees the lock

    def is_interrupted(self) -> bool:
        """One that reached its revision was complete: a server may have written since."""
        target = self._copy.target()
        return target is not None and target != self.schema.revision(self.engine)

    def take_back(self) -> None:
        """See Database."""
        self._copy.restore()

    def tidy(self) -> None:
        """See Database."""
        self._copy.discard()

    def users(self) -> list[str]:
        """Return the hosts of those who use the same account: no other ones can be seen.

        A migration that waits for its turn does not count.
        """
        me, database = self._query("SELECT CONNECTION_ID(), DATABASE()")[0]
        others = [row for row in self._query("SHOW PROCESSLIST") if row.Id != me and row.db == database]
        return sorted({row.Host.rpartition(":")[0] for row in others if row.State != "User lock"})

    def needed_bytes(self) -> int:
        """See Database: the copy, the largest table once more while it is rebuilt, all that in the binary log too."""
        if self._holds_nothing():
            return 0
        self._query("SET SESSION information_schema_stats_expiry = 0")
        sizes = [
            int(row.size)
            for row in self._query(
                "SELECT data_length + index_length AS size FROM information_schema.tables"
                " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
            )
        ]
        logged = self._query("SELECT @@log_bin") == [(1,)]
        return (sum(sizes) + max(sizes)) * (2 if logged else 1)

    @contextmanager
    def change(self) -> Generator[Engine]:
        """See Database. What holds nothing is made anew: a first migration that was cut off leaves it half-made."""
        if self._holds_nothing():
            self._drop_tables()
            yield self.engine
            return
        self._copy.make(target=self.schema.head)
        try:
            yield self.engine
        except Exception:
            say("the upgrade failed; what was there before comes back")
            self._copy.restore()
            raise
        self._copy.discard()

    def _holds_nothing(self) -> bool:
        """No row in any table but those that a new schema has: its version and the default workspace."""
        for table in self._present(self.schema.tables):
            rows = "workspaces WHERE name <> 'default'" if table == "workspaces" else quoted(table)
            if self._query(f"SELECT EXISTS (SELECT 1 FROM {rows})") == [(1,)]:
                return False
        return True

    def _drop_tables(self) -> None:
        present = self._present({*self.schema.tables, self.schema.version_table})
        if present:
            with step(f"dropping {len(present)} empty tables of a schema that is half-made"), self.engine.begin() as db:
                db.execute(text("SET foreign_key_checks = 0"))
                db.execute(text(f"DROP TABLE {', '.join(map(quoted, present))}"))
                db.execute(text("SET foreign_key_checks = DEFAULT"))

    def _present(self, tables: set[str]) -> list[str]:
        return sorted(tables.intersection(inspect(self.engine).get_table_names()))

    def _query(self, statement: str, **parameters: object) -> list[Any]:
        # Committed each time: a transaction left open would hold metadata locks, and block what follows.
        with self.engine.begin() as db:
            result = db.execute(text(statement), parameters)
            return list(result) if result.returns_rows else []


def never_connect_again(engine: Engine) -> None:
    """Rather fail than go on without the lock, in another session, when the server went away in between."""

    @event.listens_for(engine, "do_connect")
    def refuse(*_: object) -> None:
        raise MigrationError(ExitCode.UNREACHABLE, "the connection to the database was lost; run the migration again")
