"""Whether the databases can be reached: asked before MLflow asks, whose answer is a stack trace after two minutes.

For the start of a server, and for the migration before it.
"""

import re
import socket
import ssl
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlflow_runtime.entrypoint import STORES
from mlflow_runtime.migrate.failure import ExitCode

if TYPE_CHECKING:
    from sqlalchemy import URL

TIMEOUT = "DATABASE_TIMEOUT"
DEFAULT_TIMEOUT = 90
ATTEMPT_SECONDS = 10
PAUSE_SECONDS = 0.3

PORTS = {"mysql": 3306, "postgresql": 5432, "mssql": 1433}
CONNECT_TIMEOUT_OPTIONS = {"pymysql": "connect_timeout", "psycopg2": "connect_timeout", "pyodbc": "timeout"}

NOT_READY = "the server is not ready; wait, or check its log"
UNSECURED = "the TLS connection failed; check the TLS mode and the certificate of the authority"
NO_DATABASE = "the database does not exist; check its name, or create it"
NO_RIGHT = "the database does not exist for the user; check its name, and the permissions of the user"
NOT_LET_IN = "access denied for the user; check user and password"
NO_ENTRY = "the server accepts no connections from this host; check its pg_hba.conf, or the host of the MySQL user"
NO_DRIVER = "the driver is missing in the image; check its Debian packages"

# Numbers of MySQL and SQL Server, SQLSTATEs of PostgreSQL and ODBC:
# https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html
# https://www.postgresql.org/docs/current/errcodes-appendix.html
# https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
MEANINGS: Mapping[int | str, str] = {
    **dict.fromkeys((1040, 1053, 1203, "57P03", "57P01", "53300"), NOT_READY),
    **dict.fromkeys((3159,), UNSECURED),
    **dict.fromkeys((1049, 4060, "3D000"), NO_DATABASE),
    **dict.fromkeys((1044, "42501"), NO_RIGHT),
    **dict.fromkeys((1045, 1698, 18456, 18452, "28P01", "28000"), NOT_LET_IN),
    **dict.fromkeys((1130,), NO_ENTRY),
    **dict.fromkeys(("IM002", "IM003"), NO_DRIVER),
}

# psycopg2 has no error codes for failed connections, only messages. Names of users, hosts, databases and
# files are taken out of them first: a user may be called `tls_writer`.
WORDS = (
    (r"starting up|shutting down|in recovery mode|too many clients|remaining connection slots", NOT_READY),
    (r"no pg_hba\.conf entry(?!.*no encryption)", NO_ENTRY),
    (r"password authentication failed|login failed|role .* does not exist|no password supplied", NOT_LET_IN),
    (r"SSL|TLS|certificate|require_secure_transport|insecure transport|no encryption", UNSECURED),
    (r"database .* does not exist|cannot open database", NO_DATABASE),
    (r"permission denied for database", NO_RIGHT),
    (r"access denied|authentication failed", NOT_LET_IN),
    (r"data source name not found|can't open lib|file not found", NO_DRIVER),
    (
        r"unable to open database file",
        "the file cannot be opened; check that its folder belongs to the user of this container",
    ),
)


@dataclass(frozen=True)
class Obstacle:
    """What is in the way to a database, and whether it may go by itself."""

    text: str
    passing: bool


class UnreachableError(Exception):
    """A database cannot be reached. The message is for people: which one, where, why and what to check."""


def wait_for_databases(environment: Mapping[str, str]) -> None:
    """Return as soon as all databases of the environment can be used.

    Waits DATABASE_TIMEOUT seconds in all while they cannot be reached, and no longer where waiting is no help.
    Raises UnreachableError.
    """
    value = environment.get(TIMEOUT) or str(DEFAULT_TIMEOUT)
    if not value.isdecimal():
        raise UnreachableError(f"{TIMEOUT} must be a whole number of seconds, and is {value!r}")
    end = time.monotonic() + int(value)
    for store, name in STORES.items():
        uri = environment.get(name)
        if uri:
            wait_for_database(_parse(uri, name), f"database of the {store.replace('_', ' ').lower()}", end)


def wait_for_databases_or_exit(environment: Mapping[str, str]) -> None:
    """Wait for all databases; if one cannot be reached, log it and exit."""
    try:
        wait_for_databases(environment)
    except UnreachableError as error:
        print(f"mlflow: {error}", file=sys.stderr)
        sys.exit(ExitCode.UNREACHABLE)


