"""Measures MLflow servers beside each other: `rates.py ROUNDS NAME=URI NAME=URI …`.

They take turns within each round, so that whatever else the machine does hits them alike. Where one is named `direct`,
its clients send artifacts to its store, and nothing but artifacts is measured. Prints one JSON object: what was
measured, then the name of the server, then its figures; more is better.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from mlflow.entities import Metric

from mlflow import MlflowClient

CLIENTS = 4
BATCHES = 15
RUNS = 15
FILE_MB = 100
TRANSFERS = 4  # in each round
# A client has a disk of its own, this machine one for all: when it is busy, the kernel lets whoever writes wait for
# 200 ms, half the time of a download. So the clients' files are in memory, and the disk is the store's.
CLIENT_DISK = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Told to do so, a client downloads through every server in the same way. The tutorial's sends it to an address that
# only containers can reach, unless this is set; on ours it changes nothing.
PROXIED = {
    "MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD": "false",
    "MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE": f"{500 * 2**20}",
}
# By themselves clients send only files of 500 MB and more to the store.
DIRECT = {
    "MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD": "true",
    "MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE": "1",
}


def log_batches(uri: str, run_id: str) -> None:
    """Log batches of 100 metrics."""
    client = MlflowClient(tracking_uri=uri)
    for batch in range(BATCHES):
        now = int(time.time() * 1000)
        client.log_batch(
            run_id,
            [Metric(f"metric-{index}", index / 7, now, batch) for index in range(100)],
        )


def create_runs(uri: str, experiment: str) -> None:
    """Create runs."""
    client = MlflowClient(tracking_uri=uri)
    for _ in range(RUNS):
        client.create_run(experiment)


def upload(uri: str, run_id: str, file: Path) -> None:
    """Log a file as an artifact."""
    MlflowClient(tracking_uri=uri).log_artifact(run_id, str(file))


def download(uri: str, run_id: str, file: Path) -> None:
    """Fetch it back."""
    folder = tempfile.mkdtemp(dir=file.parent)
    path = Path(MlflowClient(tracking_uri=uri).download_artifacts(run_id, file.name, folder))
    if path.stat().st_size != file.stat().st_size:
        raise RuntimeError(f"{path} is not whole")
    shutil.rmtree(folder)


def rate(amount: float, work: Callable[[], object]) -> float:
    """Return how much of it is done in a second."""
    begin = time.perf_counter()
    work()
    return amount / (time.perf_counter() - begin)


class Server:
    """A server, and the clients that work with it."""

    def __init__(self, name: str, uri: str, file: Path, pool: ProcessPoolExecutor) -> None:
        """Make an experiment and a run for each client."""
        self.name, self.uri, self.file, self.pool = name, uri, file, pool
        client = MlflowClient(tracking_uri=uri)
        self.experiment = client.create_experiment(f"bench-{time.time_ns()}")
        self.runs = [client.create_run(self.experiment).info.run_id for _ in range(CLIENTS)]

    def together(self, work: Callable[[str, str], None], arguments: list[str]) -> None:
        """Let a client do the work for each argument at once."""
        for result in [self.pool.submit(work, self.uri, argument) for argument in arguments]:
            result.result()

    def calls(self) -> dict[str, Callable[[], float]]:
        """Return the small calls."""
        experiments = [self.experiment] * CLIENTS
        measures: dict[str, Callable[[], float]] = {}
        for count in (1, CLIENTS):
            clients = "1 client" if count == 1 else f"{count} clients"
            measures[f"log_batch of 100 metrics, {clients}, 1/s"] = lambda count=count: rate(
                BATCHES * count,
                lambda: self.together(log_batches, self.runs[:count]),
            )
            measures[f"create_run, {clients}, 1/s"] = lambda count=count: rate(
                RUNS * count, lambda: self.together(create_runs, experiments[:count])
            )
        return measures

    def transfers(self, way: str) -> dict[str, Callable[[], float]]:
        """Return the two ways of a file."""

        def transfer(work: Callable[[str, str, Path], None]) -> float:
            os.environ.update(DIRECT if self.name == "direct" else PROXIED)
            os.sync()  # what the disk has yet to write of the transfer before is not this one's
            return rate(FILE_MB, lambda: work(self.uri, self.runs[0], self.file))

        return {
            f"artifact up, {way}, MB/s": lambda: transfer(upload),
            f"artifact down, {way}, MB/s": lambda: transfer(download),
        }


def main() -> None:
    """Measure all servers."""
    rounds, *arguments = sys.argv[1:]
    figures: dict[str, dict[str, list[float]]] = {}
    with (
        tempfile.TemporaryDirectory(dir=CLIENT_DISK) as folder,
        ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn")) as pool,
    ):
        file = Path(folder, "artifact.bin")
        file.write_bytes(os.urandom(FILE_MB * 10**6))
        addresses = dict(argument.split("=", 1) for argument in arguments)
        servers = [Server(name, uri, file, pool) for name, uri in addresses.items()]
        measures = {
            server.name: server.transfers("direct")
            if "direct" in addresses
            else server.calls() | server.transfers("proxied")
            for server in servers
        }
        for turn in range(-1, int(rounds)):  # the first one warms up
            names = list(measures) if turn % 2 else list(reversed(measures))
            for what in measures[names[0]]:
                for _ in range(TRANSFERS if what.startswith("artifact") else 1):
                    names.reverse()
                    for name in names:
                        figure = measures[name][what]()
                        if turn >= 0:
                            figures.setdefault(what, {}).setdefault(name, []).append(figure)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
