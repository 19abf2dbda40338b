"""The migration of a plain runtime: MLflow's own commands, which know any version of their own schema.

Nothing is copied before, so a backup has to be at hand: a migration that is cut off on MySQL leaves a database that no
MLflow can use.
"""

import subprocess
import sys
from collections.abc import Mapping
from typing import NoReturn

from mlflow_runtime.entrypoint import AUTH_URI, REGISTRY_URI, URI
from mlflow_runtime.reachability import TIMEOUT, wait_for_databases_or_exit

# In an interpreter of its own, whose arguments hold no URI: each process of the machine may read them.
UPGRADE = """
import os, sys
from mlflow.cli import cli
name, prefix = sys.argv[1:]
if prefix:
    from mlflow.server.auth.db.cli import commands as cli
cli.main(["db", "upgrade", os.environ[name]] if not prefix else ["upgrade", "--url", os.environ[name]])
"""


def upgrade_as_mlflow_does(environment: Mapping[str, str], seconds: int) -> NoReturn:
    """Upgrade each database of the environment by `mlflow db upgrade`; end with its code.

    Waits so many seconds for the databases to answer.
    """
    wait_for_databases_or_exit({**environment, TIMEOUT: str(seconds)})
    for name, prefix in ((URI, ""), (REGISTRY_URI, ""), (AUTH_URI, "auth")):
        if environment.get(name):
            print(f"migrate: mlflow db upgrade for {name}", flush=True)
            done = subprocess.run([sys.executable, "-c", UPGRADE, name, prefix], env=environment)
            if done.returncode != 0:
                sys.exit(done.returncode)
    sys.exit(0)
