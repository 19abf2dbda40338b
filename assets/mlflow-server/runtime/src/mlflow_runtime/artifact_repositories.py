"""The repositories that take the place of MLflow's own ones, by scheme: MLflow registers plugins last.

How artifacts go between clients and store is the server's choice, ARTIFACT_TRANSFER: `direct`, or else through it.
"""

import os

from mlflow.store.artifact.artifact_repo import ArtifactRepository

from mlflow_runtime.proxied_artifacts import ProxiedArtifactRepository

TRANSFER = "ARTIFACT_TRANSFER"


def s3(artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> ArtifactRepository:
    """Return the repository of an `s3:` URI."""
    from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository

    from mlflow_runtime.s3_artifacts import PUBLIC_ENDPOINT, DirectS3ArtifactRepository
    from mlflow_runtime.streamed_s3_artifacts import StreamedS3ArtifactRepository

    kind = DirectS3ArtifactRepository if os.environ.get(PUBLIC_ENDPOINT) else S3ArtifactRepository
    repository = kind(artifact_uri, tracking_uri=tracking_uri, registry_uri=registry_uri)
    return _transferring(repository, StreamedS3ArtifactRepository)


def gs(artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> ArtifactRepository:
    """Return the repository of a `gs:` URI."""
    from mlflow.store.artifact.gcs_artifact_repo import GCSArtifactRepository

    return _transferring(GCSArtifactRepository(artifact_uri, tracking_uri=tracking_uri, registry_uri=registry_uri))


def wasbs(artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> ArtifactRepository:
    """Return the repository of a `wasbs:` URI."""
    from mlflow_runtime.azure_artifacts import azure_repository

    return _transferring(azure_repository(artifact_uri, tracking_uri, registry_uri))


def _transferring(
    repository: ArtifactRepository, proxied: type[ProxiedArtifactRepository] = ProxiedArtifactRepository
) -> ArtifactRepository:
    return repository if os.environ.get(TRANSFER) == "direct" else proxied(repository)
