"""How a migration, or a server that waits for one, may end."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of `mlflow-migrate`; NOT_MIGRATED is that of `mlflow server`. Documented in docs/migration.md."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_MIGRATED = 3
    NEWER = 4
    IN_USE = 5
    UNREACHABLE = 6
    NO_SPACE = 7


class MigrationError(Exception):
    """An end that was foreseen. The message is for people: what is wrong and what to do, never a secret."""

    def __init__(self, code: ExitCode, message: str) -> None:
        """Take the code to end with and the message."""
        super().__init__(message)
        self.code = code
