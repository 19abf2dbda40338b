"""A company's proxy for what is outside, which knows no service of the app.

Docker puts the proxies of its client's configuration into the environment of every container
(https://docs.docker.com/engine/cli/proxy/), and HTTP clients would ask them for `http://s3:9000` and this container.
"""

from collections.abc import MutableMapping
from urllib.parse import urlsplit

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
EXCEPTIONS = "NO_PROXY"
THIS_CONTAINER = ("localhost", "127.0.0.1", "::1")
ENDPOINTS = ("MLFLOW_S3_ENDPOINT_URL", "OIDC_DISCOVERY_URL")


def reach_services_directly(environment: MutableMapping[str, str]) -> None:
    """Except this container and the services of the app, whose names have no dot, from a proxy, if there is one."""
    if not any(environment.get(name) or environment.get(name.lower()) for name in PROXIES):
        return
    hosts = [urlsplit(environment.get(name, "")).hostname or "" for name in ENDPOINTS]
    services = [host for host in hosts if host and "." not in host and ":" not in host]
    given = environment.get(EXCEPTIONS.lower()) or environment.get(EXCEPTIONS) or ""
    exceptions = [host.strip() for host in given.split(",") if host.strip()]
    every = ",".join(dict.fromkeys([*exceptions, *THIS_CONTAINER, *services]))
    environment[EXCEPTIONS] = environment[EXCEPTIONS.lower()] = every
