"""The web server: uvicorn, whose workers are forks of one process that has loaded the application already.

    python -m mlflow_runtime.web_server [uvicorn's arguments] module:attribute

By itself uvicorn starts each worker as a new interpreter, which takes seconds of a processor and 200 MiB of its own.
Forks share what was loaded: four workers start as fast as one, and are hardly larger.

Forking wants a process with one thread and without connections, so it is not that of `mlflow server`, which has asked
the database; and what is loaded here reads the environment that `mlflow server` made.
"""

import gc
import importlib
import multiprocessing
import socket
import sys
import threading

import uvicorn._subprocess
from uvicorn.config import Config
from uvicorn.main import main as uvicorn_main


def main() -> None:
    """Load the application, then serve it."""
    importlib.import_module(sys.argv[-1].partition(":")[0])
    if threading.active_count() == 1:  # a lock that another one held would stay locked in the forks
        uvicorn._subprocess.spawn = multiprocessing.get_context("fork")  # type: ignore[assignment]
    send_without_delay()
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


if __name__ == "__main__":
    main()
