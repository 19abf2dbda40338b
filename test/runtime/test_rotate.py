"""`mlflow-rotate`: what MLflow stored before can be used with the new value, and an interrupted change be repeated."""

import contextlib
import io
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from cryptography.fernet import Fernet
from mlflow.server.auth.db.models import Base as AuthBase
from mlflow.store.db.base_sql_model import Base
from mlflow.store.model_registry.dbmodels.models import SqlWebhook
from mlflow.store.tracking.dbmodels.models import SqlGatewaySecret
from mlflow.utils.crypto import KEKManager, _decrypt_secret, _encrypt_secret
from sqlalchemy import create_engine, insert, literal_column, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from werkzeug.security import check_password_hash, generate_password_hash

from mlflow_runtime import patches, rotate
from mlflow_runtime.rotate import ROTATIONS, RotationError, new_value
from mlflow_runtime.server_keys import fernet_key

OLD, NEW = "the present value", "the new value 123"
WEBHOOK = {"workspace": "default", "name": "w", "url": "https://example.com", "status": "ACTIVE"}


class RotationCase(unittest.TestCase):
    """A database in a file, with what MLflow would have stored in it."""

    def setUp(self) -> None:
        """Make the database."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.uri = f"sqlite:///{Path(folder.name, 'mlflow.db')}"
        self.engine = create_engine(self.uri, poolclass=NullPool)
        self.environment = {
            "MLFLOW_BACKEND_STORE_URI": self.uri,
            "MLFLOW_AUTH_DATABASE_URI": self.uri,
            "MLFLOW_CRYPTO_KEK_PASSPHRASE": OLD,
            "MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY": fernet_key(OLD),
            "JOB_USER": "judge",
        }
        Base.metadata.create_all(self.engine, [SqlGatewaySecret.__table__, SqlWebhook.__table__])
        AuthBase.metadata.create_all(self.engine)
        fast = mock.patch("mlflow.utils.crypto.PBKDF2_ITERATIONS", 1)
        fast.start()
        self.addCleanup(fast.stop)

    def rotate(self, what: str, new: str = NEW) -> str:
        """Change a secret as the command does."""
        return rotate.rotate(what, new, self.environment)


class GatewayPassphraseTest(RotationCase):
    """Keys for language models."""

    def store(self, name: str, passphrase: str) -> None:
        """Store a key as MLflow does."""
        encrypted = _encrypt_secret({"api_key": f"sk-{name}"}, KEKManager(passphrase), name, name)
        with Session(self.engine) as session:
            session.add(
                SqlGatewaySecret(
                    secret_id=name,
                    secret_name=name,
                    workspace="default",
                    encrypted_value=encrypted.encrypted_value,
                    wrapped_dek=encrypted.wrapped_dek,
                    kek_version=encrypted.kek_version,
                    masked_value="sk-...",
                    created_at=1,
                    last_updated_at=1,
                )
            )
            session.commit()

    def read(self, passphrase: str) -> list[object]:
        """Read all keys as MLflow does."""
        with Session(self.engine) as session:
            return [
                _decrypt_secret(
                    secret.encrypted_value,
                    secret.wrapped_dek,
                    KEKManager(passphrase),
                    secret.secret_id,
                    secret.secret_name,
                )
                for secret in session.query(SqlGatewaySecret).order_by(SqlGatewaySecret.secret_id)
            ]

    def wrapped(self) -> list[bytes]:
        """Return what is stored, as it stands."""
        with self.engine.connect() as connection:
            return list(connection.execute(select(SqlGatewaySecret.wrapped_dek)).scalars())

    def test_keys_can_be_read_with_the_new_passphrase_alone(self) -> None:
        """Whatever number the passphrase has."""
        for version in ("1", "7"):
            with self.subTest(version=version), mock.patch.dict(os.environ, {"MLFLOW_CRYPTO_KEK_VERSION": version}):
                old, new = (OLD, NEW) if version == "1" else (NEW, OLD)
                if version == "7":
                    with self.engine.begin() as connection:
                        connection.execute(text("DELETE FROM secrets"))
                self.store("a", old)
                self.store("b", old)
                self.environment["MLFLOW_CRYPTO_KEK_PASSPHRASE"] = old
                self.assertIn("2 keys", self.rotate("gateway-passphrase", new))
                self.assertEqual([{"api_key": "sk-a"}, {"api_key": "sk-b"}], self.read(new))
                with self.assertRaises(Exception):  # noqa: B017 - of MLflow, whatever it is
                    self.read(old)

    def test_a_change_that_was_interrupted_is_repeated(self) -> None:
        """With a key that a server encrypted with the former value in between."""
        self.store("a", OLD)
        self.rotate("gateway-passphrase")
        before = self.wrapped()
        self.store("b", OLD)
        self.rotate("gateway-passphrase")
        self.assertEqual(before, self.wrapped()[:1])
        self.assertEqual([{"api_key": "sk-a"}, {"api_key": "sk-b"}], self.read(NEW))

    def test_a_key_that_nobody_can_read_stops_it_before_anything_changes(self) -> None:
        """Else a server would have keys of two passphrases."""
        self.store("a", OLD)
        self.store("b", "lost")
        before = self.wrapped()
        with self.assertRaisesRegex(RotationError, "cannot be decrypted.*delete the key. Nothing was changed"):
            self.rotate("gateway-passphrase")
        self.assertEqual(before, self.wrapped())

    def test_a_database_without_such_a_table_has_nothing_to_encrypt(self) -> None:
        """As before the first migration."""
        with self.engine.begin() as connection:
            connection.execute(text("DROP TABLE secrets"))
        self.assertIn("0 keys", self.rotate("gateway-passphrase"))

    def test_what_is_not_set_is_an_error_that_names_it(self) -> None:
        """Of the environment of this container."""
        for name in ("MLFLOW_CRYPTO_KEK_PASSPHRASE", "MLFLOW_BACKEND_STORE_URI"):
            with self.subTest(name=name), mock.patch.dict(self.environment):
                del self.environment[name]
                with self.assertRaisesRegex(RotationError, f"{name} is not set"):
                    self.rotate("gateway-passphrase")

    def test_an_unknown_mlflow_is_refused(self) -> None:
        """Rather than writing what it could not read."""
        changed = patches.Feature((patches.Name("mlflow.utils.crypto.gone"),), "it is lost")
        with (
            mock.patch.dict(patches.FEATURES, {rotate.FEATURE: changed}),  # type: ignore[arg-type]
            self.assertRaisesRegex(patches.PatchError, "mlflow.utils.crypto.gone does not exist"),
        ):
            self.rotate("gateway-passphrase")


class WebhookKeyTest(RotationCase):
    """Secrets that webhooks are signed with."""

    def store(self, name: str, key: str, secret: str | None = "hook") -> None:
        """Store a secret as MLflow does."""
        token = secret and Fernet(fernet_key(key)).encrypt(secret.encode()).decode()
        with self.engine.begin() as connection:
            values = {**WEBHOOK, "webhook_id": name}
            connection.execute(insert(SqlWebhook).values(values))
            if token:
                connection.execute(
                    text("UPDATE webhooks SET secret = :token WHERE webhook_id = :name"),
                    {"token": token, "name": name},
                )

    def read(self, key: str) -> list[str]:
        """Read all secrets as MLflow does."""
        with self.engine.connect() as connection:
            query = select(literal_column("secret")).select_from(SqlWebhook).where(text("secret IS NOT NULL"))
            return [Fernet(fernet_key(key)).decrypt(token).decode() for token in connection.execute(query).scalars()]

    def test_secrets_can_be_read_with_the_new_key(self) -> None:
        """And repeated, with one that was stored in between; a webhook without a secret stays."""
        self.store("a", OLD)
        self.store("none", OLD, None)
        self.assertIn("1 secrets", self.rotate("webhook-key"))
        self.assertEqual(["hook"], self.read(NEW))
        self.store("b", OLD, "another")
        self.rotate("webhook-key")
        self.assertEqual(["another", "hook"], sorted(self.read(NEW)))

    def test_they_are_in_the_registry_where_that_is_another_database(self) -> None:
        """MLflow keeps webhooks beside the models."""
        self.store("a", OLD)
        self.environment |= {"MLFLOW_REGISTRY_STORE_URI": self.uri, "MLFLOW_BACKEND_STORE_URI": "sqlite://"}
        self.rotate("webhook-key")
        self.assertEqual(["hook"], self.read(NEW))

    def test_a_secret_that_nobody_can_read_stops_it_before_anything_changes(self) -> None:
        """The first one keeps its key."""
        self.store("a", OLD)
        self.store("b", "lost")
        with self.assertRaisesRegex(RotationError, "delete the webhook. Nothing was changed"):
            self.rotate("webhook-key")
        with self.engine.begin() as connection:
            connection.execute(text("DELETE FROM webhooks WHERE webhook_id = 'b'"))
        self.assertEqual(["hook"], self.read(OLD))


class PasswordTest(RotationCase):
    """Users of MLflow's own login."""

    def setUp(self) -> None:
        """Make three users."""
        super().setUp()
        with self.engine.begin() as connection:
            for user in ("admin", "judge", "somebody"):
                connection.execute(
                    text("INSERT INTO users (username, password_hash, is_admin) VALUES (:user, :hash, FALSE)"),
                    {"user": user, "hash": generate_password_hash(OLD)},
                )

    def users_with(self, password: str) -> list[str]:
        """Return who may log in with a password."""
        with self.engine.connect() as connection:
            rows = connection.execute(text("SELECT username, password_hash FROM users ORDER BY username")).all()
        return [user for user, hashed in rows if check_password_hash(hashed, password)]

    def test_the_administrator_logs_in_with_the_new_password_alone(self) -> None:
        """Nobody else's password changes."""
        self.assertEqual("the user admin has the new password", self.rotate("admin-password"))
        self.assertEqual(["admin"], self.users_with(NEW))
        self.assertEqual(["judge", "somebody"], self.users_with(OLD))

    def test_the_administrator_may_have_another_name(self) -> None:
        """As the variable of the login says."""
        self.environment["MLFLOW_AUTH_ADMIN_USERNAME"] = "somebody"
        self.rotate("admin-password")
        self.assertEqual(["somebody"], self.users_with(NEW))

    def test_the_user_of_jobs_has_a_password_too(self) -> None:
        """Whom an administrator made."""
        self.rotate("job-password")
        self.assertEqual(["judge"], self.users_with(NEW))

    def test_a_user_who_is_not_there_yet_has_none_to_change(self) -> None:
        """MLflow makes the administrator with the password of the file, at its first start."""
        for statement in ("DELETE FROM users", "DROP TABLE users"):
            with self.engine.begin() as connection:
                connection.execute(text("PRAGMA foreign_keys = OFF"))
                connection.execute(text(statement))
            with self.subTest(statement=statement):
                self.assertEqual("the user admin does not exist yet", self.rotate("admin-password"))

    def test_a_password_that_mlflow_does_not_take_is_refused(self) -> None:
        """It is too short, or has a space at an end, which the configuration of the login drops."""
        for password in ("eleven char", " a space in front"):
            with self.subTest(password=password), self.assertRaisesRegex(RotationError, "nothing was changed"):
                self.rotate("admin-password", password)
        self.assertEqual(["admin", "judge", "somebody"], self.users_with(OLD))

    def test_the_error_of_a_database_has_no_values(self) -> None:
        """The text of SQLAlchemy has the statement with the hash of the password."""
        with self.engine.begin() as connection:
            connection.execute(
                text("CREATE TRIGGER no BEFORE UPDATE ON users BEGIN SELECT RAISE(ABORT, 'locked'); END")
            )
        with self.assertRaises(RotationError) as raised:
            self.rotate("admin-password")
        self.assertEqual("the database says: locked", str(raised.exception))


