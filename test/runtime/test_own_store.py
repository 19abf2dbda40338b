"""How `mlflow gc` reaches the artifacts of its server."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from mlflow.exceptions import MlflowException
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from mlflow.store.artifact.mlflow_artifacts_repo import MlflowArtifactsRepository

from mlflow_runtime.own_store import OwnStore, reach_store_directly

SERVER = {"MLFLOW_TRACKING_URI": "http://127.0.0.1:5000"}
RUN = "mlflow-artifacts:/0/run/artifacts"


class OwnStoreTest(unittest.TestCase):
    """The repositories of `mlflow-artifacts:`."""

    def setUp(self) -> None:
        """Leave the process as it was."""
        self.addCleanup(setattr, OwnStore, "destination", None)

    def reach(self, **environment: str) -> None:
        """Reach the store, with an environment."""
        with mock.patch.dict(os.environ, environment, clear=True):
            reach_store_directly()

    def test_by_default_it_is_mlflows_own(self) -> None:
        """Servers and clients see no difference."""
        with mock.patch.dict(os.environ, SERVER):
            self.assertIs(MlflowArtifactsRepository, type(get_artifact_repository(RUN, tracking_uri="http://a:1")))

    def test_it_deletes_in_the_folder_of_the_server(self) -> None:
        """The host of a URI, which a separate server for artifacts has, makes no difference."""
        with tempfile.TemporaryDirectory() as folder:
            self.reach(MLFLOW_ARTIFACTS_DESTINATION=folder)
            for uri in (RUN, "mlflow-artifacts://127.0.0.1:5001/0/run/artifacts"):
                artifact = Path(folder, "0", "run", "artifacts", "model.bin")
                artifact.parent.mkdir(parents=True)
                artifact.write_text("model")
                get_artifact_repository(uri).delete_artifacts()
                self.assertFalse(artifact.exists())

    def test_it_names_the_objects_of_the_server(self) -> None:
        """A destination that ends with a slash would have two of them."""
        for destination in ("s3://mlflow/", "s3://mlflow", "s3://mlflow/team/"):
            self.reach(MLFLOW_ARTIFACTS_DESTINATION=destination)
            self.assertEqual(f"{destination.rstrip('/')}/0/run/artifacts", get_artifact_repository(RUN).artifact_uri)

    def test_a_path_that_leaves_the_store_is_an_error(self) -> None:
        """Users choose the location of an experiment."""
        self.reach(MLFLOW_ARTIFACTS_DESTINATION="/mnt/artifacts")
        for path in ("../users", "0/../../users", "%2e%2e/users"):
            with self.assertRaises(MlflowException):
                get_artifact_repository(f"mlflow-artifacts:/{path}")

    def test_workspaces_and_servers_without_a_store_are_left_to_mlflow(self) -> None:
        """It asks the server."""
        for environment in ({}, {"MLFLOW_ARTIFACTS_DESTINATION": "s3://mlflow", "MLFLOW_ENABLE_WORKSPACES": "true"}):
            self.reach(**environment)
            self.assertIsNone(OwnStore.destination)


if __name__ == "__main__":
    unittest.main()
