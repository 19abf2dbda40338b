"""Clients that log metrics in a loop and never try a call again; they tell of each call how it ended.

clients.py URI RUN…
    one client for each run, until it is killed
"""

import itertools
import sys
import threading
import time

import requests

PAUSE_SECONDS = 0.05
TIMEOUT_SECONDS = 20
KEY = "chaos"


def log(uri: str, run: str) -> None:
    """Log the steps of a metric, over one connection as MLflow's own client does."""
    session = requests.Session()
    # Steps of this start only: a client that starts again must not tell of what another one has logged.
    for step in itertools.count(int(time.time() * 1000)):
        began = time.time()
        body = {"run_id": run, "key": KEY, "value": 1, "timestamp": int(began * 1000), "step": step}
        try:
            response = session.post(f"{uri}/api/2.0/mlflow/runs/log-metric", json=body, timeout=TIMEOUT_SECONDS)
            end = "done" if response.status_code == 200 else f"failed: {response.status_code} {response.text[:200]!r}"
        except requests.RequestException as error:
            end = f"failed: {type(error).__name__}: {str(error)[:200]}"
        print(f"{began:.3f} {time.time():.3f} {run} {step} {end}", flush=True)
        time.sleep(PAUSE_SECONDS)


for run in sys.argv[2:]:
    threading.Thread(target=log, args=(sys.argv[1], run)).start()
