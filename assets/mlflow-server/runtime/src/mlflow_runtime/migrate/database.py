"""What a migration asks of a database."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Engine

from mlflow_runtime.migrate.schema import Schema


class Database(ABC):
    """A database whose data is never lost, whenever a migration or the server is killed; each kind has its own way."""

    directory: Path | None = None
    """Where the data is, if this process can see it."""

    def __init__(self, engine: Engine, schema: Schema) -> None:
        """Take a way to read it and the schema that it is to have."""
        self.engine = engine
        self.schema = schema

    @abstractmethod
    def lock(self, seconds: float) -> AbstractContextManager[None]:
        """Keep every other migration of this database out; raise MigrationError when one runs for longer than that."""

    def is_interrupted(self) -> bool:
        """Return whether an earlier upgrade was interrupted and must be reverted."""
        return False

    def take_back(self) -> None:  # noqa: B027 (most need not)
        """Restore the state before the interrupted upgrade."""

    def tidy(self) -> None:  # noqa: B027
        """Remove leftovers of an earlier migration that are not needed."""

    def needs_conversion(self) -> bool:
        """Tell whether `change` converts something by itself, whatever the revision is."""
        return False

    def widen(self) -> None:  # noqa: B027
        """Make room, at the schema of this MLflow, for what MLflow accepts and a column of it cannot hold here."""

    def users(self) -> list[str]:
        """Name who else is connected."""
        return []

    @abstractmethod
    def needed_bytes(self) -> int:
        """Estimate, rather too high, the disk that an upgrade needs for a while."""

    @abstractmethod
    def change(self) -> AbstractContextManager[Engine]:
        """Return an engine for schema changes. Either all of its changes are applied or, if one fails, none."""
