"""A server for artifacts alone."""

import os
import unittest
from unittest import mock

from mlflow.server import ARTIFACTS_ONLY_ENV_VAR, handlers

from mlflow_runtime.artifacts_only import do_without_database


class ArtifactsOnlyTest(unittest.TestCase):
    """What it asks of a database."""

    @unittest.skipUnless(hasattr(handlers, "build_server_info_payload"), "this MLflow tells clients nothing")
    def test_it_tells_what_it_can_without_one(self) -> None:
        """The store's type is unknown then."""
        opened = mock.create_autospec(handlers._get_tracking_store, side_effect=AssertionError)
        with (
            mock.patch.dict(os.environ, {ARTIFACTS_ONLY_ENV_VAR: "true"}),
            mock.patch.object(handlers, "_get_tracking_store", opened),
        ):
            do_without_database()
            self.assertIsNone(handlers.build_server_info_payload()["store_type"])

    def test_any_other_server_keeps_its_own(self) -> None:
        """Nothing is replaced."""
        own = handlers._get_tracking_store
        with mock.patch.dict(os.environ):
            os.environ.pop(ARTIFACTS_ONLY_ENV_VAR, None)
            do_without_database()
        self.assertIs(own, handlers._get_tracking_store)
