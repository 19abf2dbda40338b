"""The server's own keys: files become variables of the process, in the form that MLflow asks for."""

import tempfile
import unittest

from cryptography.fernet import Fernet

from mlflow_runtime.credentials import CredentialsError
from mlflow_runtime.server_keys import FLASK_KEY, GATEWAY_PASSPHRASE, WEBHOOK_KEY, fernet_key, prepare_server_keys


class ServerKeysTest(unittest.TestCase):
    """Three keys, of which one has a form."""

    def test_each_file_becomes_a_variable(self) -> None:
        """And the path of the file is gone."""
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("s3cret\n")
            file.flush()
            environment = {f"{name}_FILE": file.name for name in (FLASK_KEY, GATEWAY_PASSPHRASE, WEBHOOK_KEY)}
            prepare_server_keys(environment)
        expected = {FLASK_KEY: "s3cret", GATEWAY_PASSPHRASE: "s3cret", WEBHOOK_KEY: fernet_key("s3cret")}
        self.assertEqual(expected, environment)

    def test_without_files_the_environment_stays(self) -> None:
        """A key that was given as a variable is left alone."""
        environment = {FLASK_KEY: "given"}
        prepare_server_keys(environment)
        self.assertEqual({FLASK_KEY: "given"}, environment)

    def test_a_missing_file_is_an_error_that_names_its_variable(self) -> None:
        """MLflow would go on with a key that everybody knows."""
        with self.assertRaisesRegex(CredentialsError, f"{GATEWAY_PASSPHRASE}_FILE names /none"):
            prepare_server_keys({f"{GATEWAY_PASSPHRASE}_FILE": "/none"})

    def test_any_secret_gives_a_key_for_webhooks_always_the_same(self) -> None:
        """A key of the right form is taken as it is."""
        key = Fernet.generate_key().decode()
        self.assertEqual(key, fernet_key(key))
        for secret in ("s3cret", "ü", "A" * 32, "A" * 44, "not base64!"):
            with self.subTest(secret=secret):
                self.assertEqual(fernet_key(secret), fernet_key(secret))
                Fernet(fernet_key(secret))


if __name__ == "__main__":
    unittest.main()
