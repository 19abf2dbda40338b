"""The commands and jobs of a container as clients of its server."""

import tempfile
import unittest
from pathlib import Path

from mlflow_runtime.basic_auth import CONFIG_PATH
from mlflow_runtime.credentials import CredentialsError
from mlflow_runtime.own_client import log_in


class OwnClientTest(unittest.TestCase):
    """What the variables of a client are for each command."""

    def setUp(self) -> None:
        """Make a configuration of basic-auth, and the secret of a job's user."""
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.settings = Path(directory.name, "basic-auth.ini")
        self.settings.write_text("[mlflow]\nadmin_password = 50%% of it\n", encoding="utf-8")
        self.secret = Path(directory.name, "secret")
        self.secret.write_text("a job's own\n", encoding="utf-8")

    def test_gc_is_the_administrator_under_the_prefix(self) -> None:
        """Also when a job's user is there."""
        environment = {
            "MLFLOW_STATIC_PREFIX": "/mlflow",
            "MLFLOW_AUTH_ADMIN_USERNAME": "root",
            CONFIG_PATH: str(self.settings),
            "JOB_USER": "judge",
            "JOB_PASSWORD_FILE": str(self.secret),
        }
        log_in(environment, ["gc", "--older-than", "30d"])
        self.assertEqual("http://127.0.0.1:5000/mlflow", environment["MLFLOW_TRACKING_URI"])
        self.assertEqual("root", environment["MLFLOW_TRACKING_USERNAME"])
        self.assertEqual("50% of it", environment["MLFLOW_TRACKING_PASSWORD"])

    def test_what_is_given_stays(self) -> None:
        """A user, a token or a URL of the caller."""
        for given in ({"MLFLOW_TRACKING_USERNAME": "alice"}, {"MLFLOW_TRACKING_TOKEN": "t"}):
            environment = {CONFIG_PATH: str(self.settings), "MLFLOW_TRACKING_URI": "http://mlflow:5000", **given}
            before = dict(environment)
            log_in(environment, ["gc"])
            self.assertEqual(before, environment)

    def test_without_a_login_gc_has_no_user(self) -> None:
        """Nothing but the server's URL."""
        environment = {"MLFLOW_PORT": "5050"}
        log_in(environment, ["gc"])
        self.assertEqual({"MLFLOW_PORT": "5050", "MLFLOW_TRACKING_URI": "http://127.0.0.1:5050"}, environment)

    def test_jobs_of_a_server_have_their_user(self) -> None:
        """Whatever stands before the command; other commands have no user."""
        for arguments in (["server"], ["--env-file", "x", "server", "--workers", "1"], ["ui"]):
            environment = {"JOB_USER": "judge", "JOB_PASSWORD_FILE": str(self.secret)}
            log_in(environment, arguments)
            expected = {"MLFLOW_TRACKING_USERNAME": "judge", "MLFLOW_TRACKING_PASSWORD": "a job's own"}
            self.assertEqual(expected, environment)
        environment = {"JOB_USER": "judge", "JOB_PASSWORD_FILE": str(self.secret)}
        log_in(environment, ["db", "upgrade"])
        self.assertNotIn("MLFLOW_TRACKING_USERNAME", environment)

    def test_a_missing_secret_is_named(self) -> None:
        """By the variable that names its file."""
        with self.assertRaisesRegex(CredentialsError, "JOB_PASSWORD_FILE"):
            log_in({"JOB_USER": "judge", "JOB_PASSWORD_FILE": "/nowhere"}, ["server"])


if __name__ == "__main__":
    unittest.main()
