"""What the repository of an SFTP server needs before it asks the server."""

import os
import unittest
from unittest import mock

from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

from mlflow_runtime.credentials import CredentialsError
from mlflow_runtime.sftp_artifacts import SftpArtifactRepository

FILES = {"SFTP_PRIVATE_KEY_FILE": "/key", "SFTP_KNOWN_HOSTS_FILE": "/known_hosts"}


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
