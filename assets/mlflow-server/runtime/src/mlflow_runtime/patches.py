"""Every private name of MLflow and uvicorn that this package replaces, calls or relies on, and whether it still fits.

Upstream may rename or change such a name in any release. So each is declared here with the signatures that were tested,
and used only after a check. A required feature that does not fit stops the build of the image and the start of the
server; an optional one is left out with one line in the log, and MLflow's or uvicorn's own behaviour stays.
"""

import importlib
import inspect
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

RUNTIME = "MLFLOW_RUNTIME"
PLAIN = "plain"
UTILS = "mlflow.store.db.utils"
CRYPTO = "mlflow.utils.crypto"
REPO = "mlflow.store.artifact.artifact_repo"
S3_REPO = "mlflow.store.artifact.s3_artifact_repo"
REPO_INIT = (
    "self, artifact_uri, tracking_uri, registry_uri",
    "self, artifact_uri, tracking_uri, registry_uri, *args, **kwargs",
)


class PatchError(Exception):
    """A feature that is required does not fit this MLflow. The message is for people."""


@dataclass(frozen=True)
class Name:
    """A name of upstream, with the parameters that it may have; without any it only has to be there."""

    dotted: str
    signatures: tuple[str, ...] = ()

    def problem(self) -> str | None:
        """Tell what is wrong with the name, if anything is."""
        try:
            found = resolve(self.dotted)
        except (ImportError, AttributeError):
            return f"{self.dotted} does not exist"
        if self.signatures and (actual := parameters(found)) not in self.signatures:
            return f"{self.dotted} takes ({actual}), not ({self.signatures[0]})"
        return None


@dataclass(frozen=True)
class Feature:
    """What this package does with names of upstream."""

    names: tuple[Name, ...]
    lost: str
    """What the image lacks without it."""
    required: bool = False
    """Whether an image without it is refused. An optional one may still be needed by a setting: see `need`."""


FEATURES: Mapping[str, Feature] = {
    "schema guard": Feature(
        (
            Name(f"{UTILS}._initialize_tables", ("engine",)),
            Name(f"{UTILS}._verify_schema", ("engine",)),
            Name(f"{UTILS}.create_sqlalchemy_engine_with_retry", ("db_uri",)),
            Name("mlflow.store.tracking.sqlalchemy_store.SqlAlchemyStore"),
            Name("mlflow.store.model_registry.sqlalchemy_store.SqlAlchemyStore"),
        ),
        "the server would change the schema itself, without a copy",
        required=True,
    ),
    "migration": Feature(
        (
            Name(f"{UTILS}._initialize_tables", ("engine",)),
            Name(f"{UTILS}._upgrade_db", ("engine",)),
            Name(f"{UTILS}._get_alembic_config", ("db_url, alembic_dir",)),
            Name(f"{UTILS}.create_sqlalchemy_engine", ("db_uri",)),
            Name("mlflow.store.db.base_sql_model.Base.metadata"),
            Name("mlflow.store.tracking.dbmodels.initial_models.Base.metadata"),
        ),
        "mlflow-migrate could not change a schema",
        required=True,
    ),
    "proxied artifacts": Feature(
        (
            Name(f"{REPO}.MultipartDownloadMixin"),
            Name(f"{REPO}.MultipartUploadMixin"),
            Name(f"{REPO}.ArtifactRepository.__init__", REPO_INIT),
            Name(f"{REPO}.ArtifactRepository._download_file", ("self, remote_file_path, local_path",)),
            Name("mlflow.store.artifact.artifact_repository_registry.get_artifact_repository"),
        ),
        "clients would be redirected to an endpoint of the object store that they cannot reach",
        required=True,
    ),
    "database URI of the command line": Feature(
        (
            Name("mlflow.db.commands"),
            Name("mlflow.cli.cli.commands"),
        ),
        "mlflow gc and mlflow db would need the database's URI as an argument",
        required=True,
    ),
    "rotation of keys": Feature(
        (
            Name(f"{CRYPTO}.KEKManager.__init__", ("self, passphrase, kek_version",)),
            Name(f"{CRYPTO}.KEKManager.get_kek", ("self",)),
            Name(f"{CRYPTO}.wrap_dek", ("dek, kek",)),
            Name(f"{CRYPTO}.unwrap_dek", ("wrapped_dek, kek",)),
            Name("mlflow.store.tracking.dbmodels.models.SqlGatewaySecret.wrapped_dek"),
            Name("mlflow.store.model_registry.dbmodels.models.SqlWebhook.secret"),
        ),
        "mlflow-rotate cannot encrypt the keys of the AI gateway and the secrets of webhooks with a new key",
    ),
    "signed URLs of S3": Feature(
        (
            Name(f"{S3_REPO}.S3ArtifactRepository.__init__"),
            Name(f"{S3_REPO}.S3ArtifactRepository._get_s3_client", ("self",)),
            Name(f"{S3_REPO}._get_s3_client"),
        ),
        "direct transfer cannot presign URLs for a public endpoint, and clients decompress `*.gz` files",
    ),
    "streamed S3 uploads": Feature(
        (
            Name(f"{REPO}.StreamUploadMixin"),
            Name(f"{S3_REPO}.S3ArtifactRepository._get_s3_client", ("self",)),
            Name(f"{S3_REPO}.S3ArtifactRepository._upload_file", ("self, s3_client, local_file, bucket, key",)),
            Name(f"{S3_REPO}.S3ArtifactRepository.parse_s3_compliant_uri", ("self, uri",)),
        ),
        "an upload to S3 is first written to a file in the scratch directory",
    ),
    "one process": Feature(
        (
            Name(
                "mlflow.server._exec_cmd",
                ("cmd, *, throw_on_error, extra_env, capture_output, synchronous, stream_output, **kwargs",),
            ),
        ),
        "the process of mlflow server stays and takes 150 MiB more, and uvicorn is not patched",
    ),
    "artifacts without a database": Feature(
        (
            Name("mlflow.server.ARTIFACTS_ONLY_ENV_VAR"),
            Name("mlflow.server.handlers._get_tracking_store", ("backend_store_uri, default_artifact_root",)),
        ),
        "an artifacts server tries to open a database when clients ask for its features",
    ),
    "forked workers": Feature(
        (
            Name("uvicorn._subprocess.spawn"),
            Name("uvicorn._subprocess.spawn.Process"),
            Name("uvicorn._subprocess.get_subprocess", ("config, target, sockets",)),
            Name("uvicorn.supervisors.multiprocess.SIGNALS"),
        ),
        "each worker loads MLflow itself and takes 200 MiB more",
    ),
    "TCP_NODELAY": Feature(
        (Name("uvicorn.config.Config.bind_socket", ("self",)),),
        "small responses take about 40 ms longer",
    ),
    "late connections": Feature(
        (
            Name("uvicorn.server.Server._wait_tasks_to_complete", ("self",)),
            Name("uvicorn.server.ServerState.__init__", ("self",)),
        ),
        "a client that keeps its connection open may delay a stop",
    ),
    "request bodies on disk": Feature(
        (
            Name("mlflow.server.fastapi_app._EfficientWSGIResponder.__call__", ("self, receive, send",)),
            Name("mlflow.server.fastapi_app.build_environ", ("scope, body",)),
        ),
        "an upload below a static prefix is kept in memory",
    ),
}


