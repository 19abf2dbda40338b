"""The folder for temporary files, which outlives the container.

Each artifact that passes through the server is a file there for as long. A server that is killed leaves its files
behind, so the next one removes them; but not while another server, a second replica, is at work in the same folder.
"""

import fcntl
import os
import shutil
from pathlib import Path

LOCK = ".lock"


def clear_scratch() -> None:
    """Remove what earlier servers left; keep others from that until this process, and what it becomes, has ended."""
    directory = Path(os.environ.get("TMPDIR", ""))
    if not (os.environ.get("TMPDIR") and os.access(directory, os.W_OK)):
        return
    lock = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    os.set_inheritable(lock, True)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass
    else:
        for path in directory.iterdir():
            if path.name == LOCK:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    fcntl.flock(lock, fcntl.LOCK_SH)
