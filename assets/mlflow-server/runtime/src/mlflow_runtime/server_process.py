"""One process less: `mlflow server` turns into the web server instead of waiting for it.

MLflow starts the web server as a child and then only forwards signals to it, with all of itself still loaded:
about 150 MiB. It also ends with 0 whatever the child ended with. A process that replaces itself needs neither.
What it becomes is `web_server`.
"""

import os
import sys
from collections.abc import Mapping
from typing import NoReturn

from mlflow_runtime.patches import allows, replace
from mlflow_runtime.termination import keep_for_next_command


def let_mlflow_become_its_server() -> None:
    """Make this process's `mlflow server` execute the web server in its place.

    Not when the server runs jobs: MLflow starts their runner beside the web server, from a process of its own.
    """
    from mlflow.environment_variables import MLFLOW_SERVER_ENABLE_JOB_EXECUTION

    if not MLFLOW_SERVER_ENABLE_JOB_EXECUTION.get() and allows("one process"):
        replace("mlflow.server._exec_cmd", lambda _: _become)


def _become(command: list[str], *, extra_env: Mapping[str, str], **_: object) -> NoReturn:
    if command[1:3] == ["-m", "uvicorn"] and "--reload" not in command:  # which must load the application again
        command = [command[0], "-m", "mlflow_runtime.web_server", *command[3:]]
        keep_for_next_command()
    sys.stdout.flush()
    os.execvpe(command[0], command, {**os.environ, **extra_env})
