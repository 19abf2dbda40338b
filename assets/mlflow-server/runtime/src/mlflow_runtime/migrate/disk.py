"""Whether the disk of the database holds what an upgrade needs for a while."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.log import say

LIMIT = "MIGRATE_DISK_LIMIT"
DATA_PATH = "MIGRATE_DATA_PATH"
SMALL = 2**30
"""The size that an upgrade may need if the free space is unknown: 1 GiB."""


def check_disk(needed: int, directory: Path | None, environment: Mapping[str, str]) -> None:
    """Log what the upgrade needs; raise MigrationError if less is free, or if that is unknown and it needs much.

    MIGRATE_DISK_LIMIT is what the upgrade may use. Without it, that is what the disk of the data has free: of a
    directory that is known, or else of MIGRATE_DATA_PATH, where the data of the database is mounted. And 1 GiB where
    that is not set either.
    """
    if needed == 0:
        return
    need = f"the upgrade needs up to {in_units(needed)} more disk space temporarily"
    limit = environment.get(LIMIT)
    path = directory or (Path(environment[DATA_PATH]) if environment.get(DATA_PATH) else None)
    if limit:
        available, source = in_bytes(limit), f"{LIMIT} allows"
    elif path:
        status = os.statvfs(path)
        available, source = status.f_bavail * status.f_frsize, f"the free space at {path} is"
    else:
        available, source = SMALL, f"without {LIMIT} it may use"
    if needed > available:
        raise MigrationError(
            ExitCode.NO_SPACE,
            f"{need}; {source} {in_units(available)}. Nothing was changed; free disk space of the database, or"
            f" set {LIMIT} to a larger limit ({in_units(needed)} or more)",
        )
    say(f"{need}; {source} {in_units(available)}")


def in_bytes(text: str) -> int:
    """Read `50g` as Compose does; raise MigrationError when it is no size."""
    match = re.fullmatch(r"(\d+)\s*([kmgt]?)b?", text.strip().lower())
    if not match:
        raise MigrationError(ExitCode.USAGE, f"{LIMIT} must be a size such as 500m or 50g, and is {text!r}")
    return int(match[1]) << (10 * " kmgt".index(match[2] or " "))


def in_units(size: int) -> str:
    """Write a size as people read it, rounded up."""
    for shift, unit in ((30, "g"), (20, "m")):
        if size >= 1 << shift:
            return f"{-(-size >> shift)}{unit}"
    return f"{-(-size >> 10)}k"
