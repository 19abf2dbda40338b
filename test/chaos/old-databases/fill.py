"""Fill an empty database through an old MLflow: its first argument is the URI.

Everything that a team has after a while, small: experiments, runs with metrics, parameters, tags and data sets, some
of them deleted, registered models with versions, aliases and tags, traces, and in MLflow 3 logged models and feedback.
"""

import random
import sys

from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag
from mlflow.tracking import MlflowClient

import mlflow

RUNS, STEPS = 24, 40

random.seed(1)
uri = sys.argv[1]
mlflow.set_tracking_uri(uri)
mlflow.set_registry_uri(uri)
client = MlflowClient()
major = int(mlflow.__version__.split(".")[0])

for number in range(3):
    experiment = client.create_experiment(f"experiment {number} ünïcode 🚀", artifact_location=f"s3://bucket/{number}")
    client.set_experiment_tag(experiment, "team", 'it\'s "quoted" \\ and 100%')
    for index in range(RUNS // 3):
        run = client.create_run(experiment, run_name=f"run {index}")
        run_id = run.info.run_id
        metrics = [
            Metric(name, random.random() if step % 7 else float("nan"), 1_700_000_000_000 + step, step)
            for name in ("loss", "accuracy")
            for step in range(STEPS)
        ]
        params = [Param("alpha", str(random.random())), Param("long", "x" * 500), Param("empty", "")]
        client.log_batch(run_id, metrics=metrics, params=params, tags=[RunTag("purpose", "chaos; -- 'DROP'")])
        data = Dataset(
            name=f"data {index}", digest=f"{index}", source_type="code", source="{}", schema=None, profile=None
        )
        client.log_inputs(run_id, [DatasetInput(data, [InputTag("mlflow.data.context", "training")])])
        client.set_terminated(run_id, "FAILED" if index == 1 else "FINISHED")
        if index == 2:
            client.delete_run(run_id)
client.delete_experiment(experiment)

for name in ("classifier", "détecteur"):
    client.create_registered_model(name, tags={"team": "a"}, description="A model.")
    for version in ("1", "2", "3"):
        client.create_model_version(
            name, source=f"s3://bucket/models/{name}/{version}", run_id=run_id, tags={"v": version}
        )
    client.set_registered_model_alias(name, "champion", "2")
    client.delete_model_version(name, "3")

mlflow.set_experiment("experiment 0 ünïcode 🚀")
for _ in range(3):
    with mlflow.start_span("outer") as outer:
        outer.set_inputs({"question": "why?"})
        with mlflow.start_span("inner") as inner:
            inner.set_attribute("tokens", 12)
if major >= 3:
    mlflow.flush_trace_async_logging()
    for trace in client.search_traces(
        locations=[mlflow.get_experiment_by_name("experiment 0 ünïcode 🚀").experiment_id]
    ):
        mlflow.log_feedback(trace_id=trace.info.trace_id, name="good", value=True, rationale="it is")
    for index in range(4):
        model = client.create_logged_model(
            experiment_id="0", name=f"model-{index}", params={"depth": "3"}, tags={"a": "b"}
        )
        client.finalize_logged_model(model.model_id, "READY")
        run = client.create_run("0")
        client.log_metric(run.info.run_id, "score", 0.5, model_id=model.model_id)
