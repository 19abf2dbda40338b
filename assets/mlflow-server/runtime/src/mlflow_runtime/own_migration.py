"""A server whose database is a file migrates it itself: there is no other container that could have it open."""

import os
import signal
import sys
from collections.abc import Mapping

SWITCH = "MIGRATE_AT_START"


def migrate_first(environment: Mapping[str, str]) -> None:
    """Run `mlflow-migrate` in a process of its own, when MIGRATE_AT_START is `true`; end with its code if it fails.

    A fork, since the server needs the same modules. It gets SIGTERM as well.
    """
    if environment.get(SWITCH) != "true":
        return
    import mlflow.store.db.utils  # noqa: F401

    from mlflow_runtime.migrate import command

    sys.stdout.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])  # until there is a child to tell, and a handler in it
    child = os.fork()
    if child == 0:
        command.main()
    before = signal.signal(signal.SIGTERM, lambda number, _: os.kill(child, number))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    _, status = os.waitpid(child, 0)
    signal.signal(signal.SIGTERM, before)
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        sys.exit(code if code > 0 else 128 - code)
