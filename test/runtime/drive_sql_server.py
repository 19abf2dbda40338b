"""What the driver of SQL Server sends: a server that takes one login and answers no more.

Prints what it got as JSON. Run in an image with pyodbc and FreeTDS; the arguments are those of the URI.
See https://learn.microsoft.com/openspecs/windows_protocols/ms-tds.
"""

import json
import socket
import struct
import sys
import threading

import sqlalchemy

from mlflow_runtime.database_uri import compose_uri

PRELOGIN, LOGIN, ANSWER = 0x12, 0x10, 0x04
NO_ENCRYPTION = 0x02


def receive(connection: socket.socket) -> tuple[int, bytes]:
    """Return type and data of a packet."""
    kind, _, length = struct.unpack(">BBH", connection.recv(8, socket.MSG_WAITALL)[:4])
    return kind, connection.recv(length - 8, socket.MSG_WAITALL)


def text_of(login: bytes, place: int) -> bytes:
    """Return the field of a login whose offset and length stand at this place."""
    offset, characters = struct.unpack_from("<HH", login, place)
    return login[offset : offset + 2 * characters]


def serve(server: socket.socket, got: dict[str, str]) -> None:
    """Take one login."""
    connection, _ = server.accept()
    with connection:
        if receive(connection)[0] != PRELOGIN:
            return
        data = struct.pack(">BHHBHHB6xB", 0, 11, 6, 1, 17, 1, 0xFF, NO_ENCRYPTION)
        connection.sendall(struct.pack(">BBHHBB", ANSWER, 1, len(data) + 8, 0, 1, 0) + data)
        kind, login = receive(connection)
        if kind == LOGIN:
            hidden = bytes(byte ^ 0xA5 for byte in text_of(login, 44))
            got["user"] = text_of(login, 40).decode("utf-16le")
            got["password"] = bytes(byte >> 4 | byte << 4 & 0xF0 for byte in hidden).decode("utf-16le")
            got["database"] = text_of(login, 68).decode("utf-16le")


def main() -> None:
    """Let the driver log in."""
    user, password, database = sys.argv[1:]
    got: dict[str, str] = {}
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server, got), daemon=True)
        thread.start()
        parts = {
            "SCHEME": "mssql+pyodbc",
            "HOST": "127.0.0.1",
            "PORT": str(server.getsockname()[1]),
            "USER": user,
            "PASSWORD": password,
            "DATABASE": database,
            "QUERY": "driver=FreeTDS&Encryption=off",
        }
        uri = compose_uri({f"STORE_{name}": value for name, value in parts.items()}, "STORE")
        try:
            sqlalchemy.create_engine(uri, connect_args={"timeout": 5}).connect()
        except sqlalchemy.exc.DBAPIError as error:
            got["end"] = str(error.orig)
        thread.join(10)
    print(json.dumps(got))


if __name__ == "__main__":
    main()
