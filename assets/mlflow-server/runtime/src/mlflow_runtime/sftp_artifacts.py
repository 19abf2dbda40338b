"""Artifacts in a folder of an SFTP server, by paramiko.

MLflow's own class needs pysftp, which has had no release since 2016, comes without a wheel and reads RSA keys alone.
"""

import os
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISLNK
from typing import Any
from urllib.parse import unquote, urlsplit

from mlflow.entities import FileInfo
from mlflow.store.artifact.artifact_repo import ArtifactRepository

from mlflow_runtime.credentials import CredentialsError

PRIVATE_KEY_FILE = "SFTP_PRIVATE_KEY_FILE"
KNOWN_HOSTS_FILE = "SFTP_KNOWN_HOSTS_FILE"
TIMEOUT_SECONDS = 30
REQUESTS_AHEAD = 128  # of 32 KB each; without a bound a large file waits in memory for a slow disk


class SftpArtifactRepository(ArtifactRepository):
    """Artifacts as files. Each operation has a connection of its own, since paramiko's are for one thread each."""

    def __init__(self, artifact_uri: str, tracking_uri: str | None = None, registry_uri: str | None = None) -> None:
        """Take the address; nothing is asked of the server yet.

        Raises CredentialsError when a variable that names a file is missing.
        """
        super().__init__(artifact_uri, tracking_uri, registry_uri)
        address = urlsplit(artifact_uri)
        self._folder = address.path or "/"
        self._connection = {
            "hostname": address.hostname,
            "port": address.port or 22,
            "username": unquote(address.username or ""),
            "key_filename": _path_in(PRIVATE_KEY_FILE),
        }
        self._known_hosts = _path_in(KNOWN_HOSTS_FILE)

    def log_artifact(self, local_file: str, artifact_path: str | None = None) -> None:
        """Upload a file."""
        with self._session() as sftp:
            self._put(sftp, Path(local_file), self._place(artifact_path))

    def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> None:
        """Upload all files under a directory."""
        with self._session() as sftp:
            for folder, _, names in Path(local_dir).walk():
                place = posixpath.join(self._place(artifact_path), *folder.relative_to(local_dir).parts)
                for name in names:
                    self._put(sftp, folder / name, place)

    def list_artifacts(self, path: str | None = None) -> list[FileInfo]:
        """List what lies directly under a path; nothing if it is a file, or is not there."""
        with self._session() as sftp:
            place = self._place(path)
            if not _is_folder(sftp, place):
                return []
            found = sorted(sftp.listdir_attr(place), key=lambda entry: entry.filename)
        return [
            FileInfo(posixpath.join(path or "", entry.filename), is_folder, None if is_folder else entry.st_size)
            for entry in found
            for is_folder in [S_ISDIR(entry.st_mode)]
        ]

    def delete_artifacts(self, artifact_path: str | None = None) -> None:
        """Delete a file or all that lies under a path; do nothing if it is not there.

        A symbolic link is removed and never followed, wherever in the path it is: its target is not an artifact.
        """
        with self._session() as sftp:
            place = self._folder
            for name in (artifact_path or "").split("/"):
                if place != self._folder and _is_link(sftp, place):
                    return
                place = posixpath.join(place, name) if name else place
            self._delete(sftp, place)

    def _download_file(self, remote_file_path: str, local_path: str) -> None:
        with self._session() as sftp:
            sftp.get(self._place(remote_file_path), local_path, max_concurrent_prefetch_requests=REQUESTS_AHEAD)

    @contextmanager
    def _session(self) -> Iterator[Any]:
        import paramiko

        with paramiko.SSHClient() as client:  # which refuses a server that is not among the known hosts
            client.load_host_keys(self._known_hosts)
            client.connect(**self._connection, timeout=TIMEOUT_SECONDS, allow_agent=False, look_for_keys=False)
            with client.open_sftp() as sftp:
                yield sftp

    def _place(self, path: str | None) -> str:
        return posixpath.join(self._folder, path) if path else self._folder

    def _put(self, sftp: Any, file: Path, folder: str) -> None:
        _make_folder(sftp, folder)
        sftp.put(str(file), posixpath.join(folder, file.name))

    def _delete(self, sftp: Any, place: str) -> None:
        with suppress(FileNotFoundError):
            if S_ISDIR(sftp.lstat(place).st_mode):
                for name in sftp.listdir(place):
                    self._delete(sftp, posixpath.join(place, name))
                sftp.rmdir(place)
            else:
                sftp.remove(place)


def _path_in(variable: str) -> str:
    path = os.environ.get(variable)
    if not path:
        raise CredentialsError(f"{variable} is missing or empty; it names a file.")
    return path


def _is_folder(sftp: Any, place: str) -> bool:
    try:
        return S_ISDIR(sftp.stat(place).st_mode)
    except FileNotFoundError:
        return False


def _is_link(sftp: Any, place: str) -> bool:
    try:
        return S_ISLNK(sftp.lstat(place).st_mode)
    except FileNotFoundError:
        return False


def _make_folder(sftp: Any, place: str) -> None:
    if _is_folder(sftp, place):
        return
    _make_folder(sftp, posixpath.dirname(place))
    try:
        sftp.mkdir(place)
    except OSError:
        if not _is_folder(sftp, place):  # else somebody else has just made it
            raise
