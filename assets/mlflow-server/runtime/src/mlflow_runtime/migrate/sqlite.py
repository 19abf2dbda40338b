"""SQLite: a copy of the file is upgraded, and takes its place when it is done."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine

from mlflow_runtime.migrate.connection import connect
from mlflow_runtime.migrate.database import Database
from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.log import step
from mlflow_runtime.migrate.schema import Schema
from mlflow_runtime.migrate.waiting import wait_while


class SqliteDatabase(Database):
    """The lock is on the directory, so that no lock file remains."""

    def __init__(self, url: URL, schema: Schema, seconds: float) -> None:
        """Open the file, or make an empty one."""
        if url.database in (None, "", ":memory:"):
            raise MigrationError(ExitCode.USAGE, f"the {schema.name} must be a file, not in memory")
        self._url = url
        self._seconds = seconds
        self._file = Path(url.database).absolute()
        self._work = self._file.with_name(f"{self._file.name}.migrating")
        self.directory = self._file.parent
        self.directory.mkdir(parents=True, exist_ok=True)
        super().__init__(connect(url, schema.name, seconds, "NullPool"), schema)

    @contextmanager
    def lock(self, seconds: float) -> Generator[None]:
        """See Database."""
        directory = os.open(self._file.parent, os.O_RDONLY)

        def taken() -> MigrationError | None:
            try:
                fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return MigrationError(ExitCode.IN_USE, "another migration in this directory is running")
            return None

        try:
            wait_while(taken, seconds)
            yield
        finally:
            os.close(directory)

    def tidy(self) -> None:
        """See Database."""
        for path in self._work.parent.glob(f"{self._work.name}*"):  # SQLite's own journal beside it
            path.unlink()

    def needed_bytes(self) -> int:
        """See Database: the copy, and its largest table once more while that is rebuilt, journal included."""
        return 3 * self._file.stat().st_size

    @contextmanager
    def change(self) -> Generator[Engine]:
        """See Database.

        Nobody can write to the file in between, since that would be lost with it; whoever has it open later finds that
        it was moved (SQLITE_READONLY_DBMOVED).
        """
        with closing(sqlite3.connect(self._file, isolation_level=None, timeout=0)) as lock:
            self._shut_out_writers(lock)
            with (
                step(f"copying {self._file.name}"),
                closing(sqlite3.connect(self._file)) as old,
                closing(sqlite3.connect(self._work)) as copy,
            ):
                old.backup(copy)
            engine = connect(self._url.set(database=str(self._work)), self.schema.name, self._seconds, "NullPool")
            yield engine
            engine.dispose()
            shutil.copystat(self._file, self._work)
            sync(self._work)
            self._work.replace(self._file)
            sync(self._file.parent)

    def _shut_out_writers(self, db: sqlite3.Connection) -> None:
        def used() -> MigrationError | None:
            try:
                # A write-ahead log would be taken for that of the new file; this also puts it away.
                db.execute("PRAGMA journal_mode = DELETE")
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                return MigrationError(ExitCode.IN_USE, f"{self._file} is in use: {error}; stop the server that uses it")
            return None

        wait_while(used, self._seconds)


def sync(path: Path) -> None:
    """Let a file, or the entries of a directory, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
