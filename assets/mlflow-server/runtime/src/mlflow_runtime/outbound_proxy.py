"""A company's proxy for what is outside, which knows no service of the app.

Docker puts the proxies of its client's configuration into the environment of every container
(https://docs.docker.com/engine/cli/proxy/), and HTTP clients would ask them for `http://s3:9000` and this container.
"""

import re
from collections.abc import MutableMapping

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
EXCEPTIONS = "NO_PROXY"
THIS_CONTAINER = ("localhost", "127.0.0.1", "::1")
# A host without a dot is a service of the app, or an alias in one of its networks. A value may hold several URLs.
SERVICE = re.compile(r"\b(?:https?|mlflow-artifacts)://(?:[^/?#@\s]*@)?([\w-]+)(?=[:/?#,;\s\"']|$)")


def reach_services_directly(environment: MutableMapping[str, str]) -> None:
    """Except this container, and each service that a variable names in a URL, from a proxy, if there is one."""
    names = {*PROXIES, *map(str.lower, PROXIES)}
    if not any(environment.get(name) for name in names):
        return
    services = sorted(
        host for name, value in environment.items() if name not in names for host in SERVICE.findall(value)
    )
    given = environment.get(EXCEPTIONS.lower()) or environment.get(EXCEPTIONS) or ""
    exceptions = [host.strip() for host in given.split(",") if host.strip()]
    every = ",".join(dict.fromkeys([*exceptions, *THIS_CONTAINER, *services]))
    environment[EXCEPTIONS] = environment[EXCEPTIONS.lower()] = every
