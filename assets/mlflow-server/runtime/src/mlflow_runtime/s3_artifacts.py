"""S3 artifacts that clients send to the store, and fetch from it, at the address under which they reach it."""

import os
from typing import Any

from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository, _get_s3_client

from mlflow_runtime.artifact_repositories import PUBLIC_ENDPOINT


class DirectS3ArtifactRepository(S3ArtifactRepository):
    """MLflow's S3 repository, whose signed URLs name the public endpoint, if there is one, and give bytes as they are.

    What the server itself does with the store goes to the endpoint that it is given for that: the public one may not be
    reachable from inside the app, and would be a detour.
    """

    def _get_s3_client(self) -> Any:
        client = super()._get_s3_client()  # type: ignore[no-untyped-call]
        endpoint = os.environ.get(PUBLIC_ENDPOINT)
        return SigningClient(client, _get_s3_client(s3_endpoint_url=endpoint) if endpoint else client)


class SigningClient:
    """An S3 client that signs URLs by another one. The signature covers the host, so no URL can be rewritten later."""

    def __init__(self, client: Any, signer: Any) -> None:
        """Take the client for all else, and the one that signs."""
        self._client = client
        self._signer = signer

    def generate_presigned_url(self, ClientMethod: str, Params: dict[str, Any] | None = None, **options: Any) -> str:
        """Sign a URL. A download is declared as not encoded.

        MLflow declares `*.gz` as encoded when it uploads (Content-Encoding), on the server and in clients, and HTTP
        clients would decode what they fetch.
        """
        if ClientMethod == "get_object":
            Params = {**(Params or {}), "ResponseContentEncoding": "identity"}
        url: str = self._signer.generate_presigned_url(ClientMethod, Params=Params, **options)
        return url

    def __getattr__(self, name: str) -> Any:
        """Do all else as the first client does it."""
        return getattr(self._client, name)
