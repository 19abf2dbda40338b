"""The migration of a plain runtime: MLflow's own commands, which know any version of their own schema.

Nothing is copied before, so have a backup at hand: a migration that is interrupted on MySQL leaves a database that no
MLflow can use.
"""

import subprocess
import sys
from collections.abc import Mapping
from typing import NoReturn

from mlflow_runtime.entrypoint import AUTH_URI, REGISTRY_URI, URI
from mlflow_runtime.reachability import TIMEOUT, wait_for_databases_or_exit

# Each runs in an interpreter of its own, whose arguments hold no URI: every process of the machine may read them.
# `mlflow db upgrade` of older releases fails on a database without tables. The store of models creates all tables when
# it is opened, but no experiment, whose artifact location only the server knows.
UPGRADE_STORE = """
import os, sys
from sqlalchemy import create_engine, inspect
uri = os.environ[sys.argv[1]]
database = inspect(create_engine(uri))
if database.has_table("experiments") or database.has_table("alembic_version"):
    from mlflow.cli import cli
    cli.main(["db", "upgrade", uri])
else:
    from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore
    SqlAlchemyStore(uri)
"""
UPGRADE_USERS = """
import os, sys
from mlflow.server.auth.db.cli import commands
commands.main(["upgrade", "--url", os.environ[sys.argv[1]]])
"""
UPGRADES = {URI: UPGRADE_STORE, REGISTRY_URI: UPGRADE_STORE, AUTH_URI: UPGRADE_USERS}


def upgrade_as_mlflow_does(environment: Mapping[str, str], seconds: int) -> NoReturn:
    """Upgrade each database of the environment by `mlflow db upgrade`; end with its code.

    Waits so many seconds for the databases to answer.
    """
    wait_for_databases_or_exit({**environment, TIMEOUT: str(seconds)})
    for name, program in UPGRADES.items():
        if environment.get(name):
            print(f"migrate: mlflow db upgrade for {name}", flush=True)
            done = subprocess.run([sys.executable, "-c", program, name], env=environment)
            if done.returncode != 0:
                sys.exit(done.returncode)
    sys.exit(0)
