"""S3 artifacts that reach clients through the server only.

A server whose S3 repository can sign URLs tells every client to fetch artifacts from the object store directly, and
no option turns that off: the answer to clients is `isinstance(repository, MultipartDownloadMixin)`. The signed URLs
name the store as the server sees it, for example `http://s3:9000`, a name that means nothing outside the container's
network; a download then hangs for minutes and fails. Large uploads go the same way.
The feature came with https://github.com/mlflow/mlflow/pull/20352.
"""

from mlflow.entities import FileInfo
from mlflow.store.artifact.artifact_repo import ArtifactRepository
from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository


class ProxiedS3ArtifactRepository(ArtifactRepository):
    """MLflow's S3 repository without its ability to sign URLs; clients then stream through the server.

    It holds a repository instead of being one: a subclass would still be an instance of the mixins MLflow asks for.
    What is not handed on here is built by ArtifactRepository on what is.
    """

    def __init__(self, artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> None:
        """Take what MLflow's registry passes to any repository."""
        super().__init__(artifact_uri, tracking_uri, registry_uri)
        self._s3: ArtifactRepository = S3ArtifactRepository(
            artifact_uri, tracking_uri=tracking_uri, registry_uri=registry_uri
        )

    def log_artifact(self, local_file: str, artifact_path: str | None = None) -> None:
        """Upload a file."""
        self._s3.log_artifact(local_file, artifact_path)

    def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> None:
        """Upload all files under a directory."""
        self._s3.log_artifacts(local_dir, artifact_path)

    def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
        """List what lies directly under a path."""
        return self._s3.list_artifacts(path)

    def delete_artifacts(self, artifact_path: str | None = None) -> None:
        """Delete a file or all that lies under a path."""
        self._s3.delete_artifacts(artifact_path)

    def upload_archived_trace_data_bytes(self, data: bytes) -> None:
        """Upload an archived trace without a temporary file."""
        self._s3.upload_archived_trace_data_bytes(data)

    def _download_file(self, remote_file_path: str, local_path: str) -> None:
        """Download one file; all of ArtifactRepository's ways to download end here."""
        self._s3._download_file(remote_file_path, local_path)
