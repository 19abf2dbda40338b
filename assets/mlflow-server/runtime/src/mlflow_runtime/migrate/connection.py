"""The first connection to a database, which may still be starting."""

import logging
import os

from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError

from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.waiting import wait_while

POOL_OPTION = "MLFLOW_SQLALCHEMYSTORE_"


def connect(url: URL, seconds: float, poolclass: str) -> Engine:
    """Return an engine, made as MLflow makes its own, once the database answers.

    Raises MigrationError when it does not within so many seconds.
    """
    from mlflow.store.db.utils import create_sqlalchemy_engine

    for name in [name for name in os.environ if name.startswith(POOL_OPTION)]:
        del os.environ[name]  # meant for the server, and not for every class of pool
    os.environ[f"{POOL_OPTION}POOLCLASS"] = poolclass
    logging.getLogger("mlflow.store.db.utils").setLevel(logging.WARNING)
    engine: Engine = create_sqlalchemy_engine(url.render_as_string(hide_password=False))

    def unreachable() -> MigrationError | None:
        try:
            engine.connect().close()
        except DBAPIError as error:
            return MigrationError(ExitCode.UNREACHABLE, f"the database cannot be reached: {driver_words(error)}")
        return None

    wait_while(unreachable, seconds)
    return engine


def driver_words(error: DBAPIError) -> str:
    """Return what the driver said; SQLAlchemy's own text adds statements and their parameters."""
    return str(error.orig).strip()
