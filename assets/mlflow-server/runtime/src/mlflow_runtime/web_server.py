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
import sys
import threading

import uvicorn._subprocess
from uvicorn.main import main as uvicorn_main


def main() -> None:
    """Load the application, then serve it."""
    importlib.import_module(sys.argv[-1].partition(":")[0])
    if threading.active_count() == 1:  # a lock that another one held would stay locked in the forks
        uvicorn._subprocess.spawn = multiprocessing.get_context("fork")  # type: ignore[assignment]
    gc.collect()
    gc.freeze()  # the collector would write to pages that forks share
    uvicorn_main(prog_name="uvicorn")


if __name__ == "__main__":
    main()
