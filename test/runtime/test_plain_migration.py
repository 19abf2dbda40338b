"""`mlflow-migrate` in a plain runtime is MLflow's own `mlflow db upgrade`."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

PROGRAM = "from mlflow_runtime.migrate.command import main; main()"
# The tables of MLflow's first release, at its first revision.
OLD_SCHEMA = """
import sys
from alembic.command import upgrade
from mlflow.store.db.utils import _get_alembic_config, create_sqlalchemy_engine
from mlflow.store.tracking.dbmodels.initial_models import Base
Base.metadata.create_all(create_sqlalchemy_engine(sys.argv[1]))
upgrade(_get_alembic_config(sys.argv[1]), "451aebb31d03")
"""
NEEDS_LOGIN = unittest.skipUnless(find_spec("flask_wtf"), "basic-auth needs flask-wtf")


def migrate(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env={**os.environ, "MLFLOW_RUNTIME": "plain", **environment},
        capture_output=True,
        text=True,
        timeout=600,
    )


def revisions(path: Path, table: str = "alembic_version") -> list[tuple[str]]:
    """Return what a file says of its schema."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(f"SELECT version_num FROM {table}").fetchall()


def head() -> str:
    """Return the revision that MLflow itself is at."""
    from mlflow.store.db.utils import _get_latest_schema_revision

    return str(_get_latest_schema_revision())


class PlainMigrationTest(unittest.TestCase):
    """In a process of its own, as in the container."""

    def setUp(self) -> None:
        """Make a folder for files."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def uri(self, name: str) -> str:
        """Return the URI of a file."""
        return f"sqlite:///{self.folder / name}"

    def test_an_older_schema_is_brought_to_that_of_mlflow_and_its_data_stays(self) -> None:
        """Twice does no harm."""
        subprocess.run([sys.executable, "-W", "ignore", "-c", OLD_SCHEMA, self.uri("runs.db")], check=True)
        path = self.folder / "runs.db"
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(
                "INSERT INTO experiments (experiment_id, name, lifecycle_stage) VALUES (7, 'old', 'active')"
            )
        for _ in range(2):
            end = migrate(MLFLOW_BACKEND_STORE_URI=self.uri("runs.db"))
            self.assertEqual(end.returncode, 0, end.stderr)
            self.assertIn("migrate: mlflow db upgrade for MLFLOW_BACKEND_STORE_URI", end.stdout)
            self.assertEqual(revisions(path), [(head(),)])
        with closing(sqlite3.connect(path)) as database:
            self.assertEqual(database.execute("SELECT experiment_id, name FROM experiments").fetchall(), [(7, "old")])

    def test_the_registry_store_is_upgraded_as_well(self) -> None:
        """An empty file gets tables, but no experiment: only the server knows where artifacts are."""
        end = migrate(MLFLOW_BACKEND_STORE_URI=self.uri("runs.db"), MLFLOW_REGISTRY_STORE_URI=self.uri("models.db"))
        self.assertEqual(end.returncode, 0, end.stderr)
        for name in ("runs.db", "models.db"):
            self.assertEqual(revisions(self.folder / name), [(head(),)])
            with closing(sqlite3.connect(self.folder / name)) as database:
                self.assertEqual(database.execute("SELECT count(*) FROM experiments").fetchall(), [(0,)])

    @NEEDS_LOGIN
    def test_so_is_the_database_of_users(self) -> None:
        """By MLflow's command for that database."""
        end = migrate(MLFLOW_BACKEND_STORE_URI=self.uri("runs.db"), MLFLOW_AUTH_DATABASE_URI=self.uri("users.db"))
        self.assertEqual(end.returncode, 0, end.stderr)
        self.assertIn("migrate: mlflow db upgrade for MLFLOW_AUTH_DATABASE_URI", end.stdout)
        self.assertEqual(len(revisions(self.folder / "users.db", "alembic_version_auth")), 1)

    def test_a_failure_is_the_end_and_no_later_database_is_touched(self) -> None:
        """With the code of MLflow's command."""
        with closing(sqlite3.connect(self.folder / "runs.db")) as database, database:
            database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
            database.execute("INSERT INTO alembic_version VALUES ('of another MLflow')")
        end = migrate(MLFLOW_BACKEND_STORE_URI=self.uri("runs.db"), MLFLOW_REGISTRY_STORE_URI=self.uri("models.db"))
        self.assertEqual(end.returncode, 1, end.stdout)
        self.assertIn("of another MLflow", end.stderr)
        self.assertNotIn("MLFLOW_REGISTRY_STORE_URI", end.stdout)
        self.assertEqual(revisions(self.folder / "runs.db"), [("of another MLflow",)])

    def test_without_a_database_it_is_an_error(self) -> None:
        """As in a patched runtime: else a server would start on whatever there is."""
        end = migrate(MLFLOW_BACKEND_STORE_URI="")
        self.assertEqual(end.returncode, 2, end.stdout)
        self.assertIn("MLFLOW_BACKEND_STORE_URI must name the database to migrate", end.stderr)

    def test_it_waits_for_a_database_as_long_as_it_is_told(self) -> None:
        """MIGRATE_WAIT_SECONDS, as in a patched runtime."""
        start = time.monotonic()
        end = migrate(MLFLOW_BACKEND_STORE_URI="mysql+pymysql://u:secret@127.0.0.1:9/d", MIGRATE_WAIT_SECONDS="0")
        self.assertLess(time.monotonic() - start, 60)
        self.assertIn("127.0.0.1:9 cannot be reached", end.stderr)
        self.assertNotIn("secret", end.stdout + end.stderr)
        self.assertNotEqual(end.returncode, 0)
        end = migrate(MLFLOW_BACKEND_STORE_URI=self.uri("runs.db"), MIGRATE_WAIT_SECONDS="soon")
        self.assertEqual(end.returncode, 2)
        self.assertIn("MIGRATE_WAIT_SECONDS must be a whole number of seconds, and is 'soon'", end.stderr)

    def test_no_argument_holds_the_uri(self) -> None:
        """Each process of the machine may read arguments."""
        from unittest.mock import patch

        from mlflow_runtime import plain_migration

        environment = {"MLFLOW_BACKEND_STORE_URI": "mysql+pymysql://u:secret@db/d"}
        done = subprocess.CompletedProcess([], 0)
        with (
            patch.object(plain_migration, "wait_for_databases_or_exit"),
            patch.object(plain_migration.subprocess, "run", return_value=done) as run,
            self.assertRaises(SystemExit) as end,
        ):
            plain_migration.upgrade_as_mlflow_does(environment, 60)
        self.assertEqual(end.exception.code, 0)
        [call] = run.call_args_list
        self.assertEqual(call.kwargs["env"], environment)
        self.assertNotIn("secret", " ".join(call.args[0]))
