"""The configuration file of basic-auth: what MLflow reads back is what the variables and files held."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from mlflow.server.auth.config import AuthConfig, read_auth_config

from mlflow_runtime.basic_auth import prepare_basic_auth
from mlflow_runtime.credentials import CredentialsError


def prepared(password: str, **variables: str) -> dict[str, str]:
    """Return the environment that comes of some variables and a file with the administrator's password."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(password)
        file.flush()
        environment = {
            "BASIC_AUTH_ADMIN_PASSWORD_FILE": file.name,
            "BASIC_AUTH_ADMIN_USERNAME": "admin",
            "BASIC_AUTH_DEFAULT_PERMISSION": "READ",
            **variables,
        }
        prepare_basic_auth(environment)
        return environment


def read_back(environment: dict[str, str]) -> AuthConfig:
    """Let MLflow read its configuration."""
    with mock.patch.dict(os.environ, environment, clear=True):
        return read_auth_config()


class BasicAuthTest(unittest.TestCase):
    """Passwords and URIs with every awkward character."""

    def test_mlflow_reads_back_what_the_files_and_variables_held(self) -> None:
        """A percent sign, which its parser takes for a reference, among them."""
        uri = "postgresql+psycopg2://u%40ser@db:5432/users?passfile=%2Ftmp%2Fauth-store.pgpass"
        for password in (
            "plain-password",
            "%(x)s %% 100%",
            "#begins",
            ";begins",
            "[a]=b: c",
            "@:/?$'\"\\`& ü",
            "'quoted'",
        ):
            with self.subTest(password=password):
                config = read_back(prepared(f"{password}\n", MLFLOW_AUTH_DATABASE_URI=uri))
                self.assertEqual(
                    (password, uri, "READ"), (config.admin_password, config.database_uri, config.default_permission)
                )

    def test_any_setting_has_a_variable(self) -> None:
        """As the name of the setting, in capitals."""
        config = read_back(
            prepared("p", MLFLOW_AUTH_DATABASE_URI="sqlite://", BASIC_AUTH_WORKSPACE_CACHE_MAX_SIZE="60")
        )
        self.assertEqual(60, config.workspace_cache_max_size)

    def test_the_password_is_in_a_file_of_this_user_and_in_no_variable(self) -> None:
        """So neither `docker inspect` nor another process sees it."""
        environment = prepared("s3cret")
        self.assertEqual(["MLFLOW_AUTH_CONFIG_PATH"], list(environment))
        self.assertEqual(0o600, Path(environment["MLFLOW_AUTH_CONFIG_PATH"]).stat().st_mode & 0o777)

    def test_without_settings_the_environment_stays(self) -> None:
        """A server without this login gets no file."""
        environment = {"MLFLOW_AUTH_DATABASE_URI": "sqlite://"}
        prepare_basic_auth(environment)
        self.assertEqual({"MLFLOW_AUTH_DATABASE_URI": "sqlite://"}, environment)

    def test_a_value_that_the_file_cannot_keep_is_an_error_that_names_its_variable(self) -> None:
        """Spaces at an end; an empty or missing file is one by `read_secret`."""
        with self.assertRaisesRegex(CredentialsError, "ADMIN_PASSWORD_FILE must not begin or end with a space"):
            prepared(" password")
        with self.assertRaisesRegex(CredentialsError, "BASIC_AUTH_ADMIN_PASSWORD_FILE names .* which is empty"):
            prepared("")


if __name__ == "__main__":
    unittest.main()
