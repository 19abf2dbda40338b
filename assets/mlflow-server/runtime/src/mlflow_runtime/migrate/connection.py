"""The first connection to a database, which may still be starting."""

import logging
import os
import time

from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError

from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.reachability import UnreachableError, wait_for_database

POOL_OPTION = "MLFLOW_SQLALCHEMYSTORE_"


def connect(url: URL, name: str, seconds: float, poolclass: str) -> Engine:
    """Return an engine, made as MLflow makes its own, once the database answers.

    Raises MigrationError when it does not within so many seconds, or never will.
    """
    from mlflow.store.db.utils import create_sqlalchemy_engine

    try:
        wait_for_database(url, name, time.monotonic() + seconds)
    except UnreachableError as error:
        raise MigrationError(ExitCode.UNREACHABLE, str(error)) from None
    for option in [option for option in os.environ if option.startswith(POOL_OPTION)]:
        del os.environ[option]  # meant for the server, and not for every class of pool
    os.environ[f"{POOL_OPTION}POOLCLASS"] = poolclass
    logging.getLogger("mlflow.store.db.utils").setLevel(logging.WARNING)
    engine: Engine = create_sqlalchemy_engine(url.render_as_string(hide_password=False))
    engine.connect().close()  # a static pool keeps this one, and no other may follow it
    return engine


def driver_words(error: DBAPIError) -> str:
    """Return what the driver said; SQLAlchemy's own text adds statements and their parameters."""
    return str(error.orig).strip()
