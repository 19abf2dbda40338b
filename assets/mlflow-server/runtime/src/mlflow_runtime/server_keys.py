"""The server's own keys, which MLflow takes from the environment of its process and from nowhere else."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import MutableMapping
from hashlib import sha256

from mlflow_runtime.credentials import read_secret

FLASK_KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY"
GATEWAY_PASSPHRASE = "MLFLOW_CRYPTO_KEK_PASSPHRASE"
WEBHOOK_KEY = "MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY"
FERNET_KEY_BYTES = 32


def prepare_server_keys(environment: MutableMapping[str, str]) -> None:
    """Set each key to what is in the file that the variable of its name and `_FILE` names, if there is one.

    Raises CredentialsError when such a file cannot be read.
    """
    for name in (FLASK_KEY, GATEWAY_PASSPHRASE, WEBHOOK_KEY):
        path = environment.pop(f"{name}_FILE", "")
        if path:
            secret = read_secret(f"{name}_FILE", path)
            environment[name] = fernet_key(secret) if name == WEBHOOK_KEY else secret


def fernet_key(secret: str) -> str:
    """Return the secret when it is a key of the form that MLflow asks for, else such a key that follows from it.

    See https://github.com/fernet/spec/blob/master/Spec.md
    """
    try:
        if len(urlsafe_b64decode(secret)) == FERNET_KEY_BYTES:
            return secret
    except (Error, ValueError):
        pass
    return urlsafe_b64encode(sha256(secret.encode()).digest()).decode()
