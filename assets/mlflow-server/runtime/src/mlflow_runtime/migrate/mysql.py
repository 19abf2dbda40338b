"""MySQL, where each change of a schema is committed by itself: the data is copied before the first one."""

import hashlib
import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Engine, event, inspect, text

from mlflow_runtime.migrate.connection import connect
from mlflow_runtime.migrate.database import Database
from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.log import say, step
from mlflow_runtime.migrate.mysql_collation import MysqlCollation
from mlflow_runtime.migrate.mysql_copy import MysqlCopy, quoted
from mlflow_runtime.migrate.schema import Schema
from mlflow_runtime.migrate.waiting import wait_while

PROMPTS = "model_version_tags"
"""The table that holds the text of each prompt, as the value of a tag."""


class MysqlDatabase(Database):
    """All work is done on one connection, which holds the lock.

    So the server frees the lock of a migration that was killed only when its last statement has ended.
    """

    def __init__(self, url: URL, schema: Schema, seconds: float) -> None:
        """Connect, within so many seconds."""
        super().__init__(connect(url, schema.name, seconds, "StaticPool"), schema)
        never_connect_again(self.engine)
        self._collation = MysqlCollation(self.engine)
        self._copy = MysqlCopy(self.engine, self._collation, schema.tables, schema.version_table)
        self._lock = lock_name(url)

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

    def needs_conversion(self) -> bool:
        """See Database: names that differ only in case, accents or trailing spaces must be different ones."""
        tables = self._other_tables()
        referring = self._collation.referring_tables(self._names) if tables else []
        if referring:
            say(
                f"names that differ only in case stay the same in the {self.schema.name}: it cannot be converted to"
                f" {self._collation.name} while tables of others have foreign keys to it ({', '.join(referring)})"
            )
        return bool(tables) and not referring

    def widen(self) -> None:
        """See Database. A prompt may have 100,000 characters, and a TEXT holds 65,535 bytes.

        One atomic statement, so it needs no copy.
        """
        statement = "SELECT data_type, is_nullable FROM information_schema.columns WHERE table_schema = DATABASE()"
        rows = self._query(f"{statement} AND table_name = :table AND column_name = 'value'", table=PROMPTS)
        for data_type, nullable in rows:
            if data_type == "text":
                null = "NULL" if nullable == "YES" else "NOT NULL"
                self._query("SET SESSION lock_wait_timeout = 10")
                self._query(f"ALTER TABLE {PROMPTS} MODIFY value MEDIUMTEXT {null}")
                self._query("SET SESSION lock_wait_timeout = DEFAULT")

    def users(self) -> list[str]:
        """Return the hosts of those who use the same account: no other ones can be seen.

        A migration that waits for its turn does not count.
        """
        me, database = self._query("SELECT CONNECTION_ID(), DATABASE()")[0]
        others = [row for row in self._query("SHOW PROCESSLIST") if row.Id != me and row.db == database]
        return sorted({re.sub(r":\d+$", "", row.Host) for row in others if row.State != "User lock"})

    def needed_bytes(self) -> int:
        """See Database: the copy, the largest table once more while it is rebuilt, all that in the binary log too."""
        if self._is_half_made():
            return 0
        if not getattr(self.engine.dialect, "is_mariadb", False):  # which does not cache them
            self._query("SET SESSION information_schema_stats_expiry = 0")
        sizes = [
            int(row.size)
            for row in self._query(
                "SELECT table_name AS name, data_length + index_length AS size FROM information_schema.tables"
                " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
            )
            if row.name in self._names
        ]
        logged = self._query("SELECT @@log_bin") == [(1,)]
        return (sum(sizes) + max(sizes)) * (2 if logged else 1)

    @contextmanager
    def change(self) -> Generator[Engine]:
        """See Database. An empty database is recreated, since an interrupted first migration leaves it incomplete."""
        if self._is_half_made():
            self._drop_tables()
            self._claim_default()
            with self._collation.of_new_tables():
                yield self.engine
            return
        convert = self.needs_conversion()
        self._copy.make(target=self.schema.head)
        try:
            if users := self.users():
                raise MigrationError(ExitCode.IN_USE, f"other clients have connected since, from {', '.join(users)}")
            if convert:
                self._claim_default()
                self._copy.convert(self._other_tables())
            self._copy.put_revision_back()
            if self._other_tables():
                yield self.engine
            else:
                with self._collation.of_new_tables():
                    yield self.engine
        except Exception:
            say("the upgrade failed; the previous tables are restored")
            self._copy.restore()
            raise
        self._copy.discard()

    @property
    def _names(self) -> set[str]:
        return {*self.schema.tables, self.schema.version_table}

    def _other_tables(self) -> list[str]:
        return self._collation.other_tables(self._names)

    def _claim_default(self) -> None:
        """Give the database MLflow's collation, unless it is not MLflow's alone."""
        if not self._copy.tables_of_others():
            self._collation.set_default()

    def _is_half_made(self) -> bool:
        """No row in any table but those that a new schema has: its version and the default workspace."""
        if self.schema.revision(self.engine) == self.schema.head:
            return False
        for table in self._present(self.schema.tables):
            rows = "workspaces WHERE name <> 'default'" if table == "workspaces" else quoted(table)
            if self._query(f"SELECT EXISTS (SELECT 1 FROM {rows})") == [(1,)]:
                return False
        return True

    def _drop_tables(self) -> None:
        present = self._present(self._names)
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


def lock_name(url: URL) -> str:
    """Return the name of the lock of a database; names belong to the whole server."""
    return f"mlflow-migrate-{hashlib.sha256((url.database or '').encode()).hexdigest()[:16]}"


def is_locked(engine: Engine) -> bool:
    """Tell whether a migration runs."""
    with engine.connect() as db:
        return db.scalar(text("SELECT IS_USED_LOCK(:name)"), {"name": lock_name(engine.url)}) is not None


def never_connect_again(engine: Engine) -> None:
    """Rather fail than go on without the lock, in another session, when the server went away in between."""

    @event.listens_for(engine, "do_connect")
    def refuse(*_: object) -> None:
        raise MigrationError(ExitCode.UNREACHABLE, "the connection to the database was lost; run the migration again")
