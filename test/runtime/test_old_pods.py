"""Servers of an earlier version are stopped by way of Kubernetes' API; a small server stands for that."""

import json
import threading
import unittest
from contextlib import redirect_stdout
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.old_pods import OldPods


class Cluster(ThreadingHTTPServer):
    """One Deployment with pods of an earlier version, which end when it is scaled to zero and they were listed."""

    def __init__(self) -> None:
        """Listen."""
        super().__init__(("127.0.0.1", 0), Api)
        self.replicas = 3
        self.pods: list[dict[str, str]] = [{"name": "old-1"}, {"name": "old-2"}]
        self.patches: list[int] = []
        self.failures = 0
        self.stubborn = False
        self.set_meanwhile: int | None = None

    def scale(self, replicas: int) -> None:
        """Change it."""
        self.patches.append(replicas)
        self.replicas = replicas
        if self.set_meanwhile is not None:
            self.replicas, self.set_meanwhile = self.set_meanwhile, None
        elif replicas == 0:
            self.pods = [{**pod, "deletionTimestamp": "now"} for pod in self.pods]

    def list_pods(self) -> list[dict[str, str]]:
        """List them."""
        listed = self.pods
        if not self.stubborn:
            self.pods = [pod for pod in self.pods if "deletionTimestamp" not in pod]
        return listed


class Api(BaseHTTPRequestHandler):
    """What the migration asks of it."""

    server: Cluster

    def do_GET(self) -> None:
        """Answer a question."""
        if self.server.failures:
            self.server.failures -= 1
            self.send_error(503)
        elif self.path.startswith("/pods"):
            self.answer({"items": [{"metadata": pod} for pod in self.server.list_pods()] or None})
        else:
            self.answer(
                {
                    "metadata": {"annotations": {"projen-mlflow/replicas": "2"}},
                    "spec": {
                        "replicas": self.server.replicas,
                        "template": {"spec": {"terminationGracePeriodSeconds": 0}},
                    },
                }
            )

    def do_PATCH(self) -> None:
        """Scale."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/deployments/mlflow/scale"
        assert self.headers["Content-Type"] == "application/merge-patch+json"
        self.server.scale(body["spec"]["replicas"])
        self.answer({})

    def answer(self, body: dict[str, Any]) -> None:
        """Send it."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class OldPodsTest(unittest.TestCase):
    """What becomes of the Deployment."""

    def setUp(self) -> None:
        """Start the server."""
        self.cluster = Cluster()
        threading.Thread(target=self.cluster.serve_forever, daemon=True).start()
        self.addCleanup(self.cluster.server_close)
        self.addCleanup(self.cluster.shutdown)

    def stop(self, seconds: float = 3) -> str:
        """Stop the pods; return what was said."""
        url = f"http://127.0.0.1:{self.cluster.server_port}"
        urls = {"pods": f"{url}/pods?labelSelector=a", "workloads": [f"{url}/deployments/mlflow"]}
        with redirect_stdout(StringIO()) as said:
            OldPods({"MIGRATE_OLD_PODS": json.dumps(urls), "http_proxy": "http://nowhere"}, seconds).stop()
        return said.getvalue()

    def test_outside_of_a_cluster_there_are_none(self) -> None:
        """Nothing is asked."""
        OldPods({}, 0).stop()

    def test_without_old_pods_nothing_is_scaled(self) -> None:
        """Such as at the first deployment."""
        self.cluster.pods = []
        self.stop()
        self.assertEqual([], self.cluster.patches)

    def test_they_are_stopped_and_as_many_new_ones_started(self) -> None:
        """As many as an autoscaler had."""
        self.assertIn("stopping the servers of the earlier version: done", self.stop())
        self.assertEqual([0, 3], self.cluster.patches)

    def test_after_a_kill_in_between_there_are_as_many_as_the_manifest_says(self) -> None:
        """Whether or not the old ones have ended."""
        self.cluster.pods, self.cluster.replicas = [], 0
        self.stop()
        self.assertEqual([2], self.cluster.patches)
        self.cluster.pods, self.cluster.replicas = [{"name": "old", "deletionTimestamp": "now"}], 0
        self.stop()
        self.assertEqual([2, 2], self.cluster.patches)

    def test_who_scales_up_meanwhile_is_overruled(self) -> None:
        """Until no pod of the earlier version is left."""
        self.cluster.set_meanwhile = 3
        self.stop()
        self.assertEqual([0, 0, 3], self.cluster.patches)

    def test_a_pod_that_does_not_end_is_named(self) -> None:
        """And nothing is scaled up."""
        self.cluster.stubborn = True
        with self.assertRaisesRegex(MigrationError, "have not ended: old-1, old-2") as raised:
            self.stop(0)
        self.assertEqual(ExitCode.IN_USE, raised.exception.code)
        self.assertEqual([0], self.cluster.patches)

    def test_the_cluster_is_asked_again(self) -> None:
        """It may be another pod that answers now."""
        self.cluster.failures = 2
        self.stop()
        self.assertEqual([0, 3], self.cluster.patches)
        self.cluster.failures = 2
        with self.assertRaisesRegex(MigrationError, "does not answer http") as raised:
            self.stop(0)
        self.assertEqual(ExitCode.UNREACHABLE, raised.exception.code)
