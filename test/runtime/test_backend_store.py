"""The backend store's URI: any value of any part survives, and a missing part is an error for people."""

import unittest

from mlflow.store.db.utils import _get_alembic_config
from sqlalchemy.engine import make_url

from mlflow_runtime.backend_store import REQUIRED, BackendStoreError, compose_uri

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
                    url = make_url(compose_uri({**PARTS, f"BACKEND_STORE_{part}": value}))
                    self.assertEqual(
                        value, {"PASSWORD": url.password, "USER": url.username, "DATABASE": url.database}[part]
                    )
                    self.assertEqual("db", url.host)

    def test_the_uri_survives_alembics_interpolation(self) -> None:
        """Migrations read the URI from an ini option, where a % is special."""
        for password in PASSWORDS:
            with self.subTest(password=password):
                uri = compose_uri({**PARTS, "BACKEND_STORE_PASSWORD": password})
                self.assertEqual(uri, _get_alembic_config(uri).get_main_option("sqlalchemy.url"))

    def test_pymysql_sends_the_passwords_utf8_bytes(self) -> None:
        """PyMySQL's own encoding of what it is handed is what the server expects."""
        for password in PASSWORDS:
            with self.subTest(password=password):
                parts = {**PARTS, "BACKEND_STORE_SCHEME": "mysql+pymysql", "BACKEND_STORE_PASSWORD": password}
                self.assertEqual(password.encode(), str(make_url(compose_uri(parts)).password).encode("latin-1"))

    def test_a_query_is_passed_on(self) -> None:
        """Options of the driver."""
        url = make_url(compose_uri({**PARTS, "BACKEND_STORE_QUERY": "charset=utf8mb4&ssl_ca=%2Fca.pem"}))
        self.assertEqual({"charset": "utf8mb4", "ssl_ca": "/ca.pem"}, dict(url.query))

    def test_an_ipv6_host_is_bracketed(self) -> None:
        """Its colons are not the port's."""
        url = make_url(compose_uri({**PARTS, "BACKEND_STORE_HOST": "fd00::5"}))
        self.assertEqual(("fd00::5", 5432), (url.host, url.port))

    def test_a_missing_or_empty_part_is_named(self) -> None:
        """Compose hands on an unset variable as an empty one."""
        for name in REQUIRED:
            for parts in ({**PARTS, name: ""}, {key: value for key, value in PARTS.items() if key != name}):
                with self.subTest(name=name), self.assertRaisesRegex(BackendStoreError, name):
                    compose_uri(parts)

    def test_what_is_no_port_or_no_query_is_named(self) -> None:
        """And the password is not in the message."""
        for name, value in (("PORT", "db"), ("PORT", "0"), ("PORT", "70000"), ("PORT", "³"), ("QUERY", "charset")):
            with self.subTest(value=value), self.assertRaisesRegex(BackendStoreError, name) as raised:
                compose_uri({**PARTS, f"BACKEND_STORE_{name}": value})
            self.assertNotIn("secret", str(raised.exception))
