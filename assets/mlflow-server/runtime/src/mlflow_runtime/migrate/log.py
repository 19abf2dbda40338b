"""What the migration tells: a line per step, and how long it took."""

import time
from collections.abc import Generator
from contextlib import contextmanager


def say(message: str) -> None:
    """Print one line, at once."""
    print(f"migrate: {message}", flush=True)


@contextmanager
def step(what: str) -> Generator[None]:
    """Tell when a step begins and, if it ends well, how long it took."""
    say(f"{what} ...")
    start = time.monotonic()
    yield
    say(f"{what}: done in {time.monotonic() - start:.1f} s")
