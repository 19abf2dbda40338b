"""Waiting with a timeout and progress messages."""

import time
from collections.abc import Callable

from mlflow_runtime.migrate.failure import MigrationError
from mlflow_runtime.migrate.log import say

PAUSE_SECONDS = 0.5
SECONDS_BETWEEN_LINES = 30


def wait_while(obstacle: Callable[[], MigrationError | None], seconds: float) -> None:
    """Return as soon as there is no obstacle; raise it when it has not gone after so many seconds."""
    end = time.monotonic() + seconds
    next_line = time.monotonic()
    while (error := obstacle()) is not None:
        now = time.monotonic()
        if now >= end:
            raise error
        if now >= next_line:
            say(f"waiting, at most {end - now:.0f} s more: {error}")
            next_line = now + SECONDS_BETWEEN_LINES
        time.sleep(PAUSE_SECONDS)
