"""Sends a file through an MLflow server and fetches it back: `client.py <uri> <mebibytes>` prints what both took."""

import hashlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import mlflow


def digest_of(path: Path) -> str:
    """Return the digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """Measure one file."""
    uri, mebibytes = sys.argv[1], int(sys.argv[2])
    mlflow.set_tracking_uri(uri)
    mlflow.set_experiment(f"transfer {uri.rsplit(':', 1)[1]}")
    with tempfile.TemporaryDirectory() as name, mlflow.start_run() as run:
        folder = Path(name)
        sent = folder / "file.bin"
        with sent.open("wb") as file:
            for _ in range(mebibytes):
                file.write(os.urandom(2**20))
        begin = time.monotonic()
        mlflow.log_artifact(str(sent))
        sent_at = time.monotonic()
        got = mlflow.artifacts.download_artifacts(
            run_id=run.info.run_id, artifact_path="file.bin", dst_path=str(folder / "got")
        )
        got_at = time.monotonic()
        if digest_of(Path(got)) != digest_of(sent):
            raise SystemExit("the file that came back is another one")
        root = run.info.artifact_uri
    print(json.dumps({"root": root, "up": sent_at - begin, "down": got_at - sent_at}))


main()
