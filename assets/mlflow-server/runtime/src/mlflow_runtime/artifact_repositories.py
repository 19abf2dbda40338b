"""The repositories that take the place of MLflow's own ones, by scheme: MLflow registers plugins last.

How artifacts go between clients and store is the server's choice, ARTIFACT_TRANSFER: `direct`, or else through it.
"""

import os
from functools import cache

from mlflow.store.artifact.artifact_repo import ArtifactRepository

from mlflow_runtime.patches import allows, is_plain, need
from mlflow_runtime.proxied_artifacts import ProxiedArtifactRepository

TRANSFER = "ARTIFACT_TRANSFER"
PUBLIC_ENDPOINT = "ARTIFACT_PUBLIC_ENDPOINT"


def s3(artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> ArtifactRepository:
    """Return the repository of an `s3:` URI."""
    from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository

    kind = S3ArtifactRepository
    if os.environ.get(TRANSFER) == "direct" and not is_plain():
        if os.environ.get(PUBLIC_ENDPOINT):
            need("signed URLs of S3")
        if _can_sign():
            from mlflow_runtime.s3_artifacts import DirectS3ArtifactRepository as kind
    repository = kind(artifact_uri, tracking_uri=tracking_uri, registry_uri=registry_uri)
    if _can_stream():
        from mlflow_runtime.streamed_s3_artifacts import StreamedS3ArtifactRepository

        return _transferring(repository, StreamedS3ArtifactRepository)
    return _transferring(repository)


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
    return repository if is_plain() or os.environ.get(TRANSFER) == "direct" else proxied(repository)


@cache  # to log only once that it cannot
def _can_stream() -> bool:
    return allows("streamed S3 uploads")


@cache
def _can_sign() -> bool:
    return allows("signed URLs of S3")
