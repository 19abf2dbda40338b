"""How commands and jobs of this container are clients of its server: its URL under the prefix, and their user.

`mlflow gc` deletes artifacts through the server, so it needs what any client does. Jobs have a user of their own, in
variables of other names, so that no command of an administrator runs as that user.
"""

import sys
from collections.abc import MutableMapping, Sequence
from configparser import ConfigParser

from mlflow_runtime.basic_auth import CONFIG_PATH
from mlflow_runtime.credentials import CredentialsError, read_secret

URI = "MLFLOW_TRACKING_URI"
USER = "MLFLOW_TRACKING_USERNAME"
PASSWORD = "MLFLOW_TRACKING_PASSWORD"
TOKEN = "MLFLOW_TRACKING_TOKEN"
JOB_USER = "JOB_USER"
JOB_PASSWORD_FILE = "JOB_PASSWORD_FILE"


def log_in(environment: MutableMapping[str, str], arguments: Sequence[str]) -> None:
    """Set what a command needs as a client of the server in this container; what is set already stays.

    Raises CredentialsError when a secret cannot be read.
    """
    command = command_of(arguments)
    if command == "gc":
        port = environment.get("MLFLOW_PORT") or "5000"
        environment.setdefault(URI, f"http://127.0.0.1:{port}{environment.get('MLFLOW_STATIC_PREFIX', '')}")
        if USER not in environment and TOKEN not in environment:
            _log_in_as_administrator(environment)
    elif command:
        user, path = environment.pop(JOB_USER, ""), environment.pop(JOB_PASSWORD_FILE, "")
        if user and path:
            environment[USER], environment[PASSWORD] = user, read_secret(JOB_PASSWORD_FILE, path)


def command_of(arguments: Sequence[str]) -> str | None:
    """Return the command of MLflow's command line, if it is one that is a client of the server, or the server."""
    return next((argument for argument in arguments if argument in ("gc", "server", "ui")), None)


def _log_in_as_administrator(environment: MutableMapping[str, str]) -> None:
    """Take the administrator of MLflow's own login, with the password of the first start."""
    settings = ConfigParser()
    settings.read(environment.get(CONFIG_PATH, ""), encoding="utf-8")
    password = settings.get("mlflow", "admin_password", fallback="")
    if password:
        environment[USER] = environment.get("MLFLOW_AUTH_ADMIN_USERNAME") or "admin"
        environment[PASSWORD] = password


def log_in_or_exit(environment: MutableMapping[str, str], arguments: Sequence[str]) -> None:
    """Log in; if a secret cannot be read, log it and exit."""
    try:
        log_in(environment, arguments)
    except CredentialsError as error:
        print(f"mlflow: {error}", file=sys.stderr)
        sys.exit(2)
