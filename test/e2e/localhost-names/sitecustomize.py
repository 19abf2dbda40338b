"""Lets a Python client on this machine resolve names below localhost, as browsers, curl and systemd's resolver do.

Python imports it at its start, by its name, from a folder that PYTHONPATH names. See
https://www.rfc-editor.org/rfc/rfc6761#section-6.3
"""

import socket
from typing import Any

_getaddrinfo = socket.getaddrinfo


def getaddrinfo(host: Any, *args: Any, **options: Any) -> list[Any]:
    """Ask the system, but for names below localhost, which glibc by itself sends to name servers that know none."""
    if isinstance(host, str) and host.endswith(".localhost"):
        host = "localhost"
    return _getaddrinfo(host, *args, **options)


socket.getaddrinfo = getaddrinfo
