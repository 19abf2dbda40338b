"""The proxied repository: it signs nothing, and loses nothing else."""

import inspect
import unittest
from unittest import mock

from mlflow.store.artifact import artifact_repo
from mlflow.store.artifact.azure_blob_artifact_repo import AzureBlobArtifactRepository
from mlflow.store.artifact.gcs_artifact_repo import GCSArtifactRepository
from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository

from mlflow_runtime.proxied_artifacts import ProxiedArtifactRepository

WRAPPED = (S3ArtifactRepository, GCSArtifactRepository, AzureBlobArtifactRepository)
DELEGATED = {
    "log_artifact": ("file", "path"),
    "log_artifacts": ("directory", "path"),
    "list_artifacts": ("path",),
    "delete_artifacts": ("path",),
    "upload_archived_trace_data_bytes": (b"data",),
    "_download_file": ("remote", "local"),
}


class ProxiedArtifactRepositoryTest(unittest.TestCase):
    """What MLflow sees of it."""

    def test_every_operation_goes_to_mlflows_repository(self) -> None:
        """With the arguments that came."""
        repository = ProxiedArtifactRepository(S3ArtifactRepository("s3://bucket/path"))
        self.assertEqual("s3://bucket/path", repository.artifact_uri)
        for name, arguments in DELEGATED.items():
            with self.subTest(name=name), mock.patch.object(S3ArtifactRepository, name, return_value=[]) as method:
                getattr(repository, name)(*arguments)
                method.assert_called_once_with(*arguments)

    def test_nothing_that_mlflows_repositories_override_is_lost(self) -> None:
        """A new override in a new MLflow must be handed on as well."""
        base = dict(inspect.getmembers(artifact_repo.ArtifactRepository, callable))
        for wrapped in WRAPPED:
            overrides = {name for name in vars(wrapped) if name in base and not name.startswith("__")}
            self.assertEqual(set(), overrides - set(DELEGATED))
