"""MLflow's two schemas: that of runs and models, and that of the users of basic-auth."""

from abc import ABC, abstractmethod
from functools import cached_property

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from mlflow.version import VERSION
from sqlalchemy import Engine, MetaData, Table, inspect
from sqlalchemy.schema import SetTableComment

from mlflow_runtime.migrate.failure import ExitCode, MigrationError

SIGNED = " made revision "


class Schema(ABC):
    """What this MLflow knows of one of its schemas, and how it makes it."""

    name: str
    version_table: str
    backends: tuple[str, ...]
    """The kinds of databases that can hold it, as SQLAlchemy calls them."""

    @property
    def tables(self) -> set[str]:
        """The names of all tables that any version up to this one has made, but for the version table."""
        return set(self.columns)

    @property
    @abstractmethod
    def columns(self) -> dict[str, set[str]]:
        """The columns of those tables, as far as they are known."""

    @abstractmethod
    def bring_to_head(self, engine: Engine) -> None:
        """Make the schema in an empty database, or upgrade it where it is older."""

    @abstractmethod
    def _config(self) -> Config:
        """Return the configuration of its migrations."""

    @cached_property
    def scripts(self) -> ScriptDirectory:
        """Its migrations."""
        return ScriptDirectory.from_config(self._config())

    @cached_property
    def head(self) -> str:
        """The revision that this MLflow needs."""
        head = self.scripts.get_current_head()
        assert head is not None
        return head

    def knows(self, revision: str) -> bool:
        """Tell whether a revision is one of this MLflow or of an earlier one."""
        try:
            return self.scripts.get_revision(revision) is not None
        except CommandError:
            return False

    def revision(self, engine: Engine) -> str | None:
        """Return the revision of a database, None where there is no schema yet or a half-made one."""
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"version_table": self.version_table})
            return context.get_current_revision()

    def strangers(self, engine: Engine) -> list[str]:
        """Name the tables that have the name of one of MLflow's and are none.

        The models of this version and of the first one do not tell the columns of all versions in between, but in each
        of these a table has most of its columns among them, and a quarter of them at least.
        """
        inspector = inspect(engine)
        strangers = []
        for name in sorted(self.tables.intersection(inspector.get_table_names())):
            found = {column["name"] for column in inspector.get_columns(name)}
            shared = len(found & self.columns[name])
            if not (2 * shared > len(found) and 4 * shared >= len(self.columns[name])):
                strangers.append(name)
        return strangers

    def sign(self, engine: Engine) -> None:
        """Leave a note of the MLflow that made the schema, where there is none and the database keeps comments."""
        if engine.dialect.supports_comments and not self._signer(engine, self.head):
            comment = f"MLflow {VERSION}{SIGNED}{self.head}"
            with engine.begin() as connection:
                connection.execute(SetTableComment(Table(self.version_table, MetaData(), comment=comment)))

    def maker(self, engine: Engine, revision: str) -> str:
        """Name the MLflow that made the schema, as far as it is known."""
        signer = self._signer(engine, revision) if engine.dialect.supports_comments else None
        return signer or f"an MLflow newer than {VERSION}"

    def _signer(self, engine: Engine, revision: str) -> str | None:
        comment = inspect(engine).get_table_comment(self.version_table)["text"] or ""
        signer, _, signed = comment.partition(SIGNED)
        return signer if signed == revision else None


class TrackingSchema(Schema):
    """Experiments, runs, models: the backend store, and the registry store where that is another one."""

    version_table = "alembic_version"
    backends = ("mysql", "postgresql", "sqlite")

    def __init__(self, store: str = "backend store") -> None:
        """Take what the store is to MLflow."""
        self.name = store

    @cached_property
    def columns(self) -> dict[str, set[str]]:
        """Those of today and those of the first version."""
        import mlflow.store.db.utils  # noqa: F401 (which loads all models)
        from mlflow.store.db.base_sql_model import Base
        from mlflow.store.tracking.dbmodels.initial_models import Base as InitialBase

        return columns_of(Base.metadata, InitialBase.metadata)

    def bring_to_head(self, engine: Engine) -> None:
        """Run MLflow's own code, which distinguishes the two cases by itself only in later versions."""
        from mlflow.store.db import utils

        if self.revision(engine) is None:
            utils._initialize_tables(engine)
        else:
            utils._upgrade_db(engine)

    def _config(self) -> Config:
        from mlflow.store.db.utils import _get_alembic_config

        return _get_alembic_config("")  # type: ignore[no-any-return]


class AuthSchema(Schema):
    """Users and permissions of basic-auth."""

    name = "database of basic-auth"
    version_table = "alembic_version_auth"
    # Not MySQL: its first migration names two foreign keys alike (https://github.com/mlflow/mlflow/issues/9642).
    backends = ("postgresql", "sqlite")

    def __init__(self) -> None:
        """Raise MigrationError where the image has no basic-auth."""
        try:
            from mlflow.server.auth.db import models, utils
        except ImportError as error:
            raise MigrationError(ExitCode.USAGE, f"this image cannot serve a {self.name}: {error}") from None
        self._models, self._utils = models, utils

    @cached_property
    def columns(self) -> dict[str, set[str]]:
        """Those of today."""
        return columns_of(self._models.Base.metadata)

    def bring_to_head(self, engine: Engine) -> None:
        """Run MLflow's own code, which makes a new schema as well."""
        self._utils.migrate(engine, "head")

    def _config(self) -> Config:
        return self._utils._get_alembic_config("")


def columns_of(*models: MetaData) -> dict[str, set[str]]:
    """Return the names of the columns of all tables of some models."""
    columns: dict[str, set[str]] = {}
    for model in models:
        for name, table in model.tables.items():
            columns.setdefault(name, set()).update(column.name for column in table.columns)
    return columns
