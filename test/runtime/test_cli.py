"""The image's `mlflow`: commands that know no variable for the database's URI get it all the same."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from mlflow.cli import cli

from mlflow_runtime.cli import store_defaults


class CliTest(unittest.TestCase):
    """The click defaults fit this version of MLflow."""

    def test_every_command_that_takes_the_uri_gets_it(self) -> None:
        """All commands of MLflow are looked at, so that a new one is noticed."""
        defaults = store_defaults("uri")
        for name, command in cli.commands.items():
            for child_name, child in getattr(command, "commands", {name: command}).items():
                given = defaults.get(name, {}).get(child_name, {}) if child is not command else defaults.get(name, {})
                for parameter in child.params:
                    if parameter.name == "backend_store_uri" or (name == "db" and parameter.name == "url"):
                        known = parameter.envvar == "MLFLOW_BACKEND_STORE_URI"
                        with self.subTest(command=f"{name} {child_name}"):
                            self.assertTrue(known or given.get(parameter.name) == "uri")

    def test_an_upgrade_finds_the_database_without_an_argument(self) -> None:
        """`mlflow db upgrade`, with the URI in the environment only."""
        with tempfile.TemporaryDirectory() as directory:
            database = Path(directory, "mlflow.db")
            environment = {**os.environ, "MLFLOW_BACKEND_STORE_URI": f"sqlite:///{database}"}
            # The migrations of some releases need the tables of the first schema.
            subprocess.run(["mlflow-migrate"], env=environment, check=True, capture_output=True)
            upgrade = subprocess.run(["mlflow", "db", "upgrade"], env=environment, capture_output=True, text=True)
            self.assertEqual(0, upgrade.returncode, upgrade.stderr)
            self.assertEqual([database.name], [path.name for path in Path(directory).iterdir()])
