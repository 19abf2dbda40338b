"""A server with a database in a file migrates it before it starts."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from contextlib import closing
from pathlib import Path

PROGRAM = "import os; from mlflow_runtime.own_migration import migrate_first; migrate_first(os.environ); print('on')"


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run what the server runs first."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], env={**os.environ, **environment}, capture_output=True, text=True
    )


class OwnMigrationTest(unittest.TestCase):
    """In a process of its own, so that nothing of it stays with the server."""

    def test_it_makes_the_tables_and_then_goes_on(self) -> None:
        """Twice does no harm."""
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "mlflow.db")
            for _ in range(2):
                end = start(MIGRATE_AT_START="true", MLFLOW_BACKEND_STORE_URI=f"sqlite:///{path}")
                self.assertEqual((end.returncode, end.stdout.splitlines()[-1]), (0, "on"), end.stderr)
            with closing(sqlite3.connect(path)) as database:
                self.assertEqual(len(database.execute("SELECT version_num FROM alembic_version").fetchall()), 1)

    def test_its_failure_is_the_end_of_the_server(self) -> None:
        """With the same code."""
        end = start(MIGRATE_AT_START="true", MLFLOW_BACKEND_STORE_URI="sqlite:///:memory:")
        self.assertEqual((end.returncode, end.stdout), (2, ""), end.stderr)

    def test_unless_asked_for_it_does_nothing(self) -> None:
        """The init job of the app has migrated then."""
        self.assertEqual(start(MLFLOW_BACKEND_STORE_URI="sqlite:////nowhere/mlflow.db").stdout, "on\n")
