"""Azure's artifacts, with a secret that arrives in a file and gets into no environment."""

import os
from urllib.parse import urlsplit

from mlflow.store.artifact.azure_blob_artifact_repo import AzureBlobArtifactRepository

from mlflow_runtime.credentials import read_secret

CONNECTION_STRING_FILE = "AZURE_STORAGE_CONNECTION_STRING_FILE"
ACCESS_KEY_FILE = "AZURE_STORAGE_ACCESS_KEY_FILE"


def azure_repository(
    artifact_uri: str, tracking_uri: str | None, registry_uri: str | None
) -> AzureBlobArtifactRepository:
    """Return MLflow's repository, logged in by what the files hold; without them it logs in by itself.

    Raises CredentialsError when a file cannot be read.
    """
    from azure.storage.blob import BlobServiceClient

    client = None
    if path := os.environ.get(CONNECTION_STRING_FILE):
        client = BlobServiceClient.from_connection_string(read_secret(CONNECTION_STRING_FILE, path))
    elif path := os.environ.get(ACCESS_KEY_FILE):
        account_url = f"https://{urlsplit(artifact_uri).hostname}"
        client = BlobServiceClient(account_url, credential=read_secret(ACCESS_KEY_FILE, path))
    return AzureBlobArtifactRepository(
        artifact_uri, client=client, tracking_uri=tracking_uri, registry_uri=registry_uri
    )
