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
from collections.abc import AsyncIterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Protocol

from mlflow.entities import FileInfo
from mlflow.store.artifact.artifact_repo import ArtifactRepository

try:
    from mlflow.store.artifact.artifact_repo import StreamUploadMixin
except ImportError:  # before MLflow 3.15
    StreamUploadMixin = object  # type: ignore[assignment, misc]

BLOCK_BYTES = 2**20


class Readable(Protocol):
    """A stream of bytes, as far as uploads need one."""

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, or all to the end; less come at the end alone."""


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
        self, stream: Readable, artifact_file_name: str, artifact_path: str | None = None
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
        This has a thread for the whole: those of asyncio are few, and a client may be slow.
        """
        loop = asyncio.get_running_loop()
        stream = ChunkStream(chunks, loop)
        thread = ThreadPoolExecutor(1, "upload")
        upload = partial(self.log_artifact_from_stream, stream, artifact_file_name, artifact_path)
        try:
            await loop.run_in_executor(thread, upload)
        finally:
            stream.close()
            thread.shutdown(wait=False)

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


class ChunkStream:
    """What arrives in an event loop, for a thread to read."""

    def __init__(self, chunks: AsyncIterable[bytes], loop: asyncio.AbstractEventLoop) -> None:
        """Take chunks of any size."""
        self._chunks = aiter(chunks)
        self._loop = loop
        self._arrived = bytearray()
        self._awaited: Future[bytes] | None = None
        self._is_closed = False

    def read(self, size: int = -1) -> bytes:
        """Wait for so many bytes, or all to the end; less come at the end alone.

        Raises what the chunks raise, and CancelledError after the end of the request.
        """
        self._awaited = asyncio.run_coroutine_threadsafe(self._take(size), self._loop)
        if self._is_closed:
            self._awaited.cancel()
        return self._awaited.result()

    def close(self) -> None:
        """Unblock readers that wait for more data."""
        self._is_closed = True
        if self._awaited:
            self._awaited.cancel()

    async def _take(self, size: int) -> bytes:
        while size < 0 or len(self._arrived) < size:
            chunk = await anext(self._chunks, None)
            if chunk is None:
                break
            self._arrived += chunk
        taken = bytes(self._arrived) if size < 0 else bytes(self._arrived[:size])
        del self._arrived[: len(taken)]
        return taken
