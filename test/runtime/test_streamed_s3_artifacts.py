"""S3 artifacts that are passed on while they arrive."""

import asyncio
import os
import tempfile
import unittest
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, BinaryIO
from unittest import mock

from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository

from mlflow_runtime.artifact_repositories import s3
from mlflow_runtime.patches import problems
from mlflow_runtime.streamed_s3_artifacts import PART_BYTES, StreamedS3ArtifactRepository

SETTINGS = {
    "MLFLOW_S3_UPLOAD_EXTRA_ARGS": '{"ServerSideEncryption": "aws:kms"}',
    "MLFLOW_S3_EXPECTED_BUCKET_OWNER": "123456789012",
}


class Store:
    """What boto3's client does, as far as it is asked."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.kept: list[tuple[str, str, bytes]] = []
        self.files: list[tuple[str, str, bytes]] = []
        self.arguments: dict[str, str] = {}

    def upload_fileobj(self, stream: BinaryIO, Bucket: str, Key: str, ExtraArgs: dict[str, str], Config: Any) -> None:
        """Read part after part, as boto3 does: a short one is the last."""
        content = b""
        while part := stream.read(Config.multipart_chunksize):
            content += part
        self.kept.append((Bucket, Key, content))
        self.arguments = ExtraArgs

    def upload_file(self, Filename: str, Bucket: str, Key: str, ExtraArgs: dict[str, str]) -> None:
        """Read a file."""
        self.files.append((Bucket, Key, Path(Filename).read_bytes()))


@unittest.skipIf(problems("streamed S3 uploads"), "this MLflow knows no streams")
class StreamedS3ArtifactsTest(unittest.TestCase):
    """What a client sends to the server."""

    def setUp(self) -> None:
        """Begin with a store that is empty, and a disk that is."""
        self.store = Store()
        client = mock.patch.object(S3ArtifactRepository, "_get_s3_client", autospec=True, return_value=self.store)
        client.start()
        self.addCleanup(client.stop)
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        disk = mock.patch("tempfile.tempdir", scratch.name)
        disk.start()
        self.addCleanup(disk.stop)
        with mock.patch.dict(os.environ, SETTINGS, clear=True):
            repository = s3("s3://bucket/path")
        assert isinstance(repository, StreamedS3ArtifactRepository)
        self.repository = repository

    def upload(self, *chunks: bytes, name: str = "a name.json", folder: str | None = "folder") -> None:
        """Send chunks as a client does."""

        async def sent() -> AsyncIterator[bytes]:
            for chunk in chunks:
                yield chunk

        with mock.patch.dict(os.environ, SETTINGS, clear=True):
            asyncio.run(self.repository.log_artifact_from_async_stream(sent(), name, folder))

    def test_each_byte_arrives_whatever_the_size_and_no_file_is_made(self) -> None:
        """Parts are whole: S3 refuses small ones that are not the last."""
        chunk = bytes(range(256)) * 256
        whole = [chunk] * (PART_BYTES // len(chunk))
        for chunks in ([], [b"a"], [b"a", b"", b"b"], whole, [*whole, b"z"]):
            with (
                self.subTest(size=sum(map(len, chunks))),
                mock.patch("tempfile.TemporaryDirectory", side_effect=AssertionError),
            ):
                self.store.kept.clear()
                self.upload(*chunks)
                self.assertEqual([("bucket", "path/folder/a name.json", b"".join(chunks))], self.store.kept)

    def test_it_goes_where_and_as_mlflow_sends_a_file(self) -> None:
        """With its type, its owner and all else that was set."""
        self.upload(b"{}", name="elsewhere/a.json", folder=None)
        self.assertEqual("path/a.json", self.store.kept[0][1])
        self.assertEqual(
            {
                "ContentType": "application/json",
                "ServerSideEncryption": "aws:kms",
                "ExpectedBucketOwner": "123456789012",
            },
            self.store.arguments,
        )

    def test_what_comes_beside_too_many_others_is_a_file_first(self) -> None:
        """So that memory has a bound; afterwards there is a place again."""
        with mock.patch("mlflow_runtime.streamed_s3_artifacts._places") as places:
            places.acquire.return_value = False
            self.upload(b"text")
            places.release.assert_not_called()
        self.assertEqual([], self.store.kept)
        self.assertEqual([("bucket", "path/folder/a name.json", b"text")], self.store.files)

    def test_a_place_is_free_again_after_success_and_failure(self) -> None:
        """More uploads than places, one after the other."""
        for _ in range(6):
            self.upload(b"text")
        with mock.patch.object(self.store, "upload_fileobj", side_effect=OSError):
            for _ in range(6):
                self.assertRaises(OSError, self.upload, b"text")
        self.upload(b"text")
        self.assertEqual([7, 0], [len(self.store.kept), len(self.store.files)])

    def test_a_client_that_goes_away_leaves_nothing(self) -> None:
        """The store gets a failure, not an end."""

        async def broken() -> AsyncIterator[bytes]:
            yield b"half"
            raise ConnectionError

        sent = self.repository.log_artifact_from_async_stream(broken(), "file.bin")
        self.assertRaises(ConnectionError, asyncio.run, sent)
        self.assertEqual([], self.store.kept)

    def test_a_request_that_is_cut_off_leaves_no_thread_that_waits(self) -> None:
        """As when the server stops; a thread that waits would keep it from its end."""

        async def silent() -> AsyncIterator[bytes]:
            yield b"half"
            await asyncio.sleep(3600)

        async def cut_off() -> None:
            sent = self.repository.log_artifact_from_async_stream(silent(), "file.bin")
            await asyncio.wait_for(sent, 0.2)

        self.assertRaises(TimeoutError, asyncio.run, cut_off())
        self.assertEqual([], self.store.kept)
        self.upload(b"text")  # which waits for no place
        self.assertEqual(1, len(self.store.kept))
