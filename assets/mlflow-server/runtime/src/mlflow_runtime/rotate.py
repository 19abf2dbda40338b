"""The command `mlflow-rotate`: gives MLflow the new value of a secret that it keeps, or encrypts data with.

    mlflow-rotate gateway-passphrase | webhook-key | admin-password | job-password

The new value is on the standard input, the present one where the server finds it. For the time between this command
and the next start of the server with the new value, stop the server: it would encrypt with the present value.

Each change is one transaction, and may be made again: data that has the new value already is left as it is. So a
command that was interrupted is repeated with the same new value.
"""

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from mlflow_runtime.entrypoint import AUTH_URI, REGISTRY_URI, URI, prepare_or_exit
from mlflow_runtime.own_client import JOB_USER
from mlflow_runtime.patches import PatchError, need
from mlflow_runtime.reachability import wait_for_databases_or_exit
from mlflow_runtime.server_keys import GATEWAY_PASSPHRASE, WEBHOOK_KEY, fernet_key
from mlflow_runtime.termination import Termination

ADMINISTRATOR = "MLFLOW_AUTH_ADMIN_USERNAME"
LEAST_PASSWORD_LENGTH = 12  # MLflow refuses shorter ones
FEATURE = "rotation of keys"


class RotationError(Exception):
    """The value cannot be changed, and nothing was. The message is for people."""


def main() -> NoReturn:
    """Change what the argument names; end with 0, or with 1 and nothing changed."""
    arguments = sys.argv[1:]
    if len(arguments) != 1 or arguments[0] not in ROTATIONS:
        print(f"mlflow-rotate: the argument must be one of {', '.join(ROTATIONS)}", file=sys.stderr)
        sys.exit(2)
    Termination()
    prepare_or_exit()
    try:
        new = new_value(sys.stdin.buffer.read())
        wait_for_databases_or_exit(os.environ)
        print(f"mlflow-rotate: {rotate(arguments[0], new, os.environ)}", file=sys.stderr)
    except (RotationError, PatchError) as error:
        print(f"mlflow-rotate: {error}", file=sys.stderr)
        sys.exit(1)
    sys.exit(0)


def new_value(text: bytes) -> str:
    """Return the new value, without line ends after it. Raises RotationError when the server could not read it."""
    try:
        value = text.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise RotationError("the new value is not UTF-8; nothing was changed") from None
    if not value:
        raise RotationError("the new value is empty; give it on the standard input. Nothing was changed")
    if "\n" in value or "\r" in value:
        raise RotationError("the new value has a line break; give one line. Nothing was changed")
    return value


