"""The last step of the image's build: an MLflow that does not fit ends it."""

import os
import subprocess
import sys
import unittest

CHANGE = """
import sys
import {module}
{change}
from mlflow_runtime.selfcheck import main
main()
"""


def check(module: str = "os", change: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the check in an interpreter where upstream has changed."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CHANGE.format(module=module, change=change)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


class SelfcheckTest(unittest.TestCase):
    """What it says of this MLflow, and of others."""

    def test_this_mlflow_fits(self) -> None:
        """In one line, beside those for what an older release does not have."""
        done = check()
        lines = [line for line in done.stderr.splitlines() if not line.startswith("mlflow: without ")]
        self.assertEqual((0, []), (done.returncode, lines))
        self.assertIn("selfcheck: all required patches fit", done.stdout)

    def test_a_required_name_that_is_gone_ends_the_build(self) -> None:
        """The line names it."""
        done = check("mlflow.store.db.utils", "mlflow.store.db.utils._verify_schema = lambda engine, more: None")
        self.assertEqual(1, done.returncode)
        self.assertIn(
            "schema guard: mlflow.store.db.utils._verify_schema takes (engine, more), not (engine)", done.stderr
        )
        self.assertNotIn("Traceback", done.stderr)

    def test_a_store_that_makes_tables_all_the_same_ends_the_build(self) -> None:
        """Its names fit, but it asks another one."""
        done = check(
            "mlflow.store.model_registry.sqlalchemy_store as store",
            "make = store._initialize_tables; store._initialize_tables = lambda engine: make(engine)",
        )
        self.assertEqual(1, done.returncode)
        self.assertIn("schema guard: a store of MLflow makes tables by itself", done.stderr)

    def test_another_question_to_a_repository_ends_the_build(self) -> None:
        """Silent by itself: clients would be sent to the internal endpoint."""
        done = check(
            "mlflow.store.artifact.artifact_repo as repo",
            "repo.MultipartDownloadMixin = repo.MultipartUploadMixin = repo.ArtifactRepository",
        )
        self.assertEqual(1, done.returncode)
        self.assertIn("proxied artifacts: ", done.stderr)

    def test_an_optional_name_that_is_gone_is_told(self) -> None:
        """And no more."""
        done = check("uvicorn.config", "del uvicorn.config.Config.bind_socket")
        self.assertEqual(0, done.returncode)
        self.assertIn("without TCP_NODELAY: small responses take about 40 ms longer", done.stdout)

    def test_a_plain_runtime_fits_any(self) -> None:
        """Nothing is patched."""
        done = check("mlflow.store.db.utils", "del mlflow.store.db.utils._verify_schema", MLFLOW_RUNTIME="plain")
        self.assertEqual(0, done.returncode)


if __name__ == "__main__":
    unittest.main()
