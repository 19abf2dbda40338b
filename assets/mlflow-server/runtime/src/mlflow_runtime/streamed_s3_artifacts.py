"""S3 artifacts that the server passes on while they arrive, with no file in between."""

import posixpath
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository

from mlflow_runtime.proxied_artifacts import ProxiedArtifactRepository, Readable

# A part that arrives and those that are sent are in memory. S3 takes 10,000 parts: 80 GB.
PART_BYTES = 8 * 2**20
PARTS_AT_ONCE = 2
# For each worker. What comes beside these is a file first, as all was.
_places = BoundedSemaphore(4)


class StreamedS3ArtifactRepository(ProxiedArtifactRepository):
    """MLflow's S3 repository without its ability to sign URLs, which needs no disk for what clients send."""

    _repository: S3ArtifactRepository

    def log_artifact_from_stream(
        self, stream: Readable, artifact_file_name: str, artifact_path: str | None = None
    ) -> None:
        """Upload what a stream holds."""
        if not _places.acquire(blocking=False):
            super().log_artifact_from_stream(stream, artifact_file_name, artifact_path)
            return
        try:
            name = Path(artifact_file_name).name
            bucket, folder = self._repository.parse_s3_compliant_uri(self.artifact_uri)
            client = StreamClient(self._repository._get_s3_client(), stream)
            key = posixpath.join(folder, artifact_path or "", name)
            self._repository._upload_file(client, name, bucket, key)
        finally:
            _places.release()


class StreamClient:
    """An S3 client that uploads a stream instead of a file, so that MLflow still sets its type and its key."""

    def __init__(self, client: Any, stream: Readable) -> None:
        """Take the client that sends."""
        self._client = client
        self._stream = stream

    def upload_file(self, Filename: str, **where: Any) -> None:
        """Send the stream."""
        from boto3.s3.transfer import TransferConfig  # type: ignore[import-untyped]

        config = TransferConfig(
            multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES, max_concurrency=PARTS_AT_ONCE
        )
        config.max_in_memory_upload_chunks = PARTS_AT_ONCE
        self._client.upload_fileobj(self._stream, **where, Config=config)
