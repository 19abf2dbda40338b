"""The health check against small servers of its own."""

import subprocess
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer


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
        return subprocess.run(["/opt/mlflow/bin/mlflow-healthcheck"], env=environment, capture_output=True).returncode

    def test_200_is_healthy_and_all_else_is_not(self) -> None:
        """A wrong path, and nobody at the port."""
        port = str(self.server.server_port)
        self.assertEqual(0, self.check(MLFLOW_PORT=port, MLFLOW_STATIC_PREFIX="/prefix"))
        self.assertEqual(1, self.check(MLFLOW_PORT=port))
        self.assertEqual(1, self.check(MLFLOW_PORT="1"))

    def test_it_does_not_import_mlflow(self) -> None:
        """It runs several times a second while the server starts."""
        code = "import sys, mlflow_runtime.healthcheck; sys.exit('mlflow' in sys.modules)"
        self.assertEqual(0, subprocess.run(["/opt/mlflow/bin/python", "-c", code]).returncode)
