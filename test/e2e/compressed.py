"""Moves compressed files up and down with an unchanged MLflow client: `python compressed.py URI`.

Prints the names of those whose bytes changed, as JSON. The first part of a name says who put the file into the store:
MLflow's client, or somebody with the store's key, who declares it as encoded (Content-Encoding).
"""

import gzip
import json
import os
import pathlib
import sys
import tempfile

import boto3
import mlflow

FILES = {
    "text.gz": gzip.compress(b"hello " * 1000),
    "table.csv.gz": gzip.compress(b"1,2,3\n" * 1000),
    "model.tar.gz": gzip.compress(b"model " * 1000),
    "data.json.gz": gzip.compress(b'{"a": 1}' * 1000),
    "notes.txt.bz2": os.urandom(1000),
    "picture.svgz": gzip.compress(b"<svg/>"),
    "not-compressed.gz": b"hello",
    "trace.json": b'{"a": 1}' * 1000,
}

uri = sys.argv[1]
mlflow.set_tracking_uri(uri)
mlflow.set_experiment(uri)
changed = []
with mlflow.start_run() as run, tempfile.TemporaryDirectory() as folder:
    for name, content in FILES.items():
        path = pathlib.Path(folder, name)
        path.write_bytes(content)
        mlflow.log_artifact(str(path), "client")
    if "MLFLOW_S3_ENDPOINT_URL" in os.environ:
        store = boto3.client("s3", endpoint_url=os.environ["MLFLOW_S3_ENDPOINT_URL"])
        key = f"{run.info.experiment_id}/{run.info.run_id}/artifacts/key"
        for name, content in FILES.items():
            encoding = {"ContentEncoding": "gzip"} if name.endswith("gz") else {}
            store.put_object(Bucket="mlflow", Key=f"{key}/{name}", Body=content, **encoding)
    for sender in ["client", "key"] if "MLFLOW_S3_ENDPOINT_URL" in os.environ else ["client"]:
        for name, content in FILES.items():
            try:
                got = mlflow.artifacts.download_artifacts(
                    run_id=run.info.run_id, artifact_path=f"{sender}/{name}", dst_path=folder
                )
                same = pathlib.Path(got).read_bytes() == content
            except Exception as error:  # a client that decodes what is not encoded
                same = False
                print(sender, name, type(error).__name__, error)
            if not same:
                changed.append(f"{sender}/{name}")
print(json.dumps(changed))
