"""SQLite's write-ahead log: readers do not wait for writers, nor writers for readers.

MLflow leaves SQLite at its rollback journal, with which every reader keeps writes waiting. The mode is kept in the
file. It needs a disk of this machine; where SQLite cannot have it, the journal stays.
See https://www.sqlite.org/wal.html.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing

from mlflow_runtime.entrypoint import STORES


def use_write_ahead_logs(environment: Mapping[str, str]) -> None:
    """Let all SQLite files of the environment have one."""
    from sqlalchemy.engine import make_url

    for name in STORES.values():
        uri = environment.get(name)
        if uri and uri.startswith("sqlite"):
            path = make_url(uri).database
            if path and path != ":memory:":
                with closing(sqlite3.connect(path)) as database:
                    database.execute("PRAGMA journal_mode = WAL")
