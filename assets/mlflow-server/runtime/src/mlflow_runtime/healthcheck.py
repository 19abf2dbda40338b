"""The container's health check: the server in this container answers.

Run several times a second while the server starts, so it imports next to nothing, MLflow least of all.
"""

import os
import re
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path

TIMEOUT_SECONDS = 5
IF_SERVING = "--if-serving"
# `mlflow --env-file x server` as well; a shell's text has spaces.
SERVER = re.compile(rb"\bmlflow(?:[\0 ]--env-file[=\0 ][^\0 ]+)*[\0 ](?:server|ui)\b|\bmlflow_runtime\.web_server\b")


def is_healthy(port: int, path: str) -> bool:
    """Tell whether the server on this port answers the path with 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def is_for_server(command_line: bytes) -> bool:
    """Tell whether a container with this first process is one of a server, or is to become one."""
    return SERVER.search(command_line) is not None


def main() -> None:
    """Exit with 0 when MLflow answers, with 1 when it does not.

    With `--if-serving`, as in the image itself, also with 0 in a container that runs something else of the image.
    """
    if IF_SERVING in sys.argv[1:] and not is_for_server(Path("/proc/1/cmdline").read_bytes()):
        return
    # The same variables as `mlflow server` reads, with its defaults. /health lies under the static prefix, and is there
    # the one path that any Host header may ask for.
    port = int(os.environ.get("MLFLOW_PORT") or 5000)
    path = os.environ.get("MLFLOW_STATIC_PREFIX", "") + "/health"
    if not is_healthy(port, path):
        sys.exit(f"MLflow does not answer http://127.0.0.1:{port}{path} with 200")
