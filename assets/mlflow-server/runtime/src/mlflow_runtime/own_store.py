"""How `mlflow gc` deletes artifacts: in the store of this server itself.

MLflow would ask the server to delete what has the scheme `mlflow-artifacts`, for which it needs the server, its URL
with the prefix, and a login that may do it. The container has the right to delete anyway.
"""

import os
from urllib.parse import urlsplit

from mlflow.store.artifact.artifact_repo import ArtifactRepository

DESTINATION = "MLFLOW_ARTIFACTS_DESTINATION"
WORKSPACES = "MLFLOW_ENABLE_WORKSPACES"


class OwnStore:
    """Whether artifacts of the server are reached in its store, in this process."""

    destination: str | None = None


def reach_store_directly() -> None:
    """Reach artifacts of this server in its store from now on, where this container knows the store.

    With workspaces the path in the store is the server's choice.
    """
    if os.environ.get(WORKSPACES, "").lower() not in ("true", "1"):
        OwnStore.destination = os.environ.get(DESTINATION) or None


def mlflow_artifacts(
    artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None
) -> ArtifactRepository:
    """Return the repository of an `mlflow-artifacts:` URI: by default MLflow's own, which asks the server."""
    if OwnStore.destination is None:
        from mlflow.store.artifact.mlflow_artifacts_repo import MlflowArtifactsRepository

        return MlflowArtifactsRepository(artifact_uri, tracking_uri=tracking_uri, registry_uri=registry_uri)
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
    from mlflow.utils.uri import append_to_uri_path, validate_path_is_safe

    path = validate_path_is_safe(urlsplit(artifact_uri).path.lstrip("/"))
    return get_artifact_repository(append_to_uri_path(OwnStore.destination, path))
