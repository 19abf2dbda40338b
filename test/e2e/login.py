"""Clients of a server with a login: `login.py URI ADMIN PASSWORD`. Prints what became of each attempt as JSON."""

import json
import os
import sys
from collections.abc import Callable

import mlflow
import requests
from mlflow.exceptions import MlflowException

uri, admin, admin_password = sys.argv[1:]
CERTIFICATE = os.environ.get("MLFLOW_TRACKING_SERVER_CERT_PATH", True)
PASSWORD, NEW_PASSWORD = "correct horse battery", "staple at the barn"


def call(method: str, path: str, credentials: tuple[str, str], **values: str) -> int:
    """Call the server's API as a user; return the status."""
    url = f"{uri}/api/2.0/mlflow/{path}"
    return requests.request(method, url, auth=credentials, json=values, verify=CERTIFICATE, timeout=30).status_code


def act_as(user: str, password: str) -> None:
    """Be a user from here on, as MLflow's client is told."""
    os.environ.update(MLFLOW_TRACKING_USERNAME=user, MLFLOW_TRACKING_PASSWORD=password)


def outcome(action: Callable[[], object]) -> str:
    """Tell whether an action is allowed, or how it is refused."""
    try:
        action()
    except MlflowException as error:
        return next((status for status in ("401", "403") if status in str(error)), error.error_code)
    return "allowed"


def main() -> None:
    """Two users, of whom one has made something."""
    mlflow.set_tracking_uri(uri)
    administrator = (admin, admin_password)
    made = [call("POST", "users/create", administrator, username=user, password=PASSWORD) for user in ("alice", "bob")]
    seen: dict[str, object] = {"made": made}
    act_as("alice", PASSWORD)
    experiment = mlflow.set_experiment("of alice").experiment_id
    with mlflow.start_run() as run:
        mlflow.log_metric("loss", 1)
        mlflow.log_text("hello", "hello.txt")
    run_id = run.info.run_id
    seen["artifact"] = mlflow.artifacts.load_text(f"runs:/{run_id}/hello.txt")
    client = mlflow.MlflowClient()
    attempts = {
        "read": lambda: client.get_run(run_id),
        "write": lambda: client.log_metric(run_id, "loss", 2),
        "download": lambda: mlflow.artifacts.load_text(f"runs:/{run_id}/hello.txt"),
        "delete": lambda: client.delete_experiment(experiment),
    }
    act_as("bob", PASSWORD)
    seen["bob"] = {name: outcome(attempt) for name, attempt in attempts.items()}
    act_as("alice", "wrong")
    seen["wrong password"] = outcome(attempts["read"])
    seen["change"] = call(
        "PATCH",
        "users/update-password",
        ("alice", PASSWORD),
        username="alice",
        current_password=PASSWORD,
        password=NEW_PASSWORD,
    )
    act_as("alice", PASSWORD)
    seen["old password"] = outcome(attempts["read"])
    act_as("alice", NEW_PASSWORD)
    seen["new password"] = outcome(attempts["read"])
    print(json.dumps(seen))


main()
