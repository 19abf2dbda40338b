"""SIGTERM, which the kernel does not deliver to the first process of a container unless that has a handler for it.

A process of this image is often the first one, and it waits, imports and migrates before a server handles signals.
`docker stop` would then take the whole grace period and end in SIGKILL.
"""

import os
import signal
import threading
from collections.abc import Callable

STOPS = (signal.SIGTERM, signal.SIGINT)


class Termination:
    """Ends this process as soon as a signal asks it to, until somebody else handles signals.

    A thread does it. A handler in Python runs only when the main thread returns from what it does, and a call into
    libpq, ODBC or SQLite may last for minutes.
    """

    def __init__(self) -> None:
        """Begin; signals that waited since `keep_for_next_command` arrive now."""
        self.came = False
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, end)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def stop(self) -> bool:
        """Stop watching; tell whether a signal came that asked to end."""
        signal.set_wakeup_fd(-1)
        os.set_blocking(self._writer, True)
        os.write(self._writer, b"\0")
        self._thread.join()
        os.close(self._reader)
        os.close(self._writer)
        return self.came

    def _watch(self) -> None:
        while (number := os.read(self._reader, 1)[0]) != 0:
            if number in STOPS:
                self.came = True
                if signal.getsignal(number) is end:
                    end(number, None)


def end(number: int, _: object) -> None:
    """End at once, with the code that a shell gives to such an end."""
    os._exit(128 + number)


def end_at_sigterm() -> None:
    """Let SIGTERM end a process that must have one thread only, and that calls nothing that takes long."""
    signal.signal(signal.SIGTERM, end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def note_signals() -> Callable[[], bool]:
    """Return a function that checks whether a signal to terminate arrived, for any handler. It needs no thread."""
    reader, writer = os.pipe()
    for descriptor in (reader, writer):
        os.set_blocking(descriptor, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)

    def came() -> bool:
        try:
            return any(number in STOPS for number in os.read(reader, 4096))
        except BlockingIOError:
            return False

    return came


def keep_for_next_command() -> None:
    """Let a signal wait until the command that replaces this process asks for it, instead of being lost in between."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
