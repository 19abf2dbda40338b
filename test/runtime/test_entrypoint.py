"""The image's ENTRYPOINT, run as it is: a process that becomes the command."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from mlflow_runtime.entrypoint import is_bare_web_server, own_command

BIN = Path(sys.executable).parent
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
    path = {"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin"}
    return subprocess.Popen(
        [f"{BIN}/mlflow-entrypoint", *command],
        env={**path, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def program(folder: str, script: str) -> None:
    """Write a program that stands in for `wait-for-it`."""
    path = Path(folder, "wait-for-it")
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


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

    def test_wait_for_it_is_a_process_of_its_own_and_the_command_after_it_becomes_this_one(self) -> None:
        """So a signal ends the wait, and the command is one of the image all the same."""
        with tempfile.TemporaryDirectory() as folder:
            cases: list[tuple[int, list[str], int]] = [(0, [], 0), (9, [], 0), (9, ["--strict"], 9), (9, ["-s"], 9)]
            for status, options, code in cases:
                with self.subTest(status=status, options=options):
                    program(folder, f"echo waits for $*; exit {status}")
                    process = start(f"{folder}/wait-for-it", "db:3306", *options, "--", sys.executable, "-c", SHOW)
                    out, _ = process.communicate()
                    self.assertEqual(code, process.returncode)
                    first, *others = out.splitlines()
                    self.assertEqual(["waits", "for", "db:3306", *options], first.split())
                    self.assertEqual([] if code else [process.pid], [json.loads(line)[0] for line in others])
            process = start(f"{folder}/wait-for-it", "db:3306", "--", "gunicorn", "mlflow.server:app")
            self.assertIn("run mlflow server", process.communicate()[1])
            process = start("wait-for-it", "db:3306", "--", "true", environment={"PATH": f"{folder}:/usr/bin:/bin"})
            process.communicate()
            self.assertEqual(0, process.returncode)

    def test_a_wait_ends_at_sigterm(self) -> None:
        """A shell that is the first process of a container would ignore it."""
        with tempfile.TemporaryDirectory() as folder:
            program(folder, "trap '' TERM; echo waits; exec sleep 600")
            process = start(f"{folder}/wait-for-it", "db:3306", "--", "true")
            assert process.stdout
            process.stdout.readline()
            process.terminate()
            self.assertEqual(143, process.wait(timeout=60))


class WebServerTest(unittest.TestCase):
    """Ways to a server that would miss what `mlflow server` of this image does."""

    def test_mlflow_as_a_module_is_the_command_of_this_image(self) -> None:
        """Whichever Python is named."""
        for python in ("python", "python3", "/usr/bin/python3.13"):
            self.assertEqual(
                ["mlflow", "server", "--port", "1"], own_command([python, "-m", "mlflow", "server", "--port", "1"])
            )
        for other in (["python", "-m", "mlflow_other"], ["python", "x.py"], ["mlflow", "gc"], []):
            self.assertEqual(other, own_command(other))

    def test_other_web_servers_are_refused(self) -> None:
        """In each spelling."""
        for command in (
            ["uvicorn", "mlflow.server.fastapi_app:app"],
            ["gunicorn", "-b", "0.0.0.0:5000", "mlflow.server:app"],
            ["/opt/mlflow/bin/gunicorn", "mlflow.server:app"],
            ["python", "-m", "uvicorn", "--workers", "4", "mlflow.server.fastapi_app:app"],
            ["waitress-serve", "--call", "mlflow.server.auth:create_app"],
            ["flask", "--app", "mlflow.server", "run"],
            ["sh", "-c", "sleep 1; exec gunicorn mlflow.server:app"],
            ["sh", "-c", "exec python -m mlflow server"],
            ["bash", "-c", "python3 -m mlflow --env-file x ui"],
        ):
            with self.subTest(command=command):
                self.assertTrue(is_bare_web_server(command))

    def test_other_commands_are_not(self) -> None:
        """Also those that hold one of the words."""
        for command in (
            ["mlflow", "server"],
            ["sh", "-c", "mlflow-migrate && exec mlflow server"],
            ["python", "-m", "mlflow", "gc"],
            ["python", "-m", "uvicorn", "my_app:app"],
            ["cat", "/var/log/uvicorn"],
            ["python", "-c", "import mlflow.server"],
        ):
            with self.subTest(command=command):
                self.assertFalse(is_bare_web_server(command))

    def test_the_refusal_is_one_line_and_a_code(self) -> None:
        """It says what to run."""
        process = start("gunicorn", "mlflow.server:app")
        _, error = process.communicate()
        self.assertEqual(2, process.returncode)
        self.assertIn("run mlflow server", error)
        self.assertEqual(1, error.count("\n"))
