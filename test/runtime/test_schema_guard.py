"""The server leaves schemas to the migration, but for SQL Server's, which MLflow itself makes."""

import contextlib
import importlib
import io
import tempfile
import unittest
from unittest import mock

from mlflow.exceptions import MlflowException
from mlflow.store.db import utils
from mlflow.store.model_registry import sqlalchemy_store
from sqlalchemy import create_engine

from mlflow_runtime.migrate.command import migrate_all
from mlflow_runtime.schema_guard import leave_schemas_to_the_migration


class SchemaGuardTest(unittest.TestCase):
    """What MLflow does by itself, and what it no longer does."""

    def setUp(self) -> None:
        """Put MLflow's own functions back afterwards."""
        self.initialize = mock.create_autospec(utils._initialize_tables)
        self.verify = mock.create_autospec(utils._verify_schema, side_effect=MlflowException("out of date"))
        for module, name, function in (
            (utils, "_initialize_tables", self.initialize),
            (utils, "_verify_schema", self.verify),
            (sqlalchemy_store, "_initialize_tables", self.initialize),
        ):
            patch = mock.patch.object(module, name, function)
            patch.start()
            self.addCleanup(patch.stop)
        leave_schemas_to_the_migration()

    def test_a_schema_is_neither_made_nor_accepted_when_it_is_not_ours(self) -> None:
        """The process ends with the code of a schema that is not migrated."""
        engine = mock.Mock(**{"dialect.name": "postgresql"})
        for function in (utils._initialize_tables, utils._verify_schema):
            with self.assertRaises(SystemExit) as end, contextlib.redirect_stderr(io.StringIO()):
                function(engine)
            self.assertEqual(end.exception.code, 3)
        self.initialize.assert_not_called()

    def test_a_module_that_imported_the_function_by_its_name_has_the_new_one(self) -> None:
        """That of the registry store, which may be loaded before or after."""
        for module in (sqlalchemy_store, importlib.reload(sqlalchemy_store)):
            self.assertIs(utils._initialize_tables, module._initialize_tables)

    def test_a_registry_store_of_another_schema_is_refused(self) -> None:
        """MLflow looks for its tables only."""
        with tempfile.TemporaryDirectory() as directory:
            uri = f"sqlite:///{directory}/models.db"
            create_engine(uri).connect().close()
            with self.assertRaises(SystemExit) as end, contextlib.redirect_stderr(io.StringIO()) as said:
                leave_schemas_to_the_migration({"MLFLOW_REGISTRY_STORE_URI": uri})
            self.assertEqual(end.exception.code, 3)
            self.assertIn("registry store", said.getvalue())

    def test_a_server_does_not_start_during_a_migration(self) -> None:
        """The schema of PostgreSQL looks the same until all changes are committed."""
        self.verify.side_effect = None
        engine = mock.MagicMock(**{"dialect.name": "postgresql"})
        got_lock = engine.connect.return_value.__enter__.return_value.scalar
        got_lock.return_value = True
        utils._verify_schema(engine)
        got_lock.return_value = False
        with self.assertRaises(SystemExit) as end, contextlib.redirect_stderr(io.StringIO()) as said:
            utils._verify_schema(engine)
        self.assertEqual(end.exception.code, 3)
        self.assertIn("a migration of the database is running", said.getvalue())

    def test_that_of_sql_server_is_made_by_mlflow(self) -> None:
        """And MLflow says itself when it is out of date."""
        engine = mock.Mock(**{"dialect.name": "mssql"})
        utils._initialize_tables(engine)
        self.initialize.assert_called_once_with(engine)
        with self.assertRaisesRegex(MlflowException, "out of date"):
            utils._verify_schema(engine)

    def test_the_migration_leaves_sql_server_alone(self) -> None:
        """And says so."""
        with contextlib.redirect_stdout(io.StringIO()) as said:
            migrate_all({"MLFLOW_BACKEND_STORE_URI": "mssql+pyodbc://me:secret@db/runs"})
        self.assertIn("MLflow itself creates the tables of MLFLOW_BACKEND_STORE_URI", said.getvalue())
        self.assertNotIn("secret", said.getvalue())
