"""Which repository MLflow gets for which scheme, and how artifacts then go to clients."""

import os
import unittest
from unittest import mock
from urllib.parse import parse_qs, urlsplit

from mlflow.store.artifact import artifact_repo
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from mlflow.store.artifact.s3_artifact_repo import S3ArtifactRepository

from mlflow_runtime.proxied_artifacts import ProxiedArtifactRepository
from mlflow_runtime.s3_artifacts import DirectS3ArtifactRepository

NAMES = ("MultipartUploadMixin", "MultipartDownloadMixin", "PresignedUploadMixin")
MIXINS = tuple(getattr(artifact_repo, name) for name in NAMES if hasattr(artifact_repo, name))
DIRECT = {"ARTIFACT_TRANSFER": "direct"}
PUBLIC = {**DIRECT, "ARTIFACT_PUBLIC_ENDPOINT": "https://s3.example.com"}
KEYS = {
    "AWS_ACCESS_KEY_ID": "k",
    "AWS_SECRET_ACCESS_KEY": "s",
    "AWS_DEFAULT_REGION": "eu-1",
}
OBJECT = {"Bucket": "bucket", "Key": "key"}


class ArtifactRepositoriesTest(unittest.TestCase):
    """What MLflow sees of the plugins."""

    def test_by_default_clients_are_offered_no_signed_urls(self) -> None:
        """MLflow asks by isinstance."""
        with mock.patch.dict(os.environ, clear=True):
            repository = get_artifact_repository("s3://bucket/path")
        self.assertIsInstance(repository, ProxiedArtifactRepository)
        for mixin in MIXINS:
            self.assertNotIsInstance(repository, mixin)

    def test_direct_transfer_signs_for_the_stores_own_address(self) -> None:
        """Whoever reaches it there; a plain runtime leaves that to MLflow."""
        with mock.patch.dict(os.environ, {**DIRECT, **KEYS}, clear=True):
            repository = get_artifact_repository("s3://bucket/path")
            url = repository._get_s3_client().generate_presigned_url("get_object", Params=OBJECT)
        self.assertIsInstance(repository, MIXINS)
        self.assertTrue(url.startswith("https://bucket.s3.amazonaws.com/key?"), url)
        with mock.patch.dict(os.environ, {**DIRECT, "MLFLOW_RUNTIME": "plain"}, clear=True):
            self.assertIs(S3ArtifactRepository, type(get_artifact_repository("s3://bucket/path")))

    def test_a_download_by_a_signed_url_is_declared_as_not_encoded(self) -> None:
        """A client would decode what an uploader declared as encoded (`*.gz`). What else MLflow asks for stays."""
        for environment in (DIRECT, PUBLIC):
            with mock.patch.dict(os.environ, {**environment, **KEYS}, clear=True):
                client = get_artifact_repository("s3://bucket/path")._get_s3_client()
            for method, encoding in (("get_object", ["identity"]), ("put_object", None)):
                url = client.generate_presigned_url(method, Params=OBJECT, ExpiresIn=7)
                query = parse_qs(urlsplit(url).query)
                self.assertEqual((encoding, ["7"]), (query.get("response-content-encoding"), query["X-Amz-Expires"]))

    def test_with_a_public_endpoint_urls_are_signed_for_it_and_the_rest_goes_to_the_store(self) -> None:
        """Both ways, and the signature covers the host."""
        environment = {**PUBLIC, **KEYS, "MLFLOW_S3_ENDPOINT_URL": "http://s3:9000"}
        with mock.patch.dict(os.environ, environment, clear=True):
            repository = get_artifact_repository("s3://bucket/path")
            self.assertIs(DirectS3ArtifactRepository, type(repository))
            client = repository._get_s3_client()
        for method in ("get_object", "put_object"):
            url = client.generate_presigned_url(method, Params=OBJECT)
            self.assertTrue(url.startswith("https://s3.example.com/bucket/key?"), url)
            self.assertIn("eu-1", url)
        self.assertEqual("http://s3:9000", client.meta.endpoint_url)
