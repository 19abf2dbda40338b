"""The S3 keys: what the AWS SDK reads back is what the secret's file held."""

import os
import tempfile
import unittest
from unittest import mock

from botocore.session import Session

from mlflow_runtime.aws_credentials import prepare_aws_credentials
from mlflow_runtime.credentials import CredentialsError


def prepared(key: str, secret: str) -> dict[str, str]:
    """Return the environment that comes of a key and a file with its secret."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(secret)
        file.flush()
        environment = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY_FILE": file.name}
        prepare_aws_credentials(environment)
        return environment


class AwsCredentialsTest(unittest.TestCase):
    """Secrets with every awkward character."""

    def test_the_sdk_reads_back_what_the_file_held(self) -> None:
        """Quotes, percent signs, hashes and letters beyond ASCII among them."""
        for secret in (
            "plain-secret",
            "@:/?#%$'\"\\`& spaceü",
            "#begins",
            "[looks]=like; a section",
            "%(x)s",
            '"quoted"',
        ):
            with (
                self.subTest(secret=secret),
                mock.patch.dict(os.environ, prepared("mlflow", f"{secret}\n"), clear=True),
            ):
                credentials = Session().get_credentials()
                self.assertEqual(("mlflow", secret), (credentials.access_key, credentials.secret_key))

    def test_without_a_file_nothing_changes(self) -> None:
        """Keys of the environment, or a role."""
        environment = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
        prepare_aws_credentials(environment)
        self.assertEqual({"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}, environment)

    def test_what_the_sdk_could_not_read_back_is_an_error_that_names_the_variable(self) -> None:
        """It strips values."""
        for key, secret, name in (
            ("", "secret", "AWS_ACCESS_KEY_ID"),
            ("key", " secret", "AWS_SECRET_ACCESS_KEY_FILE"),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(CredentialsError, name):
                prepared(key, secret)
