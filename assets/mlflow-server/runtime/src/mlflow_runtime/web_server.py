"""The web server: uvicorn, whose workers are forks of one process that has loaded the application already.

    python -m mlflow_runtime.web_server [uvicorn's arguments] module:attribute

By itself uvicorn starts each worker as a new interpreter, which takes seconds of a processor and 200 MiB of its own.
Forks share what was loaded: four workers start as fast as one, and are hardly larger.

Forking wants a process with one thread and without connections, so it is not that of `mlflow server`, which has asked
the database; and what is loaded here reads the environment that `mlflow server` made.
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

import uvicorn._subprocess
from uvicorn.config import Config
from uvicorn.main import main as uvicorn_main
from uvicorn.server import Server
from uvicorn.supervisors.multiprocess import SIGNALS

from mlflow_runtime.artifacts_only import do_without_database

POLL_SECONDS = 0.1  # as often as uvicorn itself looks


def main() -> None:
    """Load the application, then serve it."""
    importlib.import_module(sys.argv[-1].partition(":")[0])
    if threading.active_count() == 1:  # a lock that another one held would stay locked in the forks
        uvicorn._subprocess.spawn = multiprocessing.get_context("fork")  # type: ignore[assignment]
        os.register_at_fork(after_in_child=forget_signal_handlers)
    do_without_database()
    send_without_delay()
    close_late_connections()
    gc.collect()
    gc.freeze()  # the collector would write to pages that forks share
    uvicorn_main(prog_name="uvicorn")


def send_without_delay() -> None:
    """Let small answers leave at once.

    uvicorn makes the socket that its workers share without saying that it is one of TCP, and asyncio sets TCP_NODELAY
    only where that is said. The body of an answer then waits for the client's delayed acknowledgement of the headers,
    some 40 ms: one client created 16 runs a second, and creates 50 now. Connections take the option from the socket.
    """
    bind = Config.bind_socket

    def bind_without_delay(self: Config) -> socket.socket:
        bound = bind(self)
        if bound.family in (socket.AF_INET, socket.AF_INET6):
            bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return bound

    Config.bind_socket = bind_without_delay  # type: ignore[method-assign]


def forget_signal_handlers() -> None:
    """Let signals end this process, as they do with a new interpreter.

    A fork has the handlers of its parent, which only make a note. With them a worker would miss a signal that comes
    before its server runs; and once that has ended, it would wait for threads that wait themselves, for a store that
    does not answer.
    """
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def close_late_connections() -> None:
    """Let a worker that stops close the connections that come while it closes all others.

    uvicorn asks each connection once to end with the request it is at. One that was accepted in that moment is not
    asked, and a client that goes on using it kept the container alive until it was killed: one stop in ten, with eight
    clients.
    """
    wait = Server._wait_tasks_to_complete

    async def close_and_wait(self: Server) -> None:
        while self.server_state.connections and not self.force_exit:
            for connection in list(self.server_state.connections):
                connection.shutdown()
            await asyncio.sleep(POLL_SECONDS)
        await wait(self)

    Server._wait_tasks_to_complete = close_and_wait  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