def is_plain(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether this image is to run MLflow as it is, without any patch."""
    return environment.get(RUNTIME) == PLAIN


def problems(feature: str) -> list[str]:
    """Tell what does not fit."""
    return [problem for name in FEATURES[feature].names if (problem := name.problem())]


def allows(feature: str) -> bool:
    """Return whether an optional feature can be used, and log it if not. In a plain runtime none can."""
    if is_plain():
        return False
    if found := problems(feature):
        print(f"mlflow: without {feature}: {FEATURES[feature].lost} ({'; '.join(found)})", file=sys.stderr)
    return not found


def need(feature: str) -> None:
    """Raise PatchError when a feature cannot be used."""
    if found := problems(feature):
        raise PatchError(
            f"this version of MLflow does not fit the patches of the image: {feature}: {'; '.join(found)}."
            f" Without it {FEATURES[feature].lost}. Use a tested version of MLflow, or MlflowRuntime.plain()"
        )


def need_required() -> None:
    """Raise PatchError when a required feature cannot be used; in a plain runtime none is required."""
    if not is_plain():
        for name, feature in FEATURES.items():
            if feature.required:
                need(name)


def replace(dotted: str, make: Callable[[Any], Any]) -> None:
    """Replace a declared name by what is made of the original, wherever it was imported under its own name as well."""
    assert any(name.dotted == dotted for feature in FEATURES.values() for name in feature.names), dotted
    place, _, attribute = dotted.rpartition(".")
    owner = resolve(place)
    original = getattr(owner, attribute)
    replacement = make(original)
    setattr(owner, attribute, replacement)
    root = dotted.partition(".")[0]
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == root and vars(module).get(attribute) is original:
            setattr(module, attribute, replacement)


def resolve(dotted: str) -> Any:
    """Import what a dotted name stands for. Raises ImportError or AttributeError."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        module = ".".join(parts[:length])
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{module}.".startswith(f"{error.name}."):
                raise
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise ModuleNotFoundError(dotted)


def parameters(function: Any) -> str:
    """Return the names of parameters, without their types and defaults: `self, uri, *, timeout, **options`."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return "?"
    kinds = inspect.Parameter
    bare = [
        parameter.replace(
            annotation=kinds.empty,
            default=kinds.empty,
        )
        for parameter in signature.parameters.values()
    ]
    return str(inspect.Signature(bare))[1:-1]
