"""The image's ENTRYPOINT, run as it is: a process that becomes the command."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PARTS = {
    "BACKEND_STORE_SCHEME": "mysql+pymysql",
    "BACKEND_STORE_HOST": "db",
    "BACKEND_STORE_PORT": "3306",
    "BACKEND_STORE_DATABASE": "mlflow",
    "BACKEND_STORE_USER": "mlflow",
    "BACKEND_STORE_PASSWORD": "s3cr#t",
}
SHOW = "import json, os; print(json.dumps([os.getpid(), dict(os.environ)]))"


def start(*command: str, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Start the entry point with this environment only."""
    path = {"PATH": "/opt/mlflow/bin:/usr/local/bin:/usr/bin:/bin"}
    return subprocess.Popen(
        ["/opt/mlflow/bin/mlflow-entrypoint", *command],
        env={**path, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class EntrypointTest(unittest.TestCase):
    """Its effect on the command's environment and its exit codes."""

    def test_the_command_gets_the_uri_instead_of_the_parts_and_keeps_the_process_id(self) -> None:
        """So signals reach it, and the password is in one variable only."""
        process = start(sys.executable, "-c", SHOW, environment=PARTS)
        out, _ = process.communicate()
        pid, environment = json.loads(out)
        self.assertEqual(process.pid, pid)
        self.assertEqual("mysql+pymysql://mlflow:s3cr%23t@db:3306/mlflow", environment["MLFLOW_BACKEND_STORE_URI"])
        self.assertEqual([], [name for name in environment if name.startswith("BACKEND_STORE_")])

    def test_secrets_in_files_are_in_no_environment(self) -> None:
        """The drivers and the AWS SDK find them in files that this user alone may read."""
        with tempfile.NamedTemporaryFile("w", suffix="secret") as file:
            file.write("s3cr#t\n")
            file.flush()
            parts = {name: value for name, value in PARTS.items() if name != "BACKEND_STORE_PASSWORD"}
            files = {"BACKEND_STORE_PASSWORD_FILE": file.name, "AWS_SECRET_ACCESS_KEY_FILE": file.name}
            process = start(sys.executable, "-c", SHOW, environment={**parts, **files, "AWS_ACCESS_KEY_ID": "mlflow"})
            out, _ = process.communicate()
        environment = json.loads(out)[1]
        self.assertNotIn("s3cr", out)
        self.assertNotIn("AWS_ACCESS_KEY_ID", environment)
        self.assertIn("read_default_file=", environment["MLFLOW_BACKEND_STORE_URI"])
        self.assertEqual(0o600, Path(environment["AWS_SHARED_CREDENTIALS_FILE"]).stat().st_mode & 0o777)

    def test_without_a_scheme_the_environment_stays(self) -> None:
        """SQLite, or a URI of the user's own."""
        out, _ = start(
            sys.executable, "-c", SHOW, environment={"MLFLOW_BACKEND_STORE_URI": "sqlite:///x"}
        ).communicate()
        self.assertEqual("sqlite:///x", json.loads(out)[1]["MLFLOW_BACKEND_STORE_URI"])

    def test_errors_are_one_line_for_people_and_a_code(self) -> None:
        """No traceback."""
        for command, environment, code, words in (
            (["true"], {**PARTS, "BACKEND_STORE_PASSWORD": ""}, 2, "BACKEND_STORE_PASSWORD or"),
            ([], {}, 2, "name a command"),
            (["no-such-command"], {}, 127, "no-such-command"),
            (["/etc/passwd"], {}, 126, "/etc/passwd"),
        ):
            with self.subTest(words=words):
                process = start(*command, environment=environment)
                _, error = process.communicate()
                self.assertEqual(code, process.returncode)
                self.assertIn(words, error)
                self.assertEqual(1, error.count("\n"))
