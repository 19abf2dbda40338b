"""The image's ENTRYPOINT: gives MLflow its databases' URIs and its keys, then becomes the command."""

import os
import re
import subprocess
import sys
from collections.abc import MutableMapping
from typing import NoReturn

from mlflow_runtime.aws_credentials import prepare_aws_credentials
from mlflow_runtime.basic_auth import prepare_basic_auth
from mlflow_runtime.credentials import CredentialsError
from mlflow_runtime.database_uri import PARTS, DatabaseUriError, uri_of
from mlflow_runtime.model_sources import allow_own_model_sources
from mlflow_runtime.outbound_proxy import reach_services_directly
from mlflow_runtime.scratch import ScratchError, prepare_scratch
from mlflow_runtime.server_keys import prepare_server_keys
from mlflow_runtime.termination import Termination, keep_for_next_command

URI = "MLFLOW_BACKEND_STORE_URI"
REGISTRY_URI = "MLFLOW_REGISTRY_STORE_URI"
AUTH_URI = "MLFLOW_AUTH_DATABASE_URI"
STORES = {
    "BACKEND_STORE": URI,
    "REGISTRY_STORE": REGISTRY_URI,
    "READ_REPLICA_STORE": "MLFLOW_READ_REPLICA_BACKEND_STORE_URI",
    "AUTH_STORE": AUTH_URI,
    "OIDC_STORE": "OIDC_USERS_DB_URI",
}
OWN_COMMANDS = ("mlflow", "mlflow-migrate", "mlflow-rotate")  # which handle a signal that comes while they are started
WEB_SERVERS = "uvicorn|gunicorn|hypercorn|granian|waitress-serve|waitress|flask"
PYTHON = re.compile(r"(.*/)?python[\d.]*")
WAIT = "wait-for-it"
USAGE_ERROR = 2
NOT_EXECUTABLE, NOT_FOUND = 126, 127  # as shells and Docker report them


def prepare(environment: MutableMapping[str, str]) -> None:
    """Replace the parts of each database's URI in the environment by the URI, where MLflow looks for it.

    In the environment, because an argument could be read by every process of the machine. Without parts there is
    nothing to put together: MLflow falls back on its own defaults, or on a URI that is already there.
    """
    for store, name in STORES.items():
        uri = uri_of(environment, store)
        if uri:
            environment[name] = uri
        for part in PARTS:
            environment.pop(f"{store}_{part}", None)
    prepare_aws_credentials(environment)
    prepare_basic_auth(environment)
    prepare_server_keys(environment)
    allow_own_model_sources(environment)
    reach_services_directly(environment)
    prepare_scratch(environment)


def prepare_or_exit() -> None:
    """Prepare this process's environment; if that is impossible, log it and exit."""
    try:
        prepare(os.environ)
    except (DatabaseUriError, CredentialsError, ScratchError) as error:
        _exit(str(error), USAGE_ERROR)


def main() -> None:
    """Replace this process by the command, which so keeps the process id and gets the container's signals."""
    termination = Termination()
    command = own_command(after_wait_for_it(sys.argv[1:]))
    if not command:
        _exit("name a command to run, for example: mlflow server", USAGE_ERROR)
    if is_bare_web_server(command):
        _exit(
            f"{command[0]}: a web server that is started past `mlflow server` neither waits for its database nor leaves"
            " its schema alone; run mlflow server, with its options in MLFLOW_UVICORN_OPTS",
            USAGE_ERROR,
        )
    prepare_or_exit()
    termination.stop()
    if os.path.basename(command[0]) in OWN_COMMANDS:
        keep_for_next_command()
    try:
        os.execvp(command[0], command)
    except FileNotFoundError:
        _exit(f"{command[0]}: no such command in this image", NOT_FOUND)
    except OSError as error:
        _exit(f"{command[0]}: {error.strerror}", NOT_EXECUTABLE)


def after_wait_for_it(args: list[str]) -> list[str]:
    """Wait, if the command is `wait-for-it HOST:PORT … -- COMMAND`, and return what follows; any other one as it is.

    As the first process of a container `wait-for-it` would not end at SIGTERM.
    """
    if not args or os.path.basename(args[0]) != WAIT or "--" not in args:
        return args
    end = args.index("--")
    try:
        waited = subprocess.run(args[:end], check=False)
    except OSError:
        return args  # whose execution reports the error
    if waited.returncode != 0 and {"-s", "--strict"} & {*args[:end]}:
        sys.exit(waited.returncode)
    return args[end + 1 :]


def own_command(args: list[str]) -> list[str]:
    """Return this image's command for `python -m mlflow`, which is MLflow's own; any other command as it is."""
    match args:
        case [python, "-m", "mlflow", *arguments] if PYTHON.fullmatch(python):
            return ["mlflow", *arguments]
    return args


def is_bare_web_server(command: list[str]) -> bool:
    """Tell whether a command, or the text of a shell, starts MLflow's application or command line past this image's."""
    text = " ".join(command)
    return bool(
        re.search(
            rf"\b({WEB_SERVERS})\b.*\bmlflow\.server\b",
            text,
            re.DOTALL,
        )
        or re.search(r"\bpython[\d.]*\s+(-\w+\s+)*-m\s*mlflow\s+([^;&|]*\s)?(server|ui)\b", text)
    )


def _exit(message: str, code: int) -> NoReturn:
    print(f"mlflow: {message}", file=sys.stderr)
    sys.exit(code)
