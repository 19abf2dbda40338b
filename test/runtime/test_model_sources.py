"""Only this server's own artifacts may become versions of models."""

import re
import unittest

from mlflow_runtime.model_sources import PATTERN, allow_own_model_sources, pattern_of

OWN = [
    "models:/m-1",
    "models:/line/1",
    "models:/line@champion",
    "runs:/1/model",
    "mlflow-artifacts:/1/models/m-1/artifacts",
]
PROMPTS = ["prompt-template", "dummy-source"]
STRANGERS = [
    "file:///etc/passwd",
    "/var/lib/mlflow",
    "http://metadata/",
    "s3://others/model",
    "x models:/m-1",
    "prompt-template/..",
    "dummy-source\n",
    "mlflow-artifacts://metadata.example/1/model",
    "runs://profile@databricks/1/model",
    "models://other/line/1",
    "runs:/1/../../2/model",
    "runs:/1/%2e%2e/2/model",
    "runs:/1/%252E./2",
    "runs:/1\\..\\2",
    "models:/line/1?version=2",
]
STORES = {
    "s3://ours/": (
        ["s3://ours/1/2/artifacts/model", "s3://ours"],
        [
            "s3://ours-too/1/model",
            "s3://oursx",
            "s3://user@ours.example/model",
            "s3://ours/../others/model",
            "s3://ours/%2e%2e/others",
            "s3://ours/1?versionId=2",
            "S3://others/x",
            "gs://ours/model",
        ],
    ),
    "s3://my.bucket/team": (
        ["s3://my.bucket/team/1"],
        ["s3://my-bucket/team/1", "s3://my.bucket/team2/1", "s3://my.bucket/other"],
    ),
    "gs://mlflow": (["gs://mlflow/model"], ["gs://mlflow-other/model", "gs://mlflow.evil.example/m"]),
    "wasbs://c@account.blob.core.windows.net": (
        ["wasbs://c@account.blob.core.windows.net/m"],
        [
            "wasbs://c@account.blob.core.windows.net.evil.example/m",
            "wasbs://c@accountXblob.core.windows.net/m",
            "wasbs://c@account.blob.core.windows.net:8443/m",
            "wasbs://c@account.blob.core.windows.net@evil.example/m",
        ],
    ),
    "sftp://user@host:22/srv/mlflow": (
        ["sftp://user@host:22/srv/mlflow/1/model"],
        [
            "sftp://user@host:22/srv/mlflow-private/m",
            "sftp://host/srv/mlflow/m",
            "sftp://user@host:22/srv/mlflow/../private",
        ],
    ),
    "mlflow-artifacts://127.0.0.1:5001/": (
        ["mlflow-artifacts://127.0.0.1:5001/1/m"],
        ["mlflow-artifacts://127.0.0.1:50011/m"],
    ),
}


class ModelSourcesTest(unittest.TestCase):
    """The expression is searched for, as MLflow does."""

    def assert_allowed(self, roots: list[str], source: str, allowed: bool) -> None:
        """Check whether a source is accepted."""
        with self.subTest(roots=roots, source=source):
            self.assertEqual(allowed, bool(re.search(pattern_of(roots), source)))

    def test_references_to_what_the_server_keeps_are_allowed_with_any_store(self) -> None:
        """And so are prompts; nothing else is."""
        for roots in [[], *([root] for root in STORES)]:
            for source in OWN + PROMPTS:
                self.assert_allowed(roots, source, True)
            for source in STRANGERS:
                self.assert_allowed(roots, source, False)

    def test_what_is_in_the_own_store_is_allowed_and_its_neighbours_are_not(self) -> None:
        """A URI that only begins like that of the store is another place."""
        for root, (own, neighbours) in STORES.items():
            for source in own:
                self.assert_allowed([root], source, True)
                self.assert_allowed([], source, False)
            for source in neighbours:
                self.assert_allowed([root], source, False)

    def test_the_environment_names_the_store(self) -> None:
        """A folder is no source: its paths would be those of any file."""
        environment = {"MLFLOW_ARTIFACTS_DESTINATION": "s3://ours/", "MLFLOW_DEFAULT_ARTIFACT_ROOT": "/var/lib/mlflow"}
        allow_own_model_sources(environment)
        self.assertEqual(pattern_of(["s3://ours/"]), environment[PATTERN])

    def test_an_expression_of_the_team_stays(self) -> None:
        """It is what the prop `modelSourcePattern` sets."""
        environment = {PATTERN: "^s3://models/", "MLFLOW_ARTIFACTS_DESTINATION": "s3://ours/"}
        allow_own_model_sources(environment)
        self.assertEqual("^s3://models/", environment[PATTERN])
