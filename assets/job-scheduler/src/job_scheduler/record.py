"""What is known of the last run, in a file that outlives the container."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path


class RecordError(Exception):
    """A folder that cannot keep the record."""


@dataclass(frozen=True)
class Record:
    """The last run."""

    schedule: str
    """The schedule that `handled` belongs to."""
    handled: str
    """All times up to this one have been taken care of."""
    started: str | None = None
    ended: str | None = None
    """None while the job runs, and after it was interrupted."""
    code: int | None = None
    """The exit code of the last run that ended."""

    @property
    def is_open(self) -> bool:
        """Tell whether a run has started and not ended."""
        return self.started is not None and self.ended is None

    def with_start(self, now: datetime) -> "Record":
        """Return the record of a run that starts now."""
        return replace(self, started=text_of(now), ended=None)

    def with_end(self, now: datetime, code: int) -> "Record":
        """Return the record of a run that has ended now."""
        return replace(self, ended=text_of(now), code=code)

    def with_handled(self, moment: datetime) -> "Record":
        """Return the record for a moment up to which all times have been taken care of."""
        return replace(self, handled=text_of(moment))


def text_of(moment: datetime) -> str:
    """Return a moment as a record has it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


class RecordFolder:
    """The folder with the record, and with locks that containers which mount it share."""

    def __init__(self, path: Path) -> None:
        """Take the folder.

        Raises RecordError when this user cannot write there.
        """
        self._path = path
        if not os.access(path, os.W_OK | os.X_OK):
            raise RecordError(
                f"the user {os.getuid()} cannot write to {path}; mount a volume there that belongs to this user"
            )

    def read(self) -> Record | None:
        """Return the record; None if there is none yet, or it was damaged."""
        try:
            return Record(**json.loads((self._path / "record.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, record: Record) -> None:
        """Replace the record in one step, so that a reader sees the old one or the new one."""
        new = self._path / f"record.json.{os.getpid()}"
        new.write_text(json.dumps(asdict(record)))
        new.replace(self._path / "record.json")

    @contextmanager
    def lock(self, name: str) -> Iterator[bool]:
        """Hold a lock, which ends with this process at the latest; give False if another process holds it."""
        with (self._path / f"{name}.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
