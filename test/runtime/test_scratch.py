"""The folder for temporary files: what a killed server left goes, what a living one needs stays."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from mlflow_runtime.scratch import clear_scratch

OTHER_SERVER = """
import sys
from mlflow_runtime.scratch import clear_scratch
clear_scratch()
print(flush=True)
sys.stdin.read()
"""


class ScratchTest(unittest.TestCase):
    """A folder of its own for each."""

    def setUp(self) -> None:
        """Leave something there."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.directory = Path(folder.name)
        (self.directory / "tmpabc").mkdir()
        (self.directory / "tmpabc" / "model.bin").write_bytes(b"left")
        (self.directory / "link").symlink_to("tmpabc")
        patch = mock.patch.dict(os.environ, {"TMPDIR": folder.name})
        patch.start()
        self.addCleanup(patch.stop)

    def names(self) -> list[str]:
        """Return what is in the folder beside the lock."""
        return sorted(path.name for path in self.directory.iterdir() if path.name != ".lock")

    def test_what_an_earlier_server_left_is_removed(self) -> None:
        """Whole folders, and links."""
        clear_scratch()
        self.assertEqual([], self.names())

    def test_what_another_server_is_at_work_on_stays(self) -> None:
        """For as long as it lives."""
        with subprocess.Popen(
            [sys.executable, "-c", OTHER_SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            assert other.stdin and other.stdout
            other.stdout.readline()
            (self.directory / "theirs").touch()
            clear_scratch()
            self.assertEqual(["theirs"], self.names())
            other.stdin.close()

    def test_without_a_folder_nothing_happens(self) -> None:
        """Python then takes /tmp."""
        for value in ("", "/nowhere"):
            with mock.patch.dict(os.environ, {"TMPDIR": value}):
                clear_scratch()
        self.assertEqual(["link", "tmpabc"], self.names())
