"""The folder for artifacts on their way: one per command, gone when the command is."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from mlflow_runtime.scratch import ScratchError, prepare_scratch

BIN = Path(sys.executable).parent
WAIT = "import os, sys; print(os.environ['TMPDIR'], flush=True); sys.stdin.read()"


class ScratchTest(unittest.TestCase):
    """Commands that share a scratch directory, as a server and an init job beside it do."""

    def setUp(self) -> None:
        """Make a directory of its own."""
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def start(self) -> subprocess.Popen[str]:
        """Start a command by the entry point; it lasts until its standard input ends."""
        return subprocess.Popen(
            [f"{BIN}/mlflow-entrypoint", sys.executable, "-c", WAIT],
            env={"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin", "SCRATCH_DIRECTORY": str(self.directory)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def folder_of(self, process: subprocess.Popen[str]) -> Path:
        """Return the folder that a command was given."""
        assert process.stdout
        return Path(process.stdout.readline().strip())

    def test_each_command_has_a_folder_of_its_own_for_itself_alone(self) -> None:
        """Nobody else reads the artifacts in it."""
        with self.start() as process:
            folder = self.folder_of(process)
            self.assertEqual(self.directory, folder.parent)
            self.assertEqual(0o700, folder.stat().st_mode & 0o777)
            process.communicate()

    def test_what_a_command_left_that_was_killed_goes_and_what_another_one_uses_stays(self) -> None:
        """The lock of a folder is with the process, not with the entry point that it replaced."""
        with self.start() as killed, self.start() as running:
            left, used = self.folder_of(killed), self.folder_of(running)
            (left / "half").write_text("an artifact")
            (used / "half").write_text("an artifact")
            (self.directory / "stray").write_text("a file")
            (self.directory / "link").symlink_to("/etc")
            killed.kill()
            killed.wait()
            with self.start() as process:
                self.assertEqual({used, self.folder_of(process)}, set(self.directory.iterdir()))
                self.assertEqual("an artifact", (used / "half").read_text())
                process.communicate()
            running.communicate()
            killed.communicate()

    def test_what_the_file_system_or_another_user_keeps_there_stays(self) -> None:
        """The root of an ext4 file system has a folder that root alone may open."""
        (self.directory / "lost+found").mkdir()
        (self.directory / ".snapshot").mkdir()
        other = mock.patch("os.getuid", return_value=os.getuid() + 1)
        with other:
            prepare_scratch({"SCRATCH_DIRECTORY": str(self.directory)})
        self.assertTrue((self.directory / ".snapshot").is_dir())
        prepare_scratch({"SCRATCH_DIRECTORY": str(self.directory)})
        self.assertTrue((self.directory / "lost+found").is_dir())
        self.assertFalse((self.directory / ".snapshot").exists())

    def test_without_a_directory_nothing_changes(self) -> None:
        """Temporary files then go where they always went."""
        environment = {"A": "b"}
        prepare_scratch(environment)
        self.assertEqual({"A": "b"}, environment)

    def test_a_directory_that_cannot_be_written_to_is_an_error_that_names_the_variable(self) -> None:
        """It is not there, say."""
        missing = self.directory / "missing"
        with self.assertRaisesRegex(ScratchError, f"SCRATCH_DIRECTORY names {missing}, which cannot be written to"):
            prepare_scratch({"SCRATCH_DIRECTORY": str(missing)})


if __name__ == "__main__":
    unittest.main()
