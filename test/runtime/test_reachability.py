"""The databases are checked before MLflow uses them, and the cause of a failure is one line."""

import contextlib
import io
import socket
import ssl
import unittest
from collections.abc import Generator
from unittest import mock

from sqlalchemy.exc import NoSuchModuleError, OperationalError

from mlflow_runtime import reachability
from mlflow_runtime.reachability import (
    NO_DATABASE,
    NO_DRIVER,
    NO_ENTRY,
    NO_RIGHT,
    NOT_LET_IN,
    NOT_READY,
    UNSECURED,
    Obstacle,
    UnreachableError,
    explain,
    wait_for_databases,
    wait_for_databases_or_exit,
)

BACKEND = "MLFLOW_BACKEND_STORE_URI"


@contextlib.contextmanager
def listener() -> Generator[int]:
    """Give a port of this machine where something listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def unused_port() -> int:
    """Give a port of this machine where nothing listens."""
    with listener() as port:
        return port


def message_of(environment: dict[str, str]) -> str:
    """Return what is said of databases that cannot be reached."""
    try:
        wait_for_databases(environment)
    except UnreachableError as error:
        return str(error)
    raise AssertionError("the databases can be reached")


def at_once(uri: str) -> dict[str, str]:
    """Return an environment in which nobody waits."""
    return {BACKEND: uri, "DATABASE_TIMEOUT": "0"}


class NetworkTest(unittest.TestCase):
    """What can be reported without a driver."""

    def setUp(self) -> None:
        """Keep what is said while waiting to ourselves."""
        silence = contextlib.redirect_stderr(io.StringIO())
        self.said = silence.__enter__()
        self.addCleanup(silence.__exit__, None, None, None)

    def test_a_name_that_nobody_knows(self) -> None:
        """The whole message, for once."""
        message = message_of(at_once("mysql+pymysql://me:secret@nowhere.invalid/runs"))
        self.assertEqual(
            message,
            "the database of the backend store at nowhere.invalid:3306 cannot be reached: the name nowhere.invalid"
            " cannot be resolved; check the host, and the networks of this container",
        )

    def test_a_port_where_nothing_listens(self) -> None:
        """The port is named."""
        port = unused_port()
        message = message_of(at_once(f"postgresql+psycopg2://me:secret@127.0.0.1:{port}/runs"))
        self.assertIn(f"at 127.0.0.1:{port} cannot be reached: nothing listens there; check the port", message)

    def test_an_address_that_does_not_answer(self) -> None:
        """As with a firewall; the port is the engine's default."""
        with mock.patch("socket.create_connection", side_effect=TimeoutError):
            message = message_of(at_once("mssql+pyodbc://me:secret@10.0.0.1/runs?driver=FreeTDS"))
        self.assertIn("at 10.0.0.1:1433 cannot be reached: no answer; check the host, the port, and firewalls", message)

    def test_an_address_without_a_way_to_it(self) -> None:
        """As from a network without egress."""
        with mock.patch("socket.create_connection", side_effect=OSError(101, "Network is unreachable")):
            message = message_of(at_once("mysql+pymysql://me:secret@10.0.0.1/runs"))
        self.assertIn("Network is unreachable; check the host, and the networks of this container", message)

    def test_each_database_is_named(self) -> None:
        """A server may have several."""
        for name, store in (
            ("MLFLOW_REGISTRY_STORE_URI", "registry store"),
            ("MLFLOW_READ_REPLICA_BACKEND_STORE_URI", "read replica store"),
        ):
            environment = {name: f"mysql+pymysql://me:secret@127.0.0.1:{unused_port()}/runs", "DATABASE_TIMEOUT": "0"}
            self.assertIn(f"the database of the {store} at", message_of(environment))

    def test_it_waits_for_a_server_that_starts_and_says_why_once(self) -> None:
        """Not at each attempt."""
        answers = [Obstacle("nothing listens there", True), Obstacle("nothing listens there", True), None]
        with (
            mock.patch.object(reachability, "find_obstacle", side_effect=answers) as find,
            mock.patch("time.sleep"),
        ):
            wait_for_databases({BACKEND: "mysql+pymysql://me:secret@db/runs"})
        self.assertEqual(find.call_count, 3)
        self.assertEqual(self.said.getvalue().count("mlflow: waiting"), 1)
        self.assertIn("90 s at most: the database of the backend store at db:3306", self.said.getvalue())

    def test_it_gives_up_after_the_time(self) -> None:
        """A clock that goes a second further at each look."""
        clock = iter(range(100))
        with (
            mock.patch.object(reachability, "find_obstacle", return_value=Obstacle("no answer", True)) as find,
            mock.patch("time.sleep"),
            mock.patch("time.monotonic", side_effect=lambda: next(clock)),
        ):
            message_of({BACKEND: "mysql+pymysql://me:secret@db/runs", "DATABASE_TIMEOUT": "5"})
        self.assertEqual(find.call_count, 5)

    def test_it_does_not_wait_where_that_is_no_help(self) -> None:
        """A wrong password stays wrong."""
        with (
            mock.patch.object(reachability, "find_obstacle", return_value=Obstacle("no", False)),
            mock.patch("time.sleep") as sleep,
        ):
            message_of({BACKEND: "mysql+pymysql://me:secret@db/runs"})
        sleep.assert_not_called()

    def test_without_databases_nothing_is_asked(self) -> None:
        """MLflow then has its own default."""
        wait_for_databases({})

    def test_a_timeout_that_is_no_number(self) -> None:
        """The variable is named."""
        self.assertEqual(
            message_of({"DATABASE_TIMEOUT": "soon"}),
            "DATABASE_TIMEOUT must be a whole number of seconds, and is 'soon'",
        )

    def test_the_process_ends_with_a_code_of_its_own(self) -> None:
        """In one line, without the password."""
        with self.assertRaises(SystemExit) as raised:
            wait_for_databases_or_exit(at_once(f"mysql+pymysql://me:secret@127.0.0.1:{unused_port()}/runs"))
        self.assertEqual(raised.exception.code, 6)
        self.assertRegex(self.said.getvalue(), r"^mlflow: the database of the backend store .*\n$")
        self.assertNotIn("secret", self.said.getvalue())


