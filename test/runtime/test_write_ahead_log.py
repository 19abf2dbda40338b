"""SQLite files are put into write-ahead mode before the server opens them."""

import sqlite3
import tempfile
import unittest
from contextlib import closing
from pathlib import Path

from mlflow_runtime.write_ahead_log import use_write_ahead_logs


class WriteAheadLogTest(unittest.TestCase):
    """The mode is kept in the file, so that any process finds it."""

    def test_each_file_gets_it(self) -> None:
        """A new one as well as one that is there; what is no file is left alone."""
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "mlflow.db")
            for _ in range(2):
                use_write_ahead_logs(
                    {
                        "MLFLOW_BACKEND_STORE_URI": f"sqlite:///{path}",
                        "MLFLOW_REGISTRY_STORE_URI": "sqlite://",
                        "MLFLOW_READ_REPLICA_BACKEND_STORE_URI": "mysql+pymysql://me:secret@db/runs",
                    }
                )
            with closing(sqlite3.connect(path)) as database:
                self.assertEqual(database.execute("PRAGMA journal_mode").fetchone(), ("wal",))
