"""An MLflow client as a user has it: `client.py write|read URI FOLDER`. Prints what it saw as one line of JSON."""

import hashlib
import json
import os
import sys
from pathlib import Path

import mlflow
import numpy
from sklearn.linear_model import LinearRegression

SIZES = {"tiny.txt": 5, "medium.bin": 20 * 2**20, "large.bin": int(os.environ.get("LARGE_MIB", "600")) * 2**20}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder: Path) -> dict[str, object]:
    """Log a run with parameters, metrics, tags, artifacts of three sizes, and a registered model with an alias."""
    mlflow.set_experiment("end-to-end")
    digests = {}
    with mlflow.start_run() as run:
        mlflow.log_params({"alpha": 0.5, "name": "ünïcode 🚀"})
        for step in range(10):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.set_tag("purpose", "end-to-end")
        for name, size in SIZES.items():
            path = folder / name
            path.write_bytes(b"hello" if name == "tiny.txt" else os.urandom(size))
            digests[name] = digest(path)
            mlflow.log_artifact(str(path), "files")
            path.unlink()
        x = numpy.arange(10.0).reshape(-1, 1)
        model = LinearRegression().fit(x, 3 * x.ravel() + 1)
        info = mlflow.sklearn.log_model(model, name="model", registered_model_name="line", input_example=x[:2])
    mlflow.MlflowClient().set_registered_model_alias("line", "champion", info.registered_model_version)
    return {"run": run.info.run_id, "experiment": run.info.experiment_id, "digests": digests}


def read(folder: Path, run_id: str) -> dict[str, object]:
    """Fetch everything back."""
    run = mlflow.get_run(run_id)
    digests = {}
    for name in SIZES:
        path = Path(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path=f"files/{name}", dst_path=folder))
        digests[name] = digest(path)
        path.unlink()
    history = mlflow.MlflowClient().get_metric_history(run_id, "loss")
    prediction = mlflow.pyfunc.load_model("models:/line@champion").predict(numpy.array([[100.0]]))
    return {
        "params": run.data.params,
        "tags": {key: value for key, value in run.data.tags.items() if not key.startswith("mlflow.")},
        "steps": [metric.step for metric in history],
        "digests": digests,
        "prediction": round(float(prediction[0]), 6),
    }


def main() -> None:
    """Run one of the two."""
    action, uri, folder, *rest = sys.argv[1:]
    mlflow.set_tracking_uri(uri)
    seen = write(Path(folder)) if action == "write" else read(Path(folder), *rest)
    print(json.dumps(seen))


main()
