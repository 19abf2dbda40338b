"""The container's health check: the server in this container answers.

Run several times a second while the server starts, so it imports next to nothing, MLflow least of all.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

TIMEOUT_SECONDS = 5


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


def main() -> None:
    """Exit with 0 when MLflow answers, with 1 when it does not."""
    # The same variables as `mlflow server` reads, with its defaults. /health lies under the static prefix, and is there
    # the one path that any Host header may ask for.
    port = int(os.environ.get("MLFLOW_PORT") or 5000)
    path = os.environ.get("MLFLOW_STATIC_PREFIX", "") + "/health"
    if not is_healthy(port, path):
        sys.exit(f"MLflow does not answer http://127.0.0.1:{port}{path} with 200")
