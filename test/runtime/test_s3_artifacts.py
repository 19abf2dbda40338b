"""The S3 plugin: it takes the place of MLflow's class, signs nothing, and loses nothing else."""

import inspect
import unittest
from unittest.mock import patch

from mlflow.store.artifact import artifact_repo
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository

from mlflow_runtime.s3_artifacts import ProxiedS3ArtifactRepository

MIXINS = (artifact_repo.MultipartUploadMixin, artifact_repo.MultipartDownloadMixin, artifact_repo.PresignedUploadMixin)
DELEGATED = {
    "log_artifact": ("file", "path"),
    "log_artifacts": ("directory", "path"),
    "list_artifacts": ("path",),
    "delete_artifacts": ("path",),
    "upload_archived_trace_data_bytes": (b"data",),
    "_download_file": ("remote", "local"),
}


class ProxiedS3ArtifactRepositoryTest(unittest.TestCase):
    """What MLflow sees of it."""

    def test_mlflow_takes_it_for_s3_uris(self) -> None:
        """Plugins are registered after MLflow's own classes."""
        self.assertIsInstance(get_artifact_repository("s3://bucket/path"), ProxiedS3ArtifactRepository)

    def test_it_offers_clients_no_signed_urls(self) -> None:
        """MLflow asks by isinstance."""
        for mixin in MIXINS:
            self.assertNotIsInstance(ProxiedS3ArtifactRepository("s3://bucket"), mixin)

    def test_every_operation_goes_to_mlflows_repository(self) -> None:
        """With the arguments that came."""
        repository = ProxiedS3ArtifactRepository("s3://bucket")
        for name, arguments in DELEGATED.items():
            with self.subTest(name=name), patch.object(S3ArtifactRepository, name, return_value=[]) as method:
                getattr(repository, name)(*arguments)
                method.assert_called_once_with(*arguments)

    def test_nothing_that_mlflows_repository_overrides_is_lost(self) -> None:
        """A new override in a new MLflow must be handed on as well."""
        base = dict(inspect.getmembers(artifact_repo.ArtifactRepository, callable))
        overrides = {name for name in vars(S3ArtifactRepository) if name in base and not name.startswith("__")}
        self.assertEqual(set(DELEGATED) - {"_download_file"} | ({"_download_file"} & overrides), overrides)
