"""Run migrations and kill them, as the lines of standard input say.

Each run is a process of its own, forked from this one, which has imported all that it needs: so a trial takes no longer
than the work in the database, and each kill hits that. A line `{"uri": …, "kill": 1.5}` kills the run 1.5 seconds after
its first word; `{"uri": …, "tell": 1.5}` prints a line at that moment instead. The answer is
`{"code": …, "seconds": …, "log": …}`, with a code of -9 where the kill met the run.
"""

import json
import os
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import mlflow.store.db.utils  # noqa: F401 (what a run imports when it has begun)

import mlflow_runtime.migrate.command


def run(order: dict[str, object], log: Path) -> tuple[int, float]:
    """Run one migration to its end.

    Returns its exit code, or the signal that ended it as a negative number, and the seconds since its first word.
    """
    log.write_bytes(b"")
    child = os.fork()
    if child == 0:
        os.environ["MLFLOW_BACKEND_STORE_URI"] = str(order["uri"])
        output = os.open(log, os.O_WRONLY | os.O_APPEND)
        os.dup2(output, 1)
        os.dup2(output, 2)
        code = 1
        try:
            mlflow_runtime.migrate.command.main()
        except SystemExit as end:
            code = int(str(end.code))
        except Exception:
            traceback.print_exc()
        os._exit(code)  # without what this process would clean up
    while not ended(child) and b"migrate: " not in log.read_bytes():
        time.sleep(0.005)
    start = time.monotonic()
    for name in ("kill", "tell"):
        if name in order:
            while time.monotonic() < start + float(str(order[name])) and not ended(child):
                time.sleep(0.005)
            if name == "kill":
                os.kill(child, signal.SIGKILL)
            else:
                print(json.dumps({"now": True, "running": not ended(child)}), flush=True)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, time.monotonic() - start


def ended(child: int) -> bool:
    """Tell whether a child has ended, and leave it to be waited for."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


with tempfile.TemporaryDirectory() as directory:
    for line in sys.stdin:
        log = Path(directory, "log")
        code, seconds = run(json.loads(line), log)
        print(json.dumps({"code": code, "seconds": seconds, "log": log.read_text()}), flush=True)
