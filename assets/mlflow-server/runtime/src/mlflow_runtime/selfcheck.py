"""The command `mlflow-selfcheck`: whether this package still fits the MLflow and the uvicorn of its image.

The last step of the image's build. It looks at each declared name, and tries the required features on small things of
this process: no network, no database but an empty file.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from mlflow_runtime.migrate.failure import ExitCode
from mlflow_runtime.patches import FEATURES, is_plain, problems


def main() -> None:
    """Print a line for what does not fit; end in error where it is required."""
    if is_plain():
        print("selfcheck: a plain runtime patches nothing")
        return
    failures = []
    for name, feature in FEATURES.items():
        if found := problems(name):
            if feature.required:
                failures.append(f"{name}: {'; '.join(found)}")
            else:
                print(f"selfcheck: without {name}: {feature.lost} ({'; '.join(found)})")
    failures += [f"{name}: {failure}" for name, behaves in BEHAVIOUR.items() if (failure := tried(behaves))]
    if failures:
        for failure in failures:
            print(f"selfcheck: {failure}", file=sys.stderr)
        sys.exit(
            "selfcheck: this version of MLflow does not fit the patches; use a tested version, or MlflowRuntime.plain()"
        )
    print("selfcheck: all required patches fit")


def tried(behaves: Callable[[], str | None]) -> str | None:
    """Return the problem that a trial finds."""
    try:
        return behaves()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def artifacts_are_proxied() -> str | None:
    """Ask a repository that can sign URLs, as the server asks it before it answers clients."""
    from mlflow.store.artifact.artifact_repo import MultipartDownloadMixin, MultipartUploadMixin
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    mixins = (MultipartDownloadMixin, MultipartUploadMixin)
    repository = get_artifact_repository("s3://bucket/path")
    if isinstance(repository, mixins):
        return "the repository of s3: is still one that signs URLs"
    if not isinstance(getattr(repository, "_repository", None), mixins):
        return "MLflow asks its repository something else than whether it is one that signs URLs"
    return answer_of_server_info()


def answer_of_server_info() -> str | None:
    """Return the problem of the server info for clients; none before MLflow 3.15, which has no server info."""
    from mlflow.server import (  # type: ignore[attr-defined]
        ARTIFACTS_DESTINATION_ENV_VAR,
        SERVE_ARTIFACTS_ENV_VAR,
        handlers,
    )

    build = getattr(handlers, "build_server_info_payload", None)
    if build is None:
        return None
    before = dict(os.environ)
    store = handlers._get_tracking_store
    try:
        os.environ.update({ARTIFACTS_DESTINATION_ENV_VAR: "s3://bucket/path", SERVE_ARTIFACTS_ENV_VAR: "true"})
        handlers._get_tracking_store = lambda *_: None  # type: ignore[assignment]
        info = build()
    finally:
        handlers._get_tracking_store = store
        os.environ.clear()
        os.environ.update(before)
    enabled = [name for name, value in info.items() if name.startswith("multipart_") and value]
    return f"clients are told {', '.join(enabled)}" if enabled else None


def schemas_are_left_alone() -> str | None:
    """Open MLflow's stores on an empty file, which they would make tables in by themselves."""
    from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore as RegistryStore
    from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore as TrackingStore

    from mlflow_runtime.schema_guard import leave_schemas_to_the_migration

    leave_schemas_to_the_migration({})
    silence = os.open(os.devnull, os.O_WRONLY)
    stores: tuple[Callable[[str], object], ...] = (lambda uri: TrackingStore(uri, "/artifacts"), RegistryStore)
    for number, open_store in enumerate(stores):
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory, f"{number}.db")
            said = os.dup(2)
            os.dup2(silence, 2)
            try:
                open_store(f"sqlite:///{file}")
            except SystemExit as end:
                if end.code == ExitCode.NOT_MIGRATED:
                    continue
                raise
            finally:
                os.dup2(said, 2)
                os.close(said)
            return "a store of MLflow makes tables by itself"
    os.close(silence)
    return None


BEHAVIOUR: dict[str, Callable[[], str | None]] = {
    "proxied artifacts": artifacts_are_proxied,
    "schema guard": schemas_are_left_alone,
}


if __name__ == "__main__":
    main()
