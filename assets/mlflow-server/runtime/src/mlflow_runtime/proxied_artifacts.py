"""Artifacts that reach clients through the server only.

A server whose repository can sign URLs tells every client to send and fetch artifacts directly, and no option turns
that off: the answer to clients is `isinstance(repository, MultipartDownloadMixin)`. The signed URLs name the store as
the server sees it, for example `http://s3:9000`, a name that means nothing outside the container's network; a download
then hangs for minutes and fails. Large uploads go the same way, and need rights to sign that a server may not have.
The feature came with https://github.com/mlflow/mlflow/pull/20352.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path
from typing import BinaryIO

from mlflow.entities import FileInfo
from mlflow.store.artifact.artifact_repo import ArtifactRepository

try:
    from mlflow.store.artifact.artifact_repo import StreamUploadMixin
except ImportError:  # before MLflow 3.15
    StreamUploadMixin = object  # type: ignore[assignment, misc]

BLOCK_BYTES = 2**20


class ProxiedArtifactRepository(ArtifactRepository, StreamUploadMixin):
    """A repository of MLflow's without its ability to sign URLs; clients then stream through the server.

    It holds a repository instead of being one: a subclass would still be an instance of the mixins MLflow asks for.
    What is not handed on here is built by ArtifactRepository on what is.
    """

    def __init__(self, repository: ArtifactRepository) -> None:
        """Take the repository that does the work."""
        super().__init__(repository.artifact_uri, repository.tracking_uri, repository.registry_uri)
        self._repository = repository

    def log_artifact(self, local_file: str, artifact_path: str | None = None) -> None:
        """Upload a file."""
        self._repository.log_artifact(local_file, artifact_path)

    def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> None:
        """Upload all files under a directory."""
        self._repository.log_artifacts(local_dir, artifact_path)

    def log_artifact_from_stream(
        self, stream: BinaryIO, artifact_file_name: str, artifact_path: str | None = None
    ) -> None:
        """Upload what a stream holds."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, Path(artifact_file_name).name)
            with path.open("wb") as file:
                shutil.copyfileobj(stream, file, BLOCK_BYTES)
            self.log_artifact(str(path), artifact_path)

    async def log_artifact_from_async_stream(
        self, chunks: AsyncIterable[bytes], artifact_file_name: str, artifact_path: str | None = None
    ) -> None:
        """Upload what a client sends.

        By itself MLflow hands each chunk of 64 KiB to a thread that writes it, which takes longer than to write it.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, Path(artifact_file_name).name)
            with path.open("wb") as file:
                async for block in _blocks(chunks):
                    await asyncio.to_thread(file.write, block)
            await asyncio.to_thread(self.log_artifact, str(path), artifact_path)

    def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
        """List what lies directly under a path."""
        return self._repository.list_artifacts(path)

    def delete_artifacts(self, artifact_path: str | None = None) -> None:
        """Delete a file or all that lies under a path."""
        self._repository.delete_artifacts(artifact_path)

    def upload_archived_trace_data_bytes(self, data: bytes) -> None:
        """Upload an archived trace without a temporary file."""
        self._repository.upload_archived_trace_data_bytes(data)

    def _download_file(self, remote_file_path: str, local_path: str) -> None:
        """Download one file; all of ArtifactRepository's ways to download end here."""
        self._repository._download_file(remote_file_path, local_path)


async def _blocks(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytearray]:
    """Join chunks to blocks."""
    block = bytearray()
    async for chunk in chunks:
        block += chunk
        if len(block) >= BLOCK_BYTES:
            yield block
            block = bytearray()
    yield block
