"""Judges of a server with a login: `judges.py URI ADMIN PASSWORD JUDGE JUDGE_PASSWORD`. Prints JSON."""

import json
import os
import sys
import time
from typing import Any

import mlflow
import requests
from mlflow.genai.judges import make_judge
from mlflow.genai.scorers import ScorerSamplingConfig

uri, admin, admin_password, judge_user, judge_password = sys.argv[1:]
ENDPOINT = "judging"
SECONDS = 280  # the scheduler of automatic judges runs once a minute


def call(method: str, path: str, **values: Any) -> dict[str, Any]:
    """Call the server's API as the administrator."""
    answer = requests.request(method, f"{uri}{path}", auth=(admin, admin_password), json=values, timeout=60)
    if not answer.ok:
        raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
    return answer.json()


def make_endpoint() -> str:
    """Make an endpoint of the gateway whose upstream is the model server of the app; return its id."""
    gateway = "/api/3.0/mlflow/gateway"
    secret = call(
        "POST",
        f"{gateway}/secrets/create",
        secret_name="key",
        secret_value={"api_key": "any"},
        provider="openai",
        auth_config={"api_base": "http://model:8000/v1"},
    )["secret"]["secret_id"]
    definition = call(
        "POST",
        f"{gateway}/model-definitions/create",
        name="judge",
        secret_id=secret,
        provider="openai",
        model_name="judge",
    )["model_definition"]["model_definition_id"]
    model = {"model_definition_id": definition, "linkage_type": "PRIMARY", "weight": 1.0}
    endpoint = call("POST", f"{gateway}/endpoints/create", name=ENDPOINT, model_configs=[model])["endpoint"]
    return endpoint["endpoint_id"]


@mlflow.trace
def successor(number: int) -> int:
    """Return the next number."""
    return number + 1


def assessment_of_new_trace(experiment: str) -> dict[str, str | None]:
    """Make a trace, and wait until an automatic judge has assessed it."""
    known = {trace.info.trace_id for trace in mlflow.search_traces(locations=[experiment], return_type="list")}
    successor(1)
    mlflow.flush_trace_async_logging()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for trace in mlflow.search_traces(locations=[experiment], return_type="list"):
            if trace.info.trace_id not in known and trace.info.assessments:
                [assessment] = trace.info.assessments
                error = assessment.error
                return {"value": assessment.feedback.value, "error": error and str(error)}
        time.sleep(2)
    return {"value": None, "error": "no assessment came"}


def main() -> None:
    """Let an automatic judge work before and after its user may use the endpoint."""
    os.environ.update(MLFLOW_TRACKING_USERNAME=admin, MLFLOW_TRACKING_PASSWORD=admin_password)
    mlflow.set_tracking_uri(uri)
    call("POST", "/api/2.0/mlflow/users/create", username=judge_user, password=judge_password)
    endpoint = make_endpoint()
    experiment = mlflow.set_experiment("judged").experiment_id
    judge = make_judge(
        name="right",
        instructions="Is {{ outputs }} right for {{ inputs }}?",
        model=f"gateway:/{ENDPOINT}",
        feedback_value_type=str,
    ).register(experiment_id=experiment)
    judge.start(sampling_config=ScorerSamplingConfig(sample_rate=1.0), experiment_id=experiment)
    refused = assessment_of_new_trace(experiment)
    call(
        "POST",
        "/api/3.0/mlflow/users/permissions/grant",
        username=judge_user,
        resource_type="gateway_endpoint",
        resource_id=endpoint,
        permission="USE",
    )
    print(json.dumps({"without a grant": refused, "with a grant": assessment_of_new_trace(experiment)}))


main()
