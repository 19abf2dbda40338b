"""Turn the lock file of one version of MLflow into constraints for another version.

    pip install --dry-run --no-deps --report mlflow.json mlflow==3.16.1 mlflow-skinny==3.16.1 mlflow-tracing==3.16.1
    pip install --dry-run --no-deps --report locked.json -r mlflow.txt
    python constraints.py mlflow.json locked.json > constraints.txt

Every locked package stays at its locked version, unless MLflow's own requirement contradicts it, or contradicts what
the locked version itself requires. MLflow's requirement wins.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.specifiers import SpecifierSet
from pip._vendor.packaging.utils import canonicalize_name


def main() -> None:
    """Print the constraints, and on the standard error what is left out of them."""
    mlflow, locked = (packages_of(report) for report in sys.argv[1:])
    needs: dict[str, SpecifierSet] = {}
    for package in mlflow.values():
        for requirement in requirements_of(package):
            name = canonicalize_name(requirement.name)
            needs[name] = needs.get(name, SpecifierSet()) & requirement.specifier
    for name, package in locked.items():
        if name in mlflow:
            continue
        if reason := contradiction(name, package, needs):
            print(f"not at the locked version: {reason}", file=sys.stderr)
        else:
            print(f"{name}=={package['version']}")


def packages_of(report: str) -> dict[str, dict[str, Any]]:
    """Return the metadata of the packages that a report of pip names."""
    installs = json.loads(Path(report).read_text(encoding="utf-8"))["install"]
    return {canonicalize_name(install["metadata"]["name"]): install["metadata"] for install in installs}


def requirements_of(package: dict[str, Any]) -> Iterator[Requirement]:
    """Return what a package requires on this machine, without extras."""
    for text in package.get("requires_dist", []):
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement


def contradiction(name: str, package: dict[str, Any], needs: dict[str, SpecifierSet]) -> str | None:
    """Tell why a locked version does not go with what MLflow needs."""
    if name in needs and not needs[name].contains(package["version"], prereleases=True):
        return f"MLflow needs {name}{needs[name]}, and {package['version']} is locked"
    for requirement in requirements_of(package):
        need = needs.get(canonicalize_name(requirement.name))
        if need is not None and not overlap(need, requirement.specifier):
            return f"{name} {package['version']} needs {requirement}, and MLflow {requirement.name}{need}"
    return None


def overlap(one: SpecifierSet, other: SpecifierSet) -> bool:
    """Tell whether a version can satisfy both, judged by the lower bounds that they name."""
    bounds = [
        clause.version.removesuffix(".*") for clause in (*one, *other) if clause.operator in (">=", "==", "~=", ">")
    ]
    both = one & other
    return not bounds or any(both.contains(bound, prereleases=True) for bound in bounds)


if __name__ == "__main__":
    main()
