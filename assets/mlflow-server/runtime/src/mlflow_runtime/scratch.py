"""A folder on disk for artifacts on their way: MLflow writes each that passes through the server to a temporary file.

In memory, as /tmp of the container is, they would count against its limit, and a large one would end the server.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

DIRECTORY = "SCRATCH_DIRECTORY"
OF_FILE_SYSTEM = "lost+found"  # at the root of ext4; a server that runs as root would remove it


class ScratchError(Exception):
    """Temporary files cannot be written. The message is for people and names the variable."""


def prepare_scratch(environment: MutableMapping[str, str]) -> None:
    """Give temporary files a new folder in the scratch directory; remove what others left there that have ended.

    What belongs to another user, such as a folder of the file system, is left alone.
    A folder is in use as long as a process holds its lock: this one, and the command that replaces it. So an init job
    beside a server, or a second server, deletes nothing. Without such a directory do nothing.
    Raises ScratchError when it cannot be written to.
    """
    directory = environment.pop(DIRECTORY, "")
    if not directory:
        return
    try:
        turn = _lock(directory)  # else a folder might be removed between its making and its locking
        for entry in Path(directory).iterdir():
            _remove_unless_used(entry)
        own = tempfile.mkdtemp(dir=directory)
        os.set_inheritable(_lock(own), True)
        os.close(turn)
    except OSError as error:
        raise ScratchError(f"{DIRECTORY} names {directory}, which cannot be written to: {error.strerror}.") from None
    environment["TMPDIR"] = own


def _lock(path: str | Path, *, wait: bool = True) -> int:
    """Return a descriptor that holds the lock of a folder until it is closed; BlockingIOError if it would wait."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _remove_unless_used(path: Path) -> None:
    if path.name == OF_FILE_SYSTEM or path.lstat().st_uid != os.getuid():
        return
    if path.is_symlink() or not path.is_dir():
        path.unlink()
        return
    try:
        descriptor = _lock(path, wait=False)
    except BlockingIOError:
        return
    shutil.rmtree(path)
    os.close(descriptor)
