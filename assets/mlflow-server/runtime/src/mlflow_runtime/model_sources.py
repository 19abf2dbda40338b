"""The allowed sources of new model versions: by default only this server's own artifacts.

MLflow searches a source for the regular expression, and accepts every source without one. The expression is made here,
since only the container knows the values of the variables that the artifact store's URI is made of.
"""

import re
from collections.abc import MutableMapping

PATTERN = "MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX"
ROOTS = ("MLFLOW_ARTIFACTS_DESTINATION", "MLFLOW_DEFAULT_ARTIFACT_ROOT")

_SEPARATOR = r"(?:[/\\]|%(?:25)*(?:2f|5c))"
_DOT = r"(?:\.|%(?:25)*2e)"
_NO_PARENT = rf"(?i:(?!.*{_SEPARATOR}{_DOT}{_DOT}(?:{_SEPARATOR}|[?#]|$)))"
"""No component `..`, however often its characters are encoded."""

_OWN = r"(?:models|runs|mlflow-artifacts):/(?!/)[^?#\\]*"
"""References to what the server keeps. After two slashes the name of another server would follow."""

_PROMPTS = r"prompt-template|dummy-source"
"""What stands in the place of a source in versions of prompts."""


def allow_own_model_sources(environment: MutableMapping[str, str]) -> None:
    """Set the expression, unless there is one."""
    if not environment.get(PATTERN):
        roots = [environment[name] for name in ROOTS if "://" in environment.get(name, "")]
        environment[PATTERN] = pattern_of(roots)


def pattern_of(roots: list[str]) -> str:
    """Return an expression that matches what is below a URI of the artifact store, and references to it."""
    stores = [re.escape(root.rstrip("/")) + r"(?:/[^?#\\]*)?" for root in roots]
    return rf"\A{_NO_PARENT}(?:{'|'.join([_OWN, _PROMPTS, *stores])})\Z"
