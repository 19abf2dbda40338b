"""SIGTERM while a process of the image waits, loads or migrates."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from mlflow_runtime.termination import Termination

BIN = Path(sys.executable).parent
# A call that holds the main thread in C for a minute, as a driver's does.
BUSY = """
import sqlite3
from mlflow_runtime.termination import Termination
Termination()
print("ready", flush=True)
sqlite3.connect(":memory:").execute(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
)
"""
LATE = """
import os, signal, time
from mlflow_runtime.termination import Termination
os.kill(os.getpid(), signal.SIGTERM)
time.sleep(1)
print("alive", flush=True)
Termination()
time.sleep(60)
"""


class TerminationTest(unittest.TestCase):
    """How soon it ends, and how."""

    def test_a_call_that_lasts_is_cut_off(self) -> None:
        """No handler in Python would run before it returns."""
        with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(0.5)
            process.terminate()
            self.assertEqual(143, process.wait(timeout=20))

    def test_a_signal_that_came_while_a_command_was_started_counts(self) -> None:
        """The entry point keeps it for the command that follows."""
        keep = (
            "import os, sys; from mlflow_runtime.termination import keep_for_next_command;"
            f" keep_for_next_command(); os.execv(sys.executable, [sys.executable, '-c', {LATE!r}])"
        )
        with subprocess.Popen([sys.executable, "-c", keep], stdout=subprocess.PIPE, text=True) as process:
            out, _ = process.communicate(timeout=60)
            self.assertEqual((143, "alive\n"), (process.returncode, out))

    def test_a_handler_of_somebody_else_is_left_to_work(self) -> None:
        """The signal is noted all the same."""
        termination = Termination()
        seen: list[int] = []
        signal.signal(signal.SIGTERM, lambda number, _: seen.append(number))
        os.kill(os.getpid(), signal.SIGTERM)
        self.assertTrue(termination.stop())
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self.assertEqual([signal.SIGTERM], seen)

    def test_a_server_that_waits_for_its_database_ends_at_once(self) -> None:
        """Each command that waits."""
        with socket.create_server(("127.0.0.1", 0)) as silent, tempfile.TemporaryDirectory() as directory:
            uri = f"mysql+pymysql://me:secret@127.0.0.1:{silent.getsockname()[1]}/runs"
            environment = {**os.environ, "MLFLOW_BACKEND_STORE_URI": uri, "TMPDIR": directory}
            for command in (["mlflow", "server"], ["mlflow", "ui"], ["mlflow-migrate"]):
                with (
                    self.subTest(command=command),
                    subprocess.Popen(
                        [str(BIN / "mlflow-entrypoint"), *command], env=environment, stderr=subprocess.DEVNULL
                    ) as process,
                ):
                    silent.settimeout(120)
                    connection, _ = silent.accept()
                    with connection:
                        start = time.monotonic()
                        process.terminate()
                        self.assertEqual(143, process.wait(timeout=9))  # a connection is given up after 10 s
                        self.assertLess(time.monotonic() - start, 9)


if __name__ == "__main__":
    unittest.main()