def _parse(uri: str, name: str) -> "URL":
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(uri)
    except (ArgumentError, ValueError):  # whose message may hold the URI, and so the password
        raise UnreachableError(
            f"{name} is not a database URI; it must have the form dialect+driver://user:password@host:port/database,"
            " with special characters encoded as %40"
        ) from None


def wait_for_database(url: "URL", name: str, end: float) -> None:
    """Return as soon as a database can be used.

    Waits until `time.monotonic()` is at the end, and no longer where waiting is no help. Raises UnreachableError.
    """
    said = None
    while (obstacle := find_obstacle(url)) is not None:
        message = f"the {name} at {_address(url)} cannot be reached: {obstacle.text}"
        if not obstacle.passing:
            raise UnreachableError(message)
        left = end - time.monotonic()
        if left <= 0:
            raise UnreachableError(message)
        if obstacle.text != said:
            print(f"mlflow: waiting, {left:.0f} s at most: {message}", file=sys.stderr)
            said = obstacle.text
        time.sleep(PAUSE_SECONDS)


def find_obstacle(url: "URL") -> Obstacle | None:
    """Try once to use a database, for some seconds at most."""
    if url.host:
        obstacle = _obstacle_of_network(url.host, url.port or PORTS.get(url.get_backend_name()))
        if obstacle:
            return obstacle
    return _obstacle_of_database(url)


def _obstacle_of_network(host: str, port: int | None) -> Obstacle | None:
    try:
        socket.create_connection((host, port or 0), ATTEMPT_SECONDS).close()
    except socket.gaierror:
        return Obstacle(f"the name {host} cannot be resolved; check the host, and the networks of this container", True)
    except ConnectionRefusedError:
        return Obstacle("nothing listens there; check the port, and whether the server runs", True)
    except TimeoutError:
        return Obstacle("no answer; check the host, the port, and firewalls on the way", True)
    except OSError as error:
        return Obstacle(f"{error.strerror}; check the host, and the networks of this container", True)
    return None


def _obstacle_of_database(url: "URL") -> Obstacle | None:
    import sqlalchemy
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    options: dict[str, Any] = {}
    option = CONNECT_TIMEOUT_OPTIONS.get(url.drivername.partition("+")[2])
    if option:
        options[option] = ATTEMPT_SECONDS
    try:
        engine = sqlalchemy.create_engine(url, poolclass=NullPool, connect_args=options)
    except (ImportError, sqlalchemy.exc.NoSuchModuleError) as error:
        return Obstacle(f"the driver is missing in the image ({error}); check its Python packages", False)
    try:
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text("SELECT 1"))
    except DBAPIError as error:
        return explain(error.orig or error)
    except OSError as error:  # PyMySQL reads the certificates before it connects
        return Obstacle(f"a file of the connection cannot be read ({error}); check the authority's certificate", False)
    return None


def explain(error: BaseException) -> Obstacle:
    """Return the meaning of a driver's error. For an unknown error, waiting may help."""
    said = re.sub(r"\s+", " ", _without_address(str(error))).strip()
    advice = _meaning(error)
    if advice is None:
        return Obstacle(
            f"something answers, but not as this driver expects; check host and port (it says: {said})", True
        )
    return Obstacle(f"{advice} (it says: {said})", advice is NOT_READY)


def _without_address(text: str) -> str:
    return re.sub(r"connection to server at .*? failed: ", "", text)


def _meaning(error: BaseException) -> str | None:
    if isinstance(getattr(error, "original_exception", None), ssl.SSLError):  # PyMySQL's error code is less specific
        return UNSECURED
    text = _without_address(" ".join(part for part in error.args if isinstance(part, str)))
    native = re.search(r"\((\d+)\) \(SQL|\((\d+)\)\W*$", text)  # pyodbc has the number of SQL Server in the text
    codes = [native and int(native[1] or native[2]), getattr(error, "pgcode", None), *error.args[:1]]
    for code in codes:
        if isinstance(code, int | str) and code in MEANINGS:
            return MEANINGS[code]
    words = re.sub(r"\".*\"|(?<!\w)'[^']*'", "", text)
    return next((advice for pattern, advice in WORDS if re.search(pattern, words, re.IGNORECASE)), None)


def _address(url: "URL") -> str:
    if not url.host:
        return url.database or "an unnamed place"
    port = url.port or PORTS.get(url.get_backend_name())
    return f"{url.host}:{port}" if port else url.host
