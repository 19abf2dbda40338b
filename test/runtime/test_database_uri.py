"""The URI of a database: any value of any part survives, and a missing part is an error for people."""

import re
import tempfile
import unittest
from pathlib import Path

from mlflow.store.db.utils import _get_alembic_config
from pymysql.optionfile import Parser
from sqlalchemy.engine import make_url

from mlflow_runtime.credentials import CredentialsError
from mlflow_runtime.database_uri import DatabaseUriError, compose_uri, uri_of

PARTS = {
    "BACKEND_STORE_SCHEME": "postgresql+psycopg2",
    "BACKEND_STORE_HOST": "db",
    "BACKEND_STORE_PORT": "5432",
    "BACKEND_STORE_DATABASE": "mlflow",
    "BACKEND_STORE_USER": "mlflow",
    "BACKEND_STORE_PASSWORD": "secret",
}
AWKWARD = (
    "@",
    ":",
    "/",
    "?",
    "#",
    "%",
    "%40",
    "$",
    "$$",
    "'",
    '"',
    "\\",
    "`",
    "&",
    " ",
    "+",
    "ü",
    "😀",
    "[::1]",
    "%(x)s",
)
PASSWORDS = (*AWKWARD, "".join(AWKWARD))


class ComposeUriTest(unittest.TestCase):
    """What goes in comes out of SQLAlchemy's parser."""

    def test_any_password_user_and_database_survive(self) -> None:
        """Each awkward string, as each part that may hold one."""
        for value in PASSWORDS:
            for part in ("PASSWORD", "USER", "DATABASE"):
                with self.subTest(part=part, value=value):
                    url = make_url(compose_uri({**PARTS, f"BACKEND_STORE_{part}": value}, "BACKEND_STORE"))
                    self.assertEqual(
                        value, {"PASSWORD": url.password, "USER": url.username, "DATABASE": url.database}[part]
                    )
                    self.assertEqual("db", url.host)

    def test_the_uri_survives_alembics_interpolation(self) -> None:
        """Migrations read the URI from an ini option, where a % is special."""
        for password in PASSWORDS:
            with self.subTest(password=password):
                uri = compose_uri({**PARTS, "BACKEND_STORE_PASSWORD": password}, "BACKEND_STORE")
                self.assertEqual(uri, _get_alembic_config(uri).get_main_option("sqlalchemy.url"))

    def test_pymysql_sends_the_passwords_utf8_bytes(self) -> None:
        """PyMySQL's own encoding of what it is handed is what the server expects."""
        for password in PASSWORDS:
            with self.subTest(password=password):
                parts = {**PARTS, "BACKEND_STORE_SCHEME": "mysql+pymysql", "BACKEND_STORE_PASSWORD": password}
                self.assertEqual(
                    password.encode(), str(make_url(compose_uri(parts, "BACKEND_STORE")).password).encode("latin-1")
                )

    def test_a_password_in_a_file_reaches_the_driver_in_a_file(self) -> None:
        """The URI holds none; what the driver reads is what the file held, but for the line break at its end."""
        for password in PASSWORDS:
            with self.subTest(password=password), tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
                file.write(f"{password}\n")
                file.flush()
                parts = {**PARTS, "BACKEND_STORE_PASSWORD": "", "BACKEND_STORE_PASSWORD_FILE": file.name}
                mysql = make_url(compose_uri({**parts, "BACKEND_STORE_SCHEME": "mysql+pymysql"}, "BACKEND_STORE"))
                options = Parser()
                options.read(str(mysql.query["read_default_file"]))
                self.assertEqual(password.encode(), options.get("client", "password").encode("latin-1"))
                postgres = make_url(compose_uri(parts, "BACKEND_STORE"))
                line = Path(str(postgres.query["passfile"])).read_text(encoding="utf-8")
                self.assertEqual(password, re.sub(r"\\(.)", r"\1", line.removeprefix("*:*:*:*:").removesuffix("\n")))
                self.assertEqual((None, None), (mysql.password, postgres.password))

    def test_a_driver_that_reads_no_file_gets_the_password_in_the_uri(self) -> None:
        """There is no other way."""
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("p@ss")
            file.flush()
            parts = {**PARTS, "BACKEND_STORE_SCHEME": "mssql+pyodbc", "BACKEND_STORE_PASSWORD_FILE": file.name}
            self.assertEqual("p@ss", make_url(compose_uri(parts, "BACKEND_STORE")).password)

    def test_a_file_that_holds_no_password_is_named(self) -> None:
        """With the variable that names it."""
        with tempfile.NamedTemporaryFile("w") as file:
            for path, reason in (("/no/such", "No such file"), (file.name, "empty")):
                parts = {**PARTS, "BACKEND_STORE_PASSWORD": "", "BACKEND_STORE_PASSWORD_FILE": path}
                with (
                    self.subTest(path=path),
                    self.assertRaisesRegex(DatabaseUriError, f"_PASSWORD_FILE names {path}.*{reason}"),
                ):
                    compose_uri(parts, "BACKEND_STORE")

    def test_sqlite_needs_a_path_alone(self) -> None:
        """An absolute one."""
        parts = {"BACKEND_STORE_SCHEME": "sqlite", "BACKEND_STORE_DATABASE": "/data/mlflow.db"}
        self.assertEqual("sqlite:////data/mlflow.db", compose_uri(parts, "BACKEND_STORE"))

    def test_a_whole_uri_is_read_from_a_file_and_parts_go_before_it(self) -> None:
        """As it stands there, but for the line break at its end."""
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("mysql+pymysql://me:p%40ss@db/runs\n")
            file.flush()
            environment = {"BACKEND_STORE_URI_FILE": file.name}
            self.assertEqual(uri_of(environment, "BACKEND_STORE"), "mysql+pymysql://me:p%40ss@db/runs")
            self.assertEqual(uri_of({**environment, **PARTS}, "BACKEND_STORE"), compose_uri(PARTS, "BACKEND_STORE"))
        self.assertIsNone(uri_of({}, "BACKEND_STORE"))
        with self.assertRaisesRegex(CredentialsError, "BACKEND_STORE_URI_FILE names /nowhere, which cannot be read"):
            uri_of({"BACKEND_STORE_URI_FILE": "/nowhere"}, "BACKEND_STORE")

    def test_what_freetds_cannot_be_told_is_named(self) -> None:
        """Other drivers can."""
        parts = {**PARTS, "BACKEND_STORE_SCHEME": "mssql+pyodbc", "BACKEND_STORE_PASSWORD": "a}b"}
        compose_uri({**parts, "BACKEND_STORE_QUERY": "driver=ODBC+Driver+18+for+SQL+Server"}, "BACKEND_STORE")
        with self.assertRaisesRegex(DatabaseUriError, "STORE_PASSWORD contains a }, which FreeTDS does not support"):
            compose_uri({**parts, "BACKEND_STORE_QUERY": "driver=FreeTDS"}, "BACKEND_STORE")

    def test_a_query_is_passed_on(self) -> None:
        """Options of the driver."""
        url = make_url(
            compose_uri({**PARTS, "BACKEND_STORE_QUERY": "charset=utf8mb4&ssl_ca=%2Fca.pem"}, "BACKEND_STORE")
        )
        self.assertEqual({"charset": "utf8mb4", "ssl_ca": "/ca.pem"}, dict(url.query))

    def test_an_ipv6_host_is_bracketed(self) -> None:
        """Its colons are not the port's."""
        url = make_url(compose_uri({**PARTS, "BACKEND_STORE_HOST": "fd00::5"}, "BACKEND_STORE"))
        self.assertEqual(("fd00::5", 5432), (url.host, url.port))

    def test_a_missing_or_empty_part_is_named(self) -> None:
        """Compose passes an unset variable on as an empty one."""
        for name in ("SCHEME", "HOST", "DATABASE", "USER", "PASSWORD"):
            name = f"BACKEND_STORE_{name}"
            for parts in ({**PARTS, name: ""}, {key: value for key, value in PARTS.items() if key != name}):
                with self.subTest(name=name), self.assertRaisesRegex(DatabaseUriError, name):
                    compose_uri(parts, "BACKEND_STORE")

    def test_what_is_no_port_or_no_query_is_named(self) -> None:
        """And the password is not in the message."""
        for name, value in (("PORT", "db"), ("PORT", "0"), ("PORT", "70000"), ("PORT", "³"), ("QUERY", "charset")):
            with self.subTest(value=value), self.assertRaisesRegex(DatabaseUriError, name) as raised:
                compose_uri({**PARTS, f"BACKEND_STORE_{name}": value}, "BACKEND_STORE")
            self.assertNotIn("secret", str(raised.exception))
