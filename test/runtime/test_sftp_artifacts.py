"""What the repository of an SFTP server needs before it asks the server."""

import contextlib
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

from mlflow_runtime.credentials import CredentialsError
from mlflow_runtime.sftp_artifacts import SftpArtifactRepository

FILES = {"SFTP_PRIVATE_KEY_FILE": "/key", "SFTP_KNOWN_HOSTS_FILE": "/known_hosts"}


class Folder:
    """As much of paramiko's client as deletion asks for, on a folder of this machine."""

    lstat, listdir, rmdir = staticmethod(os.lstat), staticmethod(os.listdir), staticmethod(os.rmdir)

    @staticmethod
    def remove(path: str) -> None:
        """Remove a file or a link, as a server does."""
        os.remove(path)

    @staticmethod
    def stat(path: str) -> os.stat_result:
        """Follow a link, as a server does."""
        return os.stat(path)


class DeletionTest(unittest.TestCase):
    """What `mlflow gc` takes away."""

    def setUp(self) -> None:
        """Make a run with a link to a folder that is none of its artifacts."""
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.run = Path(scratch.name, "store", "run")
        self.other = Path(scratch.name, "other")
        for folder in (self.run / "data", self.other):
            folder.mkdir(parents=True)
            (folder / "file").write_text("text")
        (self.run / "link").symlink_to(self.other)
        (self.run / "broken").symlink_to("/nowhere")
        with mock.patch.dict(os.environ, FILES, clear=True):
            self.repository = SftpArtifactRepository(f"sftp://me@host{self.run.parent}")
        session = mock.patch.object(self.repository, "_session", lambda: contextlib.nullcontext(Folder))
        session.start()
        self.addCleanup(session.stop)

    def test_a_link_below_a_path_is_removed_and_not_followed(self) -> None:
        """Nor is one that leads nowhere an error."""
        self.repository.delete_artifacts("run")
        self.assertFalse(self.run.exists())
        self.assertEqual("text", (self.other / "file").read_text())

    def test_a_path_that_is_a_link_is_removed_and_not_followed(self) -> None:
        """The link alone goes."""
        self.repository.delete_artifacts("run/link")
        self.assertFalse((self.run / "link").is_symlink())
        self.assertEqual("text", (self.other / "file").read_text())

    def test_what_is_past_a_link_is_no_artifact(self) -> None:
        """Neither the link nor its target changes."""
        self.repository.delete_artifacts("run/link/file")
        self.assertTrue((self.run / "link").is_symlink())
        self.assertEqual("text", (self.other / "file").read_text())

    def test_what_is_not_there_is_no_error(self) -> None:
        """At any depth."""
        for path in ("none", "none/deeper", "run/broken/deeper"):
            self.repository.delete_artifacts(path)


class SftpArtifactsTest(unittest.TestCase):
    """Real servers are for the end-to-end tests."""

    def test_mlflow_takes_it_for_sftp(self) -> None:
        """In place of its own class."""
        with mock.patch.dict(os.environ, FILES, clear=True):
            self.assertIsInstance(get_artifact_repository("sftp://me@host/folder"), SftpArtifactRepository)

    def test_a_file_that_is_not_named_is_an_error(self) -> None:
        """It says which variable."""
        for name in FILES:
            with (
                mock.patch.dict(os.environ, {**FILES, name: ""}, clear=True),
                self.assertRaisesRegex(CredentialsError, name),
            ):
                get_artifact_repository("sftp://me@host/folder")
