"""A client of a release's own MLflow: `client.py write URI`, then `client.py read URI RUN DIGEST`. Prints JSON."""

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import mlflow
import pandas

SIZE = 20 * 2**20


class Line(mlflow.pyfunc.PythonModel):
    """A model without a library of its own."""

    def predict(
        self, context: Any, model_input: pandas.DataFrame, params: dict[str, Any] | None = None
    ) -> pandas.Series:
        """Return the points of a line."""
        return 3 * model_input["x"] + 1


def write() -> dict[str, str]:
    """Log a run with parameters, metrics, a tag, an artifact, and a registered model with an alias."""
    mlflow.set_experiment("acceptance")
    content = os.urandom(SIZE)
    with tempfile.TemporaryDirectory() as folder, mlflow.start_run() as run:
        mlflow.log_params({"alpha": 0.5, "name": "ünïcode 🚀"})
        for step in range(10):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.set_tag("purpose", "acceptance")
        file = Path(folder, "file.bin")
        file.write_bytes(content)
        mlflow.log_artifact(str(file), "files")
        info = mlflow.pyfunc.log_model(name="model", python_model=Line(), pip_requirements=["mlflow"])
    version = mlflow.register_model(info.model_uri, "line").version
    mlflow.MlflowClient().set_registered_model_alias("line", "champion", version)
    return {"run": run.info.run_id, "digest": hashlib.sha256(content).hexdigest()}


def read(run_id: str, digest: str) -> dict[str, str]:
    """Fetch everything back and compare it with what was written."""
    run = mlflow.get_run(run_id)
    history = mlflow.MlflowClient().get_metric_history(run_id, "loss")
    with tempfile.TemporaryDirectory() as folder:
        path = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="files/file.bin", dst_path=folder)
        read_back = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    prediction = mlflow.pyfunc.load_model("models:/line@champion").predict(pandas.DataFrame({"x": [100.0]}))
    expected = {
        "params": (run.data.params, {"alpha": "0.5", "name": "ünïcode 🚀"}),
        "tag": (run.data.tags["purpose"], "acceptance"),
        "metrics": (
            [(metric.step, metric.value) for metric in history],
            [(step, 1 / (step + 1)) for step in range(10)],
        ),
        "artifact": (read_back, digest),
        "prediction": (float(prediction.iloc[0]), 301.0),
    }
    wrong = [f"{name}: {actual} and not {wanted}" for name, (actual, wanted) in expected.items() if actual != wanted]
    if wrong:
        sys.exit("\n".join(wrong))
    return {"run": run_id}


def main() -> None:
    """Run one of the two."""
    action, uri, *rest = sys.argv[1:]
    mlflow.set_tracking_uri(uri)
    print(json.dumps(write() if action == "write" else read(*rest)))


if __name__ == "__main__":
    main()
