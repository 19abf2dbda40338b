"""Names that differ only in case, accents or trailing spaces, in the migrated database whose URI is the first argument.

Prints as one line of JSON, for each kind of name, whether all that was stored was found again.
"""

import json
import sys

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param
from mlflow.genai import load_prompt, register_prompt
from mlflow.genai.datasets import create_dataset

NAMES = ("lr", "LR", "lé", "le", "le ")
PROMPT = "é" * 90_000


def main(uri: str) -> dict[str, bool]:
    """Store something under each name, and read it back."""
    mlflow.set_tracking_uri(uri)
    client = MlflowClient()
    values = {name: str(number) for number, name in enumerate(NAMES)}
    found: dict[str, bool] = {}

    def compare(kind: str, stored: dict[str, str]) -> None:
        found[kind] = {name: value for name, value in stored.items() if name in values} == values

    experiments = {name: client.create_experiment(name, artifact_location="/tmp/artifacts") for name in NAMES}
    found["experiments"] = all(
        client.get_experiment_by_name(name).experiment_id == number for name, number in experiments.items()
    )
    experiment = experiments["lr"]
    run = client.create_run(experiment).info.run_id
    metrics = [Metric(name, float(value), 0, 0) for name, value in values.items()]
    client.log_batch(run, metrics, [Param(name, value) for name, value in values.items()])
    for name in NAMES:
        client.create_registered_model(name)
        client.create_model_version(name, "/tmp/artifacts")
    trace = client.start_trace("trace", experiment_id=experiment).trace_id
    client.end_trace(trace)
    mlflow.flush_trace_async_logging()
    for name, value in values.items():
        client.set_tag(run, name, value)
        client.set_experiment_tag(experiment, name, value)
        client.set_registered_model_tag("lr", name, value)
        client.set_model_version_tag("lr", "1", name, value)
        client.set_trace_tag(trace, name, value)
    data = client.get_run(run).data
    compare("parameters", data.params)
    compare("tags", data.tags)
    compare("metrics", {name: f"{value:.0f}" for name, value in data.metrics.items()})
    compare("tags of experiments", client.get_experiment(experiment).tags)
    compare("tags of models", client.get_registered_model("lr").tags)
    compare("tags of versions", client.get_model_version("lr", "1").tags)
    compare("tags of traces", mlflow.search_traces([experiment], return_type="list")[0].info.tags)
    found["models"] = {model.name for model in client.search_registered_models()} >= set(NAMES)
    found["search"] = all(
        len(client.search_runs([experiment], f"params.`{name}` = '{value}'")) == 1 for name, value in values.items()
    )
    for alias in ("best", "BEST"):
        client.set_registered_model_alias("lr", alias, "1")
    found["aliases"] = set(client.get_registered_model("lr").aliases) == {"best", "BEST"}
    datasets = {create_dataset(name=name, experiment_id=experiment).dataset_id for name in ("lr", "LR", "le", "lé")}
    found["data sets"] = len(datasets) == 4
    register_prompt("long", PROMPT)
    found["a long prompt"] = load_prompt("prompts:/long/1").template == PROMPT
    return found


print(json.dumps(main(sys.argv[1])))
