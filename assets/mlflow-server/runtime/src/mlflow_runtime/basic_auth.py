"""The configuration file of MLflow's login, basic-auth, which takes its settings from nowhere else."""

from collections.abc import MutableMapping
from configparser import ConfigParser
from io import StringIO

from mlflow_runtime.credentials import CredentialsError, keep_credentials, read_secret

PREFIX = "BASIC_AUTH_"
FILE_SUFFIX = "_FILE"
DATABASE_URI = "MLFLOW_AUTH_DATABASE_URI"
CONFIG_PATH = "MLFLOW_AUTH_CONFIG_PATH"


def prepare_basic_auth(environment: MutableMapping[str, str]) -> None:
    """Replace the variables BASIC_AUTH_<SETTING> by a file with all of them; without any do nothing.

    A secret is in the file that BASIC_AUTH_<SETTING>_FILE names. The URI of the database is MLFLOW_AUTH_DATABASE_URI.
    Raises CredentialsError when MLflow could not read a value back.
    """
    names = [name for name in environment if name.startswith(PREFIX)]
    if not names:
        return
    settings: dict[str, str] = {}
    for name in names:
        value = environment.pop(name)
        if name.endswith(FILE_SUFFIX):
            value = read_secret(name, value)
        if value != value.strip():
            raise CredentialsError(
                f"{name} must not begin or end with a space, which the configuration of basic-auth drops."
            )
        settings[name.removeprefix(PREFIX).removesuffix(FILE_SUFFIX).lower()] = value
    uri = environment.get(DATABASE_URI)
    if uri:
        settings["database_uri"] = uri
    environment[CONFIG_PATH] = keep_credentials("basic-auth.ini", _ini(settings))


def _ini(settings: dict[str, str]) -> str:
    """Write a value so that MLflow's parser, which takes a % for a reference, reads the same."""
    parser = ConfigParser()
    parser["mlflow"] = {name: value.replace("%", "%%") for name, value in settings.items()}
    text = StringIO()
    parser.write(text)
    return text.getvalue()
