"""Turn the lock files into constraints for another version of MLflow.

    pip install --dry-run --report report.json --no-deps mlflow==3.16.1 mlflow-skinny==3.16.1 mlflow-tracing==3.16.1
    python constraints.py report.json mlflow.txt boto3.txt > constraints.txt

Every locked package stays at its locked version, unless MLflow's own requirement contradicts: MLflow's requirement wins.
"""

import json
import re
import sys
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name


def main() -> None:
    """Print the constraints, and on the standard error what is left out of them."""
    report, *locks = sys.argv[1:]
    installs = json.loads(Path(report).read_text(encoding="utf-8"))["install"]
    own = {canonicalize_name(install["metadata"]["name"]) for install in installs}
    required: dict[str, list[Requirement]] = {}
    for install in installs:
        for text in install["metadata"].get("requires_dist", []):
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                required.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    for lock in locks:
        for line in re.findall(r"^[a-z0-9][^=\s]*==.*?(?= \\$|$)", Path(lock).read_text(encoding="utf-8"), re.MULTILINE):
            locked = Requirement(re.sub(r"\[.*?\]", "", line))  # pip refuses extras in constraints
            version = next(iter(locked.specifier)).version
            name = canonicalize_name(locked.name)
            contradicting = [need for need in required.get(name, []) if not need.specifier.contains(version, True)]
            if contradicting:
                print(f"MLflow needs {contradicting[0]}, not the locked {version}", file=sys.stderr)
            elif name not in own:
                print(locked)


if __name__ == "__main__":
    main()
