"""The health check against small servers of its own."""

import subprocess
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from mlflow_runtime.healthcheck import is_for_server

BIN = Path(sys.executable).parent


class Handler(BaseHTTPRequestHandler):
    """Healthy at /prefix/health only."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200 if self.path == "/prefix/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


class HealthcheckTest(unittest.TestCase):
    """Exit codes, as Docker reads them."""

    def setUp(self) -> None:
        """Start a server on a free port."""
        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def check(self, **environment: str) -> int:
        """Run the health check and return its code."""
        return subprocess.run([f"{BIN}/mlflow-healthcheck"], env=environment, capture_output=True).returncode

    def test_200_is_healthy_and_all_else_is_not(self) -> None:
        """A wrong path, and nobody at the port."""
        port = str(self.server.server_port)
        self.assertEqual(0, self.check(MLFLOW_PORT=port, MLFLOW_STATIC_PREFIX="/prefix"))
        self.assertEqual(1, self.check(MLFLOW_PORT=port))
        self.assertEqual(1, self.check(MLFLOW_PORT="1"))

    def test_what_is_no_server_is_healthy_where_the_image_asks(self) -> None:
        """As in this container, whose first process runs the tests."""
        command = [f"{BIN}/mlflow-healthcheck", "--if-serving"]
        self.assertEqual(0, subprocess.run(command, env={"MLFLOW_PORT": "1"}).returncode)

    def test_a_server_is_known_by_its_first_process(self) -> None:
        """Also before it is one, and below a shell."""
        for line in (
            b"/opt/mlflow/bin/python\0/opt/mlflow/bin/mlflow-entrypoint\0mlflow\0server\0--port\x005000",
            b"/opt/mlflow/bin/python\0-m\0mlflow_runtime.web_server\0--workers\x004",
            b"sh\0-c\0mlflow-migrate && exec mlflow server --workers 1",
            b"wait-for-it\0db:3306\0--\0mlflow\0ui",
            b"python\0/opt/mlflow/bin/mlflow\0--env-file\0/etc/env\0server",
            b"mlflow\0--env-file=/etc/env\0ui",
        ):
            self.assertTrue(is_for_server(line), line)
        for line in (
            b"/opt/mlflow/bin/python\0-m\0http.server",
            b"/opt/mlflow/bin/python\0/opt/mlflow/bin/mlflow-entrypoint\0mlflow-migrate",
            b"mlflow\0gc",
        ):
            self.assertFalse(is_for_server(line), line)

    def test_it_does_not_import_mlflow(self) -> None:
        """It runs several times a second while the server starts."""
        code = "import sys, mlflow_runtime.healthcheck; sys.exit('mlflow' in sys.modules)"
        self.assertEqual(0, subprocess.run([sys.executable, "-c", code]).returncode)