class CommandTest(RotationCase):
    """What is typed, and what the standard input holds."""

    def run_with(self, arguments: list[str], given: bytes) -> tuple[object, str]:
        """Run the command; return its exit code and what it says."""
        standard_input = mock.Mock(buffer=io.BytesIO(given))
        with (
            mock.patch.object(sys, "argv", ["mlflow-rotate", *arguments]),
            mock.patch.object(sys, "stdin", standard_input),
            mock.patch.object(rotate, "Termination"),
            mock.patch.object(rotate, "prepare_or_exit"),
            mock.patch.dict(os.environ, self.environment),
            contextlib.redirect_stderr(io.StringIO()) as said,
            self.assertRaises(SystemExit) as end,
        ):
            rotate.main()
        return end.exception.code, said.getvalue()

    def test_the_value_comes_from_the_standard_input_and_is_not_shown(self) -> None:
        """It would be in an argument list otherwise."""
        code, said = self.run_with(["gateway-passphrase"], f"{NEW}\r\n".encode())
        self.assertEqual(
            (0, "mlflow-rotate: 0 keys of the AI gateway are encrypted with the new passphrase\n"), (code, said)
        )

    def test_what_it_does_not_know_is_an_error_that_names_all(self) -> None:
        """So is nothing at all."""
        for arguments in ([], ["kek"], ["webhook-key", "admin-password"]):
            with self.subTest(arguments=arguments):
                self.assertEqual(
                    (2, f"mlflow-rotate: the argument must be one of {', '.join(ROTATIONS)}\n"),
                    self.run_with(arguments, b"x"),
                )

    def test_a_value_that_no_server_could_read_is_refused(self) -> None:
        """Before anything changes."""
        for given, message in ((b"", "is empty"), (b"\r\n", "is empty"), (b"a\nb", "line break"), (b"\xff", "UTF-8")):
            with self.subTest(given=given):
                code, said = self.run_with(["admin-password"], given)
                self.assertEqual(1, code)
                self.assertIn(message, said)

    def test_line_ends_after_the_value_do_not_count(self) -> None:
        """As in the files of secrets."""
        for given in (b"a b", b"a b\n", b"a b\r\n", b"a b\n\n"):
            self.assertEqual("a b", new_value(given))


if __name__ == "__main__":
    unittest.main()
