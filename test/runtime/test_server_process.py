"""`mlflow server` in this image is the web server itself."""

import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PORT = 5099


class ServerProcessTest(unittest.TestCase):
    """One real server on SQLite."""

    def test_it_becomes_uvicorn_answers_and_stops_at_sigterm(self) -> None:
        """The process that was started is the web server: no MLflow waits for it."""
        with tempfile.TemporaryDirectory() as directory:
            environment = {
                **os.environ,
                "MLFLOW_BACKEND_STORE_URI": f"sqlite:///{directory}/mlflow.db",
                "MLFLOW_ARTIFACTS_DESTINATION": directory,
                "MLFLOW_PORT": str(PORT),
                "MLFLOW_WORKERS": "1",
                "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
            }
            subprocess.run(["mlflow-migrate"], env=environment, check=True, capture_output=True)
            with subprocess.Popen(["mlflow-entrypoint", "mlflow", "server"], env=environment) as server:
                self.assertTrue(self.answers_within(120))
                self.assertIn(b"uvicorn", Path(f"/proc/{server.pid}/cmdline").read_bytes())
                server.send_signal(signal.SIGTERM)
                # uvicorn, done, raises the signal again: the end of any process but one with the id 1, where it is 0.
                self.assertIn(server.wait(timeout=10), (0, -signal.SIGTERM))

    def answers_within(self, seconds: int) -> bool:
        """Wait for the server."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urlopen(f"http://127.0.0.1:{PORT}/health") as response:
                    return bool(response.status == 200)
            except URLError:
                time.sleep(0.2)
        return False