class DatabaseTest(unittest.TestCase):
    """What drivers say."""

    def test_a_database_that_answers(self) -> None:
        """In memory, which always does."""
        wait_for_databases({BACKEND: "sqlite://"})

    def test_a_file_in_a_folder_of_somebody_else(self) -> None:
        """Or in none."""
        message = message_of({BACKEND: "sqlite:////nowhere/mlflow.db"})
        self.assertIn("the backend store at /nowhere/mlflow.db cannot be reached: the file cannot be opened", message)

    def test_a_uri_that_is_none_is_not_shown(self) -> None:
        """For it may hold a password all the same."""
        message = message_of({BACKEND: "me:secret@db"})
        self.assertIn("MLFLOW_BACKEND_STORE_URI is not a database URI; it must have the form dialect+driver", message)
        self.assertNotIn("secret", message)
        self.assertNotIn("secret", message_of({BACKEND: "mysql+pymysql://me:secret@db:port/runs"}))

    def test_a_driver_that_is_not_there(self) -> None:
        """Neither the package nor the dialect."""
        for error in (ImportError("No module named 'oracledb'"), NoSuchModuleError("Can't load plugin")):
            with listener() as port, mock.patch("sqlalchemy.create_engine", side_effect=error):
                message = message_of({BACKEND: f"mysql+pymysql://me:secret@127.0.0.1:{port}/runs"})
            self.assertIn("the driver is missing in the image", message)

    def test_a_certificate_that_is_not_there(self) -> None:
        """PyMySQL reads it when it connects."""
        error = FileNotFoundError(2, "No such file or directory")
        with listener() as port, mock.patch("sqlalchemy.Engine.connect", side_effect=error):
            message = message_of({BACKEND: f"mysql+pymysql://me:secret@127.0.0.1:{port}/runs"})
        self.assertIn("a file of the connection cannot be read", message)

    def test_a_driver_that_refuses(self) -> None:
        """The driver's message is reported, SQLAlchemy's is not."""
        refusal = OperationalError("SELECT secret", {}, Exception(1045, "Access denied for user 'me'@'10.0.0.1'"))
        with listener() as port, mock.patch("sqlalchemy.Engine.connect", side_effect=refusal):
            message = message_of({BACKEND: f"mysql+pymysql://me:secret@127.0.0.1:{port}/runs"})
        self.assertIn("access denied for the user; check user and password (it says: (1045,", message)
        self.assertNotIn("secret", message)

    def test_what_each_server_says(self) -> None:
        """As it came from real ones, but from SQL Server. A code counts for more than words, and no name counts."""
        for error, advice, passing in (
            # PostgreSQL
            (
                Exception(
                    'connection to server at "db" (::1), port 5432 failed: FATAL:  password authentication failed\n'
                ),
                "access denied for the user; check user and password (it says: FATAL: password authentication failed)",
                False,
            ),
            (Exception('FATAL:  role "me" does not exist'), NOT_LET_IN, False),
            (Exception('FATAL:  database "runs" does not exist'), NO_DATABASE, False),
            (Exception('FATAL:  permission denied for database "runs"'), NO_RIGHT, False),
            (Exception("FATAL:  the database system is starting up"), NOT_READY, True),
            (Exception("FATAL:  sorry, too many clients already"), NOT_READY, True),
            (Exception("SSL error: certificate verify failed"), UNSECURED, False),
            (Exception("server does not support SSL, but SSL was required"), UNSECURED, False),
            (Exception('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "me", no encryption'), UNSECURED, False),
            (Exception('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "me", SSL encryption'), NO_ENTRY, False),
            # MySQL
            (Exception(1045, "Access denied for user 'me'@'10.0.0.1' (using password: YES)"), NOT_LET_IN, False),
            (Exception(1044, "Access denied for user 'me'@'%' to database 'runs'"), NO_RIGHT, False),
            (Exception(1049, "Unknown database 'runs'"), NO_DATABASE, False),
            (Exception(1040, "Too many connections"), NOT_READY, True),
            (Exception(3159, "Connections using insecure transport are prohibited"), UNSECURED, False),
            (Exception(2003, "Can't connect ([SSL: CERTIFICATE_VERIFY_FAILED])"), UNSECURED, False),
            (Exception(2013, "Lost connection to MySQL server during query"), "something answers", True),
            # SQL Server
            (Exception("28000", "[28000] [FreeTDS][SQL Server]Login failed for user 'me'. (18456)"), NOT_LET_IN, False),
            (
                Exception("42000", '[42000] [SQL Server]Cannot open database "runs" (4060) (SQLDriverConnect)'),
                NO_DATABASE,
                False,
            ),
            (Exception("01000", "[unixODBC][Driver Manager]Can't open lib 'x' : file not found"), NO_DRIVER, False),
            (Exception("08001", "[FreeTDS][SQL Server]Unable to connect to data source"), "something answers", True),
        ):
            with self.subTest(error):
                obstacle = explain(error)
                self.assertTrue(obstacle.text.startswith(advice), obstacle.text)
                self.assertEqual(obstacle.passing, passing)
                self.assertNotIn("\n", obstacle.text)

    def test_names_are_no_reasons(self) -> None:
        """Of users, hosts and databases, whatever they are called."""
        for error, advice in (
            (Exception('FATAL:  password authentication failed for user "tls_writer"\n'), NOT_LET_IN),
            (Exception('FATAL:  password authentication failed for user "a" SSL "b"\n'), NOT_LET_IN),
            (Exception('FATAL:  database "certificates" does not exist'), NO_DATABASE),
            (Exception('FATAL:  role "starting up" does not exist'), NOT_LET_IN),
            (
                Exception(
                    'connection to server at "ssl.example" (10.0.0.1), port 5432 failed: FATAL: too many clients'
                ),
                NOT_READY,
            ),
            (Exception(1045, "Access denied for user 'tls'@'ssl.example' to database 'certificate'"), NOT_LET_IN),
            (Exception(1049, "Unknown database 'ssl'"), NO_DATABASE),
            (Exception(2013, "Lost connection to 'tls'"), "something answers"),
            (
                Exception("28000", "[28000] [SQL Server]Login failed for user 'tls'. (18456) (SQLDriverConnect)"),
                NOT_LET_IN,
            ),
            (
                Exception("42000", '[42000] [SQL Server]Cannot open database "tls". (4060) (SQLDriverConnect)'),
                NO_DATABASE,
            ),
        ):
            with self.subTest(error):
                self.assertTrue(explain(error).text.startswith(advice), explain(error).text)

    def test_a_certificate_that_pymysql_does_not_accept(self) -> None:
        """Its number is that of any failure to connect."""
        error = Exception(2003, "Can't connect to MySQL server on 'db'")
        error.original_exception = ssl.SSLError()  # type: ignore[attr-defined]
        self.assertTrue(explain(error).text.startswith(UNSECURED))
