"""The web server: uvicorn, whose workers are forks of one process that has loaded the application already.

    python -m mlflow_runtime.web_server [uvicorn's arguments] module:attribute

By itself uvicorn starts each worker as a new interpreter, which takes seconds of a processor and 200 MiB of its own.
Forks share what was loaded: four workers start as fast as one, and are hardly larger.

Forking wants a process with one thread and without connections, so it is not that of `mlflow server`, which has asked
the database; and what is loaded here reads the environment that `mlflow server` made.

Whatever does not fit this version of uvicorn is left out (see `patches`).
"""

import asyncio
import gc
import importlib
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mlflow_runtime.artifacts_only import do_without_database
from mlflow_runtime.patches import allows, replace
from mlflow_runtime.request_bodies import keep_bodies_on_disk
from mlflow_runtime.termination import end_at_sigterm, note_signals

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.server import Server

POLL_SECONDS = 0.1  # as often as uvicorn itself looks
LOOP_SECONDS = 60
LOOP_FORKS = 30


def main() -> None:
    """Load the application, then serve it; end in error when the server ends though no signal asked it to."""
    end_at_sigterm()  # loading takes seconds
    application = sys.argv[-1].partition(":")[0]
    importlib.import_module(application)
    loop = CrashLoop(LOOP_FORKS, LOOP_SECONDS)
    if allows("forked workers") and threading.active_count() == 1:  # a lock of another one would stay locked in forks
        replace("uvicorn._subprocess.spawn", lambda _: multiprocessing.get_context("fork"))
        os.register_at_fork(after_in_child=forget_signal_handlers, after_in_parent=loop.count)
    do_without_database()
    keep_bodies_on_disk()
    send_without_delay()
    close_late_connections()
    gc.collect()
    gc.freeze()  # the collector would write to pages that forks share
    serve(loop)


def serve(loop: "CrashLoop") -> None:
    """Run uvicorn, which ends with 0 also where all its workers fail to start."""
    from uvicorn.main import main as uvicorn_main

    stopped = note_signals()
    signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn has its own handlers, and raises the signal again at last
    try:
        uvicorn_main(prog_name="uvicorn")
    except SystemExit as end:
        if end.code or (stopped() and not loop.found):
            raise
        sys.exit("mlflow: the web server exited unexpectedly")


class CrashLoop:
    """Workers that die as soon as they are started. uvicorn starts others for ever, and the container looks alive."""

    def __init__(self, forks: int, seconds: float) -> None:
        """Take how many workers may be started in how many seconds."""
        self.found = False
        self._seconds = seconds
        self._starts: deque[float] = deque(maxlen=forks)

    def count(self) -> None:
        """Note that a worker was started; ask this process to end when there were too many."""
        now = time.monotonic()
        is_full = len(self._starts) == self._starts.maxlen
        if is_full and now - self._starts[0] < self._seconds and not self.found:
            self.found = True
            print(
                f"mlflow: the workers of the server exit as soon as they start: {len(self._starts)} within"
                f" {now - self._starts[0]:.0f} s; see the lines above, and check the memory limit of the container",
                file=sys.stderr,
            )
            os.kill(os.getpid(), signal.SIGTERM)
        self._starts.append(now)


def send_without_delay() -> None:
    """Let small answers leave at once.

    uvicorn makes the socket that its workers share without saying that it is one of TCP, and asyncio sets TCP_NODELAY
    only where that is said. The body of an answer then waits for the client's delayed acknowledgement of the headers,
    some 40 ms: one client created 16 runs a second, and creates 50 now. Connections take the option from the socket.
    """

    def without_delay(bind: "Callable[[Config], socket.socket]") -> "Callable[[Config], socket.socket]":
        def bind_without_delay(self: "Config") -> socket.socket:
            bound = bind(self)
            if bound.family in (socket.AF_INET, socket.AF_INET6):
                bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return bound

        return bind_without_delay

    if allows("TCP_NODELAY"):
        replace("uvicorn.config.Config.bind_socket", without_delay)


def forget_signal_handlers() -> None:
    """Let signals end this process, as they do with a new interpreter.

    A fork has the handlers of its parent, which only make a note. With them a worker would miss a signal that comes
    before its server runs; and once that has ended, it would wait for threads that wait themselves, for a store that
    does not answer.
    """
    from uvicorn.supervisors.multiprocess import SIGNALS

    signal.set_wakeup_fd(-1)  # that of the parent, which would take the signal for its own
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def close_late_connections() -> None:
    """Let a worker that stops close the connections that come while it closes all others.

    uvicorn asks each connection once to end with the request it is at. One that was accepted in that moment is not
    asked, and a client that goes on using it kept the container alive until it was killed: one stop in ten, with eight
    clients.
    """

    def closing(wait: "Callable[[Server], Awaitable[None]]") -> "Callable[[Server], Awaitable[None]]":
        async def close_and_wait(self: "Server") -> None:
            while self.server_state.connections and not self.force_exit:
                for connection in list(self.server_state.connections):
                    connection.shutdown()
                await asyncio.sleep(POLL_SECONDS)
            await wait(self)

        return close_and_wait

    if allows("late connections"):
        replace("uvicorn.server.Server._wait_tasks_to_complete", closing)


if __name__ == "__main__":
    main()