def rotate(what: str, new: str, environment: Mapping[str, str]) -> str:
    """Change one kind of secret, and tell what was done. Raises RotationError, and PatchError of an unknown MLflow."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        return ROTATIONS[what](new, environment)
    except SQLAlchemyError as error:
        # Its own text has the statement and its values.
        said = getattr(error, "orig", None) or type(error).__name__
        raise RotationError(f"the database says: {said}") from None


def rotate_gateway_passphrase(new: str, environment: Mapping[str, str]) -> str:
    """Encrypt the keys for language models with a new passphrase.

    The number of the passphrase (MLFLOW_CRYPTO_KEK_VERSION) stays: MLflow reads with the one of its environment.
    """
    need(FEATURE)
    from mlflow.exceptions import MlflowException
    from mlflow.store.tracking.dbmodels.models import SqlGatewaySecret
    from mlflow.utils.crypto import KEKManager, unwrap_dek, wrap_dek
    from sqlalchemy import LargeBinary

    old_key = KEKManager(passphrase=_required(environment, GATEWAY_PASSPHRASE)).get_kek()
    new_key = KEKManager(passphrase=new).get_kek()

    def wrap(wrapped: bytes) -> bytes:
        try:
            unwrap_dek(wrapped, new_key)
        except MlflowException:
            pass
        else:
            return wrapped
        try:
            return wrap_dek(unwrap_dek(wrapped, old_key), new_key)
        except MlflowException:
            raise RotationError(
                "a key of the AI gateway cannot be decrypted with the current passphrase; restore the passphrase that"
                " it was encrypted with, or delete the key. Nothing was changed"
            ) from None

    count = _rewrite(_required(environment, URI), SqlGatewaySecret.__tablename__, "wrapped_dek", LargeBinary(), wrap)
    return f"{count} keys of the AI gateway are encrypted with the new passphrase"


def rotate_webhook_key(new: str, environment: Mapping[str, str]) -> str:
    """Encrypt the secrets of webhooks, which are beside the models, with a new key."""
    need(FEATURE)
    from cryptography.fernet import Fernet, InvalidToken, MultiFernet
    from mlflow.store.model_registry.dbmodels.models import SqlWebhook
    from sqlalchemy import String

    keys = MultiFernet([Fernet(fernet_key(new)), Fernet(_required(environment, WEBHOOK_KEY))])

    def encrypt(token: str) -> str:
        try:
            return keys.rotate(token.encode()).decode()
        except InvalidToken:
            raise RotationError(
                "the secret of a webhook cannot be decrypted with the current key; restore the key that it was"
                " encrypted with, or delete the webhook. Nothing was changed"
            ) from None

    uri = environment.get(REGISTRY_URI) or _required(environment, URI)
    count = _rewrite(uri, SqlWebhook.__tablename__, "secret", String(), encrypt)
    return f"{count} secrets of webhooks are encrypted with the new key"


def rotate_admin_password(new: str, environment: Mapping[str, str]) -> str:
    """Set the password of MLflow's administrator."""
    return _set_password(environment.get(ADMINISTRATOR) or "admin", new, environment)


def rotate_job_password(new: str, environment: Mapping[str, str]) -> str:
    """Set the password of the user as whom jobs call the server."""
    return _set_password(_required(environment, JOB_USER), new, environment)


def _set_password(user: str, new: str, environment: Mapping[str, str]) -> str:
    if len(new) < LEAST_PASSWORD_LENGTH or new != new.strip():
        raise RotationError(
            f"the new password has fewer than {LEAST_PASSWORD_LENGTH} characters, or begins or ends with a space, which"
            " MLflow does not accept; nothing was changed"
        )
    from sqlalchemy import column, create_engine, inspect, table, update
    from sqlalchemy.pool import NullPool
    from werkzeug.security import generate_password_hash

    users = table("users", column("username"), column("password_hash"))
    engine = create_engine(_required(environment, AUTH_URI), poolclass=NullPool)
    if inspect(engine).has_table(users.name):
        with engine.begin() as connection:
            change = update(users).where(users.c.username == user)
            if connection.execute(change.values(password_hash=generate_password_hash(new))).rowcount:
                return f"the user {user} has the new password"
    return f"the user {user} does not exist yet"


def _rewrite(uri: str, table_name: str, column_name: str, kind: Any, renew: Callable[[Any], Any]) -> int:
    """Replace all values of a column in one transaction, and return how many there are."""
    from sqlalchemy import column, create_engine, inspect, select, table, update
    from sqlalchemy.pool import NullPool

    values = column(column_name, kind)
    rows = table(table_name, values)
    engine = create_engine(uri, poolclass=NullPool)
    if not inspect(engine).has_table(table_name):
        return 0
    with engine.begin() as connection:
        stored = connection.execute(select(values).where(values.is_not(None))).scalars().all()
        for value in stored:
            renewed = renew(value)
            if renewed != value:
                connection.execute(update(rows).where(values == value).values({column_name: renewed}))
    return len(stored)


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name)
    if not value:
        raise RotationError(f"{name} is not set in this container, so there is nothing to change")
    return value


ROTATIONS: Mapping[str, Callable[[str, Mapping[str, str]], str]] = {
    "gateway-passphrase": rotate_gateway_passphrase,
    "webhook-key": rotate_webhook_key,
    "admin-password": rotate_admin_password,
    "job-password": rotate_job_password,
}
