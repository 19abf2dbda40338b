"""The URI of a database, put together inside the container from its parts.

A compose file can only join strings, and a password joined into a URI breaks it as soon as it holds an `@` or a `%`.
So the parts arrive as variables of their own, `<STORE>_HOST` and so on, and a URL library joins them. A password that
arrives in a file stays in one where the driver can read it: the URI then holds none.
"""

from collections.abc import Mapping
from urllib.parse import parse_qs

from mlflow_runtime.credentials import CredentialsError, keep_credentials, read_secret

SERVER_PARTS = ("SCHEME", "HOST", "DATABASE", "USER")
FILE_PARTS = ("SCHEME", "DATABASE")
OPTIONAL_PARTS = ("PORT", "PASSWORD", "PASSWORD_FILE", "QUERY", "URI_FILE")
PARTS = (*SERVER_PARTS, *OPTIONAL_PARTS)


class DatabaseUriError(Exception):
    """The parts do not make a URI. The message is for people and names the variable."""


def uri_of(environment: Mapping[str, str], store: str) -> str | None:
    """Return the URI of a store, made of its parts or read from a file; None when the environment tells of none.

    It may hold the password: never print it. Raises DatabaseUriError, or CredentialsError for such a file.
    """
    if environment.get(f"{store}_SCHEME"):
        return compose_uri(environment, store)
    name = f"{store}_URI_FILE"
    path = environment.get(name)
    return read_secret(name, path) if path else None


def compose_uri(environment: Mapping[str, str], store: str) -> str:
    """Return the URI that the parts of a store in the environment describe; it may hold the password: never print it.

    Raises DatabaseUriError when a part is missing, empty or not valid.
    """
    from sqlalchemy.engine import URL  # takes longer to import than all the rest: only for those who have a database

    parts = {part: environment.get(f"{store}_{part}") or None for part in PARTS}
    scheme = parts["SCHEME"] or ""
    required = FILE_PARTS if scheme.partition("+")[0] == "sqlite" else SERVER_PARTS
    missing = [f"{store}_{part}" for part in required if not parts[part]]
    if required is SERVER_PARTS and not (parts["PASSWORD"] or parts["PASSWORD_FILE"]):
        missing.append(f"{store}_PASSWORD or {store}_PASSWORD_FILE")
    if missing:
        raise DatabaseUriError(
            f"{', '.join(missing)} must be set and not empty; MLflow cannot connect to its database without them."
        )
    try:
        query = parse_qs(parts["QUERY"] or "", keep_blank_values=True, strict_parsing=bool(parts["QUERY"]))
    except ValueError:
        raise DatabaseUriError(f"{store}_QUERY must have the form name=value&name=value, URL-encoded.") from None
    password = parts["PASSWORD"]
    if parts["PASSWORD_FILE"]:
        try:
            password = read_secret(f"{store}_PASSWORD_FILE", parts["PASSWORD_FILE"])
        except CredentialsError as error:
            raise DatabaseUriError(str(error)) from None
        option = _password_option(scheme, store, password)
        if option:
            password = None
            query.update({name: [value] for name, value in option.items()})
    if query.get("driver") == ["FreeTDS"]:
        _check_freetds({"USER": parts["USER"], "PASSWORD": password, "DATABASE": parts["DATABASE"]}, store)
    return URL.create(
        scheme,
        username=parts["USER"],
        password=None if password is None else _password_for(scheme, password),
        host=parts["HOST"],
        port=_port(f"{store}_PORT", parts["PORT"]),
        database=parts["DATABASE"],
        query=query,
    ).render_as_string(hide_password=False)


def _port(name: str, value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise DatabaseUriError(f"{name} must be a port number from 1 to 65535, and is {value!r}.")
    return int(value)


def _check_freetds(values: Mapping[str, str | None], store: str) -> None:
    """Refuse values that FreeTDS 1.3 cannot read: it does not support }} for a } (which SQLAlchemy writes)."""
    for part, value in values.items():
        if value and "}" in value:
            raise DatabaseUriError(f"{store}_{part} contains a }}, which FreeTDS does not support; choose another one.")


def _password_option(scheme: str, store: str, password: str) -> dict[str, str]:
    """Put the password where the driver itself looks for it; return the option that tells the driver where.

    None for a driver that takes it from the URI alone.
    """
    name = store.lower().replace("_", "-")
    if scheme.endswith("+pymysql"):
        # https://github.com/PyMySQL/PyMySQL/blob/main/pymysql/optionfile.py takes one pair of quotes away.
        text = f'[client]\npassword="{_password_for(scheme, password)}"\n'
        return {"read_default_file": keep_credentials(f"{name}.cnf", text)}
    if scheme == "postgresql+psycopg2":
        # https://www.postgresql.org/docs/current/libpq-pgpass.html
        escaped = password.replace("\\", "\\\\").replace(":", "\\:")
        return {"passfile": keep_credentials(f"{name}.pgpass", f"*:*:*:*:{escaped}\n")}
    return {}


def _password_for(scheme: str, password: str) -> str:
    """Spell the password so that the driver sends the server its UTF-8 bytes.

    PyMySQL encodes a password as latin-1, whatever the connection's character set, and the server knows the password
    by its UTF-8 bytes. Handing PyMySQL those bytes as latin-1 characters makes both agree.
    See `Connection.__init__` in https://github.com/PyMySQL/PyMySQL/blob/main/pymysql/connections.py.
    """
    if scheme.endswith("+pymysql"):
        return password.encode("utf-8").decode("latin-1")
    return password
