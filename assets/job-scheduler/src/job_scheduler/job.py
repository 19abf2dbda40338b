"""The job: a child process, which is asked to end when this process is."""

import signal
import subprocess
import sys
from datetime import UTC, datetime
from threading import Event
from types import FrameType

STOPS = (signal.SIGTERM, signal.SIGINT)
NOT_EXECUTABLE, NOT_FOUND = 126, 127  # as shells and Docker report them


class Job:
    """Runs a command, one process at a time."""

    def __init__(self, command: list[str]) -> None:
        """Take the command, and handle signals from now on: the first process of a container ignores them otherwise."""
        self.stopped = Event()
        """Set when this process was asked to end."""
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        for number in STOPS:
            signal.signal(number, self._stop)

    def run(self) -> int:
        """Run the command, and return its exit code; that of a process which a signal ended is 128 and its number."""
        started = datetime.now(UTC)
        say(f"running: {' '.join(self._command)}")
        code = self._run()
        seconds = (datetime.now(UTC) - started).total_seconds()
        say(f"{'succeeded' if code == 0 else f'failed with exit code {code}'} after {seconds:.0f} s")
        return code

    def _run(self) -> int:
        try:
            self._process = subprocess.Popen(self._command)
        except OSError as error:
            say(f"{self._command[0]}: {error.strerror}")
            return NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_EXECUTABLE
        if self.stopped.is_set():  # the signal came before there was a process to tell
            self._process.terminate()
        code = self._process.wait()
        self._process = None
        return code if code >= 0 else 128 - code

    def _stop(self, number: int, _: FrameType | None) -> None:
        self.stopped.set()
        if self._process:
            self._process.send_signal(number)


def say(message: str) -> None:
    """Write a line to the log."""
    print(f"schedule: {message}", file=sys.stderr, flush=True)
