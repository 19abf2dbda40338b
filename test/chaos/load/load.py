"""An MLflow client that keeps a ledger of the calls that it saw succeed, and one that looks for each of them.

load.py work URI LEDGER EXPERIMENT SECONDS ARTIFACT_MB RUNS_PER_ARTIFACT
    logs runs until SIGTERM, at most so many seconds
load.py verify URI LEDGER…
    prints what is there, and what is missing, as one line of JSON
"""

import hashlib
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mlflow.entities import Metric, Param

import mlflow
from mlflow import MlflowClient

BATCHES = 4
KEYS, STEPS = 5, 5  # of a batch: the history of each key is one call for the one who looks for them
# A user's client waits for minutes before it gives up. This one does so sooner, so it makes more calls.
IMPATIENT = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "MLFLOW_HTTP_REQUEST_TIMEOUT": "20"}


class Ledger:
    """What was acknowledged: a line is written when a call has returned, and before the next one begins."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        self.file = path.open("a")

    def note(self, **entry: object) -> None:
        """Write a line."""
        self.file.write(json.dumps(entry) + "\n")
        self.file.flush()


def log_run(client: MlflowClient, experiment: str, ledger: Ledger, file: Path | None) -> None:
    """Log one run with parameters, metrics and an artifact, if there is a file for it; raise when a call fails."""
    run_id = client.create_run(experiment).info.run_id
    ledger.note(run=run_id)
    params = {f"param-{index}": f"{random.random()}" for index in range(5)}
    client.log_batch(run_id, params=[Param(*param) for param in params.items()])
    ledger.note(run=run_id, params=params)
    for batch in range(BATCHES):
        now = int(time.time() * 1000)
        steps = range(batch * STEPS, (batch + 1) * STEPS)
        metrics = [(f"metric-{key}", random.random(), step) for key in range(KEYS) for step in steps]
        client.log_batch(run_id, [Metric(key, value, now, step) for key, value, step in metrics])
        ledger.note(run=run_id, metrics=metrics)
    if file:
        content = os.urandom(file.stat().st_size)
        file.write_bytes(content)
        client.log_artifact(run_id, str(file), "files")
        ledger.note(run=run_id, artifact=f"files/{file.name}", sha256=hashlib.sha256(content).hexdigest())
    client.set_terminated(run_id)
    ledger.note(run=run_id, status="FINISHED")


def work(uri: str, path: Path, experiment: str, seconds: float, megabytes: float, every: int) -> dict[str, object]:
    """Log runs until told to stop; a run whose call fails is left, and the next one begun."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    client = MlflowClient(tracking_uri=uri)
    ledger, failures = Ledger(path), Counter[str]()
    end = time.monotonic() + seconds
    turns = itertools.count()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "artifact.bin")
        file.write_bytes(bytes(int(megabytes * 10**6)))
        while not stopping.is_set() and time.monotonic() < end:
            try:
                log_run(client, experiment, ledger, file if next(turns) % every == 0 else None)
            except Exception as error:  # whatever it is, it was not acknowledged
                failures[type(error).__name__] += 1
                stopping.wait(0.5)
    return {"failures": failures}


def entries(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """Read the lines of all ledgers."""
    for path in paths:
        for line in path.read_text().splitlines():
            yield json.loads(line)


class Verification:
    """Compares a run with what was acknowledged of it."""

    def __init__(self, uri: str) -> None:
        """Take the server."""
        self.client = MlflowClient(tracking_uri=uri)
        self.found: Counter[str] = Counter()
        self.missing: list[str] = []

    def check(self, what: str, where: str, is_there: bool) -> None:
        """Count one."""
        if is_there:
            self.found[what] += 1
        else:
            self.missing.append(f"{what} {where}")

    def verify(self, run_id: str, entries: list[dict[str, Any]]) -> None:
        """Look for each entry of a run."""
        try:
            run = self.client.get_run(run_id)
        except mlflow.MlflowException as error:
            self.missing.append(f"run {run_id}: {error}")
            return
        self.found["runs"] += 1
        history: dict[str, set[tuple[int, float]]] = {}
        for entry in entries:
            for key, value in entry.get("params", {}).items():
                self.check("params", f"{run_id} {key}", run.data.params.get(key) == value)
            for key, value, step in entry.get("metrics", []):
                if key not in history:
                    metrics = self.client.get_metric_history(run_id, key)
                    history[key] = {(metric.step, metric.value) for metric in metrics}
                self.check("metrics", f"{run_id} {key} {step}", (step, value) in history[key])
            if "artifact" in entry:
                digest = self.digest(run_id, entry["artifact"])
                self.check("artifacts", f"{run_id} {digest}", digest == entry["sha256"])
            if "status" in entry:
                self.check("ends", run_id, run.info.status == entry["status"])

    def digest(self, run_id: str, artifact: str) -> str:
        """Fetch an artifact; return its digest, or why there is none."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                path = self.client.download_artifacts(run_id, artifact, folder)
            except Exception as error:
                return f"{artifact}: {error}"
            return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def verify(uri: str, paths: list[Path]) -> dict[str, object]:
    """Look for all that was acknowledged."""
    runs: dict[str, list[dict[str, Any]]] = {}
    acknowledged = 0
    for entry in entries(paths):
        runs.setdefault(entry["run"], []).append(entry)
        acknowledged += 1
    verification = Verification(uri)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(verification.verify, runs.keys(), runs.values()))
    return {"acknowledged": acknowledged, "found": verification.found, "missing": verification.missing}


def main() -> None:
    """Do one of the two."""
    action, uri, *rest = sys.argv[1:]
    actions: dict[str, Callable[[], dict[str, object]]] = {
        "work": lambda: work(uri, Path(rest[0]), rest[1], float(rest[2]), float(rest[3]), int(rest[4])),
        "verify": lambda: verify(uri, [Path(path) for path in rest]),
    }
    if action == "work":
        os.environ.update(IMPATIENT)
    print(json.dumps(actions[action]()))


main()
