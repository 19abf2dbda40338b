"""`mlflow-migrate` and what `mlflow server` does without it, on SQLite; test/chaos has the servers."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from mlflow.version import VERSION
from sqlalchemy import inspect, make_url
from sqlalchemy.exc import DBAPIError

from mlflow_runtime.migrate.connection import connect
from mlflow_runtime.migrate.disk import check_disk, in_bytes, in_units
from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.migration import migrate
from mlflow_runtime.migrate.mysql import never_connect_again
from mlflow_runtime.migrate.schema import TrackingSchema
from mlflow_runtime.migrate.sqlite import SqliteDatabase
from mlflow_runtime.migrate.waiting import wait_while

OLDER = "bf29a5ff90ea"  # the revision of MLflow 3.7


class MigrateTest(unittest.TestCase):
    """The command, with a database in a file."""

    def setUp(self) -> None:
        """Make a directory for the file."""
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.file = Path(directory.name, "below", "mlflow.db")
        self.uri = f"sqlite:///{self.file}"

    def run_command(self, *command: str, **environment: str) -> tuple[int, str]:
        """Run a command of the image; return its exit code and all that it said."""
        result = subprocess.run(
            command or ("mlflow-migrate",),
            env={**os.environ, "MLFLOW_BACKEND_STORE_URI": self.uri, "MIGRATE_WAIT_SECONDS": "0", **environment},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return result.returncode, result.stdout + result.stderr

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement in the file."""
        with closing(sqlite3.connect(self.file)) as db, db:
            return db.execute(statement).fetchall()

    def make_older(self) -> None:
        """Make a database of an older version with a row in it."""
        self.file.parent.mkdir()
        script = (
            "import sys, sqlalchemy, alembic.command; from mlflow.store.db import utils;"
            "engine = utils.create_sqlalchemy_engine(sys.argv[1]); utils.InitialBase.metadata.create_all(engine);"
            f"alembic.command.upgrade(utils._get_alembic_config(sys.argv[1]), '{OLDER}')"
        )
        subprocess.run(["python", "-c", script, self.uri], check=True, capture_output=True)
        self.execute("INSERT INTO experiments (experiment_id, name, lifecycle_stage) VALUES (7, 'mine', 'active')")

    def test_it_initialises_and_then_has_nothing_to_do(self) -> None:
        """Also the directory is made."""
        code, output = self.run_command()
        self.assertEqual((0, True), (code, f"to revision {TrackingSchema().head}: done" in output), output)
        self.assertEqual([self.file], list(self.file.parent.iterdir()))
        code, output = self.run_command()
        self.assertEqual((0, True), (code, "nothing to do" in output), output)

    def test_it_upgrades_and_keeps_the_rows(self) -> None:
        """A write-ahead log, and files of an interrupted upgrade, are removed."""
        self.make_older()
        self.execute("PRAGMA journal_mode = WAL")
        self.file.with_name("mlflow.db.migrating").write_text("half")
        self.file.with_name("mlflow.db.migrating-journal").write_text("half")
        code, output = self.run_command()
        self.assertEqual((0, True), (code, f"from revision {OLDER}" in output), output)
        self.assertEqual([(7, "mine")], self.execute("SELECT experiment_id, name FROM experiments"))
        self.assertEqual([(TrackingSchema().head,)], self.execute("SELECT version_num FROM alembic_version"))
        self.assertEqual([self.file], list(self.file.parent.iterdir()))

    def test_an_upgrade_that_fails_leaves_the_file_as_it_was(self) -> None:
        """It says in one line why."""
        self.make_older()
        self.execute("CREATE TABLE workspaces (name TEXT, description TEXT)")  # as one that MLflow has made
        before = self.file.read_bytes()
        code, output = self.run_command()
        self.assertEqual((ExitCode.FAILED, before), (code, self.file.read_bytes()), output)
        self.assertIn("the database says: table workspaces already exists", output)
        self.assertNotIn("Traceback", output)

    def test_a_table_of_others_with_the_name_of_one_of_mlflows_is_refused_and_kept(self) -> None:
        """In an empty database, where MLflow would take it for its own, and in an older one."""
        for make in (self.file.parent.mkdir, self.make_older):
            with self.subTest(make.__name__):
                make()
                self.execute("CREATE TABLE endpoints (id INTEGER, url TEXT)")
                self.execute("INSERT INTO endpoints VALUES (1, 'theirs')")
                before = self.file.read_bytes()
                code, output = self.run_command()
                self.assertEqual((ExitCode.USAGE, before), (code, self.file.read_bytes()), output)
                self.assertIn("endpoints in the database of the backend store belongs to another application", output)
                shutil.rmtree(self.file.parent)

    def test_tables_of_others_are_left_alone(self) -> None:
        """Their rows are there after an upgrade."""
        self.make_older()
        self.execute("CREATE TABLE orders (id INTEGER, run TEXT REFERENCES runs (run_uuid))")
        self.execute("INSERT INTO orders VALUES (1, NULL)")
        code, output = self.run_command()
        self.assertEqual((0, [(1, None)]), (code, self.execute("SELECT * FROM orders")), output)

    def test_a_newer_schema_is_refused_and_both_versions_are_named(self) -> None:
        """Nothing is changed."""
        self.make_older()
        self.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
        code, output = self.run_command()
        self.assertEqual(ExitCode.NEWER, code, output)
        for words in ("revision ffffffffffff", VERSION, TrackingSchema().head):
            self.assertIn(words, output)

    def test_who_writes_keeps_an_upgrade_away(self) -> None:
        """A server that has the file open finds out when it writes: see the test below."""
        self.make_older()
        with closing(sqlite3.connect(self.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            code, output = self.run_command()
        self.assertEqual((ExitCode.IN_USE, True), (code, "is in use: database is locked" in output), output)

    def test_a_row_that_a_server_writes_to_the_file_from_before_is_refused_and_not_lost(self) -> None:
        """SQLite finds that the file was moved."""
        self.make_older()
        with closing(sqlite3.connect(self.file, isolation_level=None)) as server:
            server.execute("SELECT * FROM experiments").fetchall()
            self.assertEqual(0, self.run_command()[0])
            with self.assertRaisesRegex(sqlite3.OperationalError, "readonly"):
                server.execute("INSERT INTO experiments (experiment_id, name) VALUES (8, 'lost')")

    def test_two_never_run_together(self) -> None:
        """The second one waits, and gives up."""
        self.make_older()
        directory = os.open(self.file.parent, os.O_RDONLY)
        self.addCleanup(os.close, directory)
        fcntl.flock(directory, fcntl.LOCK_EX)
        code, output = self.run_command()
        self.assertEqual((ExitCode.IN_USE, True), (code, "another migration" in output), output)

    def test_too_little_disk_is_found_before_anything_is_changed(self) -> None:
        """The message says how much it takes."""
        self.make_older()
        before = self.file.read_bytes()
        code, output = self.run_command(MIGRATE_DISK_LIMIT="1k")
        self.assertEqual((ExitCode.NO_SPACE, before), (code, self.file.read_bytes()), output)
        self.assertRegex(output, r"needs up to \d+[km] more disk space temporarily; MIGRATE_DISK_LIMIT allows 1k")

    def test_what_cannot_be_asked_for_ends_with_the_code_of_usage(self) -> None:
        """One line each, no secret."""
        for environment, words in (
            ({"MLFLOW_BACKEND_STORE_URI": ""}, "must name the database"),
            ({"MLFLOW_BACKEND_STORE_URI": "s3cret"}, "is not one of a database"),
            ({"MLFLOW_BACKEND_STORE_URI": "oracle://user:s3cret@host/db"}, "cannot be migrated on oracle"),
            ({"MLFLOW_BACKEND_STORE_URI": "sqlite://"}, "must be a file"),
            ({"MIGRATE_WAIT_SECONDS": "soon"}, "whole number of seconds"),
            ({"MIGRATE_DISK_LIMIT": "much"}, "must be a size"),
        ):
            with self.subTest(words=words):
                if "LIMIT" in next(iter(environment)):
                    self.make_older()
                code, output = self.run_command(**environment)
                self.assertEqual((ExitCode.USAGE, True), (code, words in output), output)
                self.assertNotIn("s3cret", output)
                self.assertNotIn("Traceback", output)

    def test_a_server_refuses_any_other_schema_than_its_own_and_changes_nothing(self) -> None:
        """Neither an empty database nor an older one."""
        self.file.parent.mkdir()
        code, output = self.run_command("mlflow", "server")
        self.assertEqual((ExitCode.NOT_MIGRATED, True), (code, "run `mlflow-migrate`" in output), output)
        self.assertEqual([], self.execute("SELECT * FROM sqlite_master"))
        shutil.rmtree(self.file.parent)
        self.make_older()
        code, output = self.run_command("mlflow", "server")
        self.assertEqual((ExitCode.NOT_MIGRATED, False), (code, "Traceback" in output), output)
        self.assertEqual([(OLDER,)], self.execute("SELECT version_num FROM alembic_version"))

    def test_a_server_refuses_a_registry_store_or_a_read_replica_with_another_schema(self) -> None:
        """Where the backend store is right, and the other one has all tables but an older revision."""
        from mlflow import environment_variables

        other = self.file.with_name("other.db")
        self.assertEqual(0, self.run_command()[0])
        shutil.copy(self.file, other)
        with closing(sqlite3.connect(other)) as db, db:
            db.execute("UPDATE alembic_version SET version_num = ?", (OLDER,))
        replica = "MLFLOW_READ_REPLICA_BACKEND_STORE_URI"
        for variable, name in (("MLFLOW_REGISTRY_STORE_URI", "registry store"), (replica, "database of MLflow")):
            with self.subTest(variable):
                if variable == replica and not hasattr(environment_variables, replica):
                    self.skipTest("this MLflow has no read replica")
                code, output = self.run_command("mlflow", "server", **{variable: f"sqlite:///{other}"})
                self.assertEqual(
                    (ExitCode.NOT_MIGRATED, True), (code, f"the {name} does not have the" in output), output
                )


class ProcedureTest(unittest.TestCase):
    """Its pieces."""

    def test_no_table_that_any_revision_of_mlflow_has_is_taken_for_that_of_another_application(self) -> None:
        """From the first models to the head, one revision after the other."""
        from alembic import command
        from mlflow.store.db.utils import InitialBase
        from sqlalchemy import create_engine
        from sqlalchemy.pool import StaticPool

        schema = TrackingSchema()
        engine = create_engine("sqlite://", poolclass=StaticPool)
        InitialBase.metadata.create_all(engine)
        config = schema._config()
        seen: set[str] = set()
        for script in reversed(list(schema.scripts.walk_revisions())):
            with engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, script.revision)
            self.assertEqual([], schema.strangers(engine), script.revision)
            seen.update(inspect(engine).get_table_names())
        self.assertEqual({*schema.tables, schema.version_table}, seen)

    def test_a_size_is_read_as_compose_reads_it_and_written_rounded_up(self) -> None:
        """There and back."""
        for text, size in (("5", 5), ("1k", 2**10), ("500m", 500 * 2**20), ("50GB", 50 * 2**30), ("1t", 2**40)):
            self.assertEqual(size, in_bytes(text))
        for size, text in ((1, "1k"), (2**20, "1m"), (2**30 + 1, "2g")):
            self.assertEqual(text, in_units(size))

    def test_the_disk_of_the_data_counts_unless_a_limit_is_set_and_1_gib_where_nothing_is_known(self) -> None:
        """What is too much raises."""
        huge = 2**60
        for needed, directory, environment, words in (
            (huge, None, {"MIGRATE_DATA_PATH": "/tmp"}, "the free space at /tmp is"),
            (huge, Path("/tmp"), {}, "the free space at /tmp is"),
            (2**30 + 1, None, {}, "without MIGRATE_DISK_LIMIT it may use 1g"),
            (2**20, Path("/tmp"), {"MIGRATE_DISK_LIMIT": "1k"}, "MIGRATE_DISK_LIMIT allows 1k"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(MigrationError, words) as raised:
                check_disk(needed, directory, environment)
            self.assertEqual(ExitCode.NO_SPACE, raised.exception.code)
        check_disk(2**30, None, {})
        check_disk(huge, None, {"MIGRATE_DISK_LIMIT": f"{huge}"})

    def test_an_obstacle_is_waited_for_and_raised_when_it_stays(self) -> None:
        """One that goes is no error."""
        error = MigrationError(ExitCode.IN_USE, "in use")
        answers = iter([error, None])
        wait_while(lambda: next(answers), 60)
        with self.assertRaises(MigrationError):
            wait_while(lambda: error, 0)

    def test_the_first_connection_is_there_before_any_further_one_is_refused(self) -> None:
        """MySQL's lock is of one session."""
        with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ):
            engine = connect(make_url(f"sqlite:///{folder}/mlflow.db"), "backend store", 0, "StaticPool")
            never_connect_again(engine)
            engine.connect().close()
            engine.dispose()
            with self.assertRaises(MigrationError):
                engine.connect()

    def test_an_exception_in_the_midst_leaves_no_new_file(self) -> None:
        """The work is done on a copy."""
        with tempfile.TemporaryDirectory() as directory:
            database = SqliteDatabase(make_url(f"sqlite:///{directory}/x.db"), TrackingSchema(), 0)
            with patch.object(TrackingSchema, "bring_to_head", side_effect=KeyError), self.assertRaises(KeyError):
                migrate(database, {}, 0)
            self.assertIsNone(database.schema.revision(database.engine))

    def test_an_account_that_may_not_sign_has_nothing_to_do_all_the_same(self) -> None:
        """If the schema is right, but another program created it."""
        refused = DBAPIError("COMMENT", None, Exception("must be owner of table"))
        with tempfile.TemporaryDirectory() as directory:
            database = SqliteDatabase(make_url(f"sqlite:///{directory}/x.db"), TrackingSchema(), 0)
            migrate(database, {}, 0)
            with (
                patch.object(TrackingSchema, "sign", side_effect=refused) as sign,
                redirect_stdout(StringIO()) as said,
            ):
                migrate(database, {}, 0)
            sign.assert_called_once()
            self.assertIn("does not record which MLflow created it: must be owner of table", said.getvalue())
