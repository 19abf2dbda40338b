"""Secrets that arrive in files, and the files in which drivers and SDKs look for them.

A secret in a file is in no environment, so neither `docker inspect` nor a child process sees it.
"""

import os
from pathlib import Path

DIRECTORY = Path("/tmp/mlflow-credentials")  # in memory: /tmp of this container is


class CredentialsError(Exception):
    """A secret cannot be read or used. The message is for people and names the variable."""


def read_secret(name: str, path: str) -> str:
    """Return what a file holds, without the line ends after it: an editor, of any system, leaves them there.

    Raises CredentialsError, naming the variable that holds the path, when there is nothing to read.
    """
    try:
        with open(path, encoding="utf-8", newline="") as file:
            secret = file.read().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise CredentialsError(f"{name} names {path}, which cannot be read: {reason}.") from None
    if not secret:
        raise CredentialsError(f"{name} names {path}, which is empty.")
    if "\n" in secret or "\r" in secret:
        raise CredentialsError(f"{name} names {path}, which contains a line break; remove it.")
    return secret


def keep_credentials(name: str, text: str) -> str:
    """Write a file atomically that only this user can read, and return its path."""
    DIRECTORY.mkdir(mode=0o700, exist_ok=True)
    path = DIRECTORY / name
    scratch = DIRECTORY / f"{name}.{os.getpid()}"
    with open(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    scratch.replace(path)
    return str(path)
