"""The proxied repository: it signs nothing, and loses nothing else."""

import asyncio
import inspect
import io
import tempfile
import unittest
from collections.abc import AsyncIterator
from pathlib import Path
from unittest import mock

from mlflow.store.artifact import artifact_repo
from mlflow.store.artifact.azure_blob_artifact_repo import AzureBlobArtifactRepository
from mlflow.store.artifact.gcs_artifact_repo import GCSArtifactRepository
from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository

from mlflow_runtime.proxied_artifacts import BLOCK_BYTES, ProxiedArtifactRepository

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
            if not hasattr(S3ArtifactRepository, name):
                continue  # an operation that this MLflow does not know
            with self.subTest(name=name), mock.patch.object(S3ArtifactRepository, name, return_value=[]) as method:
                getattr(repository, name)(*arguments)
                method.assert_called_once_with(*arguments)

    def test_nothing_that_mlflows_repositories_override_is_lost(self) -> None:
        """A new override in a new MLflow must be passed on as well."""
        base = dict(inspect.getmembers(artifact_repo.ArtifactRepository, callable))
        for wrapped in WRAPPED:
            overrides = {name for name in vars(wrapped) if name in base and not name.startswith("__")}
            self.assertEqual(set(), overrides - set(DELEGATED))


class UploadTest(unittest.TestCase):
    """What a client sends to the server."""

    def setUp(self) -> None:
        """Keep what MLflow's repository is given."""
        self.kept: list[tuple[str, str | None, bytes]] = []
        keep = mock.patch.object(
            S3ArtifactRepository,
            "log_artifact",
            lambda _, file, path: self.kept.append((Path(file).name, path, Path(file).read_bytes())),
        )
        keep.start()
        self.addCleanup(keep.stop)
        self.repository = ProxiedArtifactRepository(S3ArtifactRepository("s3://bucket/path"))

    def test_each_byte_arrives_in_its_place_whatever_the_size(self) -> None:
        """Also where the last block is full, or there is none."""
        for chunks in ([], [b"a"], [b"a" * 65536, b"b" * 65536] * 9, [b"c" * BLOCK_BYTES], [b"d" * (BLOCK_BYTES + 1)]):
            with self.subTest(size=sum(map(len, chunks))):

                async def sent(chunks: list[bytes] = chunks) -> AsyncIterator[bytes]:
                    for chunk in chunks:
                        yield chunk

                self.kept.clear()
                asyncio.run(self.repository.log_artifact_from_async_stream(sent(), "a name.bin", "folder"))
                self.assertEqual([("a name.bin", "folder", b"".join(chunks))], self.kept)

    def test_a_stream_that_is_no_coroutine_as_well(self) -> None:
        """Which servers without asyncio have."""
        self.repository.log_artifact_from_stream(io.BytesIO(b"text"), "file.txt")
        self.assertEqual([("file.txt", None, b"text")], self.kept)

    def test_a_client_that_goes_away_leaves_nothing(self) -> None:
        """Neither half an artifact nor a temporary file."""

        async def broken() -> AsyncIterator[bytes]:
            yield b"half"
            raise ConnectionError

        with tempfile.TemporaryDirectory() as scratch, mock.patch("tempfile.tempdir", scratch):
            sent = self.repository.log_artifact_from_async_stream(broken(), "file.bin")
            self.assertRaises(ConnectionError, asyncio.run, sent)
            self.assertEqual([], list(Path(scratch).iterdir()))
        self.assertEqual([], self.kept)
