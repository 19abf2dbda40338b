"""`mlflow server` in this image is the web server itself."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORT = free_port()


class ServerProcessTest(unittest.TestCase):
    """Real servers on SQLite."""

    def test_it_becomes_the_web_server_answers_and_stops_at_sigterm(self) -> None:
        """The process that was started is the web server: no MLflow waits for it."""
        with self.server(workers=1) as server:
            self.assertIn(
                b"mlflow_runtime.web_server",
                Path(f"/proc/{server.pid}/cmdline").read_bytes(),
            )
            server.send_signal(signal.SIGTERM)
            # uvicorn, done, raises the signal again: the end of any process but one with the id 1, where it is 0.
            self.assertIn(server.wait(timeout=60), (0, -signal.SIGTERM))

    def test_workers_are_forks_and_one_that_dies_is_replaced(self) -> None:
        """A new interpreter would have another command line than its parent."""
        with self.server(workers=2) as server:
            workers = children(server.pid)
            self.assertEqual(len(workers), 2)
            command = Path(f"/proc/{server.pid}/cmdline").read_bytes()
            self.assertEqual(
                {Path(f"/proc/{worker}/cmdline").read_bytes() for worker in workers},
                {command},
            )
            os.kill(workers[0], signal.SIGKILL)
            self.assertTrue(within(30, lambda: len(set(children(server.pid)) - {workers[0]}) == 2))
            self.assertTrue(within(30, answers))
            server.send_signal(signal.SIGTERM)
            self.assertIn(server.wait(timeout=60), (0, -signal.SIGTERM))

    def test_its_workers_that_die_at_once_end_it_in_error(self) -> None:
        """Uvicorn by itself would start others for ever."""
        with self.server(workers=2) as server:
            end = time.monotonic() + 120
            while server.poll() is None and time.monotonic() < end:
                for worker in children(server.pid):
                    os.kill(worker, signal.SIGKILL)
                time.sleep(0.1)
            self.assertEqual(server.wait(timeout=60), 1)

    def test_with_jobs_the_end_of_the_web_server_is_an_error(self) -> None:
        """MLflow, which waits for it then, would end with 0."""
        with self.server(workers=1, MLFLOW_SERVER_ENABLE_JOB_EXECUTION="true") as server:
            web = [child for child in children(server.pid) if b"uvicorn" in Path(f"/proc/{child}/cmdline").read_bytes()]
            os.kill(web[0], signal.SIGKILL)
            self.assertEqual(server.wait(timeout=90), 1)

    def test_with_jobs_sigterm_is_no_error(self) -> None:
        """MLflow passes it to the web server."""
        with self.server(workers=1, MLFLOW_SERVER_ENABLE_JOB_EXECUTION="true") as server:
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(timeout=90), 0)

    @contextmanager
    def server(self, workers: int, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a server that answers already."""
        with tempfile.TemporaryDirectory() as directory:
            environment = {
                **os.environ,
                "MLFLOW_BACKEND_STORE_URI": f"sqlite:///{directory}/mlflow.db",
                "MLFLOW_ARTIFACTS_DESTINATION": directory,
                "MLFLOW_PORT": str(PORT),
                "MLFLOW_WORKERS": str(workers),
                "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
                **more,
            }
            subprocess.run(["mlflow-migrate"], env=environment, check=True, capture_output=True)
            with subprocess.Popen(["mlflow-entrypoint", "mlflow", "server"], env=environment) as server:
                try:
                    self.assertTrue(within(120, answers))
                    yield server
                finally:
                    server.kill()


def children(pid: int) -> list[int]:
    """Return the child processes of a process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def answers() -> bool:
    """Tell whether the server does."""
    try:
        with urlopen(f"http://127.0.0.1:{PORT}/health") as response:
            return bool(response.status == 200)
    except URLError:
        return False


def within(seconds: int, condition: Callable[[], bool]) -> bool:
    """Wait for a condition."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False
