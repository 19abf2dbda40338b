"""The backend store's URI, put together inside the container from its parts.

A compose file can only join strings, and a password joined into a URI breaks it as soon as it holds an `@` or a `%`.
So the parts arrive as variables of their own, and a URL library joins them.
"""

from collections.abc import Mapping
from urllib.parse import parse_qs

SCHEME = "BACKEND_STORE_SCHEME"
HOST = "BACKEND_STORE_HOST"
PORT = "BACKEND_STORE_PORT"
DATABASE = "BACKEND_STORE_DATABASE"
USER = "BACKEND_STORE_USER"
PASSWORD = "BACKEND_STORE_PASSWORD"
QUERY = "BACKEND_STORE_QUERY"

REQUIRED = (SCHEME, HOST, PORT, DATABASE, USER, PASSWORD)


class BackendStoreError(Exception):
    """The parts do not make a URI. The message is for people and names the variable."""


def compose_uri(environment: Mapping[str, str]) -> str:
    """Return the URI that the parts in the environment describe; it holds the password, so never print it.

    Raises BackendStoreError when a part is missing or empty, or the port is not one.
    """
    from sqlalchemy.engine import URL  # takes longer to import than all the rest: only for those who have a database

    missing = [name for name in REQUIRED if not environment.get(name)]
    if missing:
        raise BackendStoreError(
            f"{', '.join(missing)} must be set and not empty: MLflow's database cannot be addressed without."
        )
    port = environment[PORT]
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise BackendStoreError(f"{PORT} must be a port number from 1 to 65535, and is {port!r}.")
    try:
        query = parse_qs(environment.get(QUERY, ""), keep_blank_values=True, strict_parsing=True)
    except ValueError:
        raise BackendStoreError(f"{QUERY} must have the form name=value&name=value, URL-encoded.") from None
    scheme = environment[SCHEME]
    return URL.create(
        scheme,
        username=environment[USER],
        password=_password_for(scheme, environment[PASSWORD]),
        host=environment[HOST],
        port=int(port),
        database=environment[DATABASE],
        query=query,
    ).render_as_string(hide_password=False)


def _password_for(scheme: str, password: str) -> str:
    """Spell the password so that the driver sends the server its UTF-8 bytes.

    PyMySQL encodes a password as latin-1, whatever the connection's character set, and the server knows the password
    by its UTF-8 bytes. Handing PyMySQL those bytes as latin-1 characters makes both agree.
    See `Connection.__init__` in https://github.com/PyMySQL/PyMySQL/blob/main/pymysql/connections.py.
    """
    if scheme.endswith("+pymysql"):
        return password.encode("utf-8").decode("latin-1")
    return password
