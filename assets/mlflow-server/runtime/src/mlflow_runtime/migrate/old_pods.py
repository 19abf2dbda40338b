"""Servers of an earlier version. A rollout of Kubernetes lets them run until new ones are ready, so they are stopped.

MIGRATE_OLD_PODS is set in a cluster only: a JSON object with `pods`, the URL of the list of pods of earlier versions,
and `workloads`, the URLs of the Deployments and StatefulSets that they belong to.

What is scaled to zero is scaled up again before the schema changes: its pods are of this version then, and wait until
the migration has ended. So there is nothing to remember that a kill could lose.
"""

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.log import step
from mlflow_runtime.migrate.waiting import wait_while

VARIABLE = "MIGRATE_OLD_PODS"
REPLICAS = "projen-mlflow/replicas"
"""An annotation of a workload: how many pods its manifest gives it."""

METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
TIMEOUT_SECONDS = 5


class OldPods:
    """The pods of earlier versions; none outside of a cluster."""

    def __init__(self, environment: Mapping[str, str], seconds: float) -> None:
        """Read where they are. Whatever does not answer is waited for, for so many seconds."""
        self._urls: dict[str, Any] = json.loads(environment.get(VARIABLE) or "{}")
        self._seconds = seconds

    def stop(self) -> None:
        """Stop them, and return when all have ended. Raises MigrationError if one does not end in its grace period."""
        if not self._urls:
            return
        found = {workload["url"]: workload for workload in self._workloads()}
        if self._pods():
            grace = max(
                workload["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] for workload in found.values()
            )
            with step("stopping the servers of the earlier version"):
                wait_while(self._scale_to_zero, grace + self._seconds)
        for workload in self._workloads():
            if workload["spec"]["replicas"] == 0:
                # after a kill: as the manifest says
                manifest = int(workload["metadata"]["annotations"][REPLICAS])
                self._scale(workload["url"], max(manifest, found[workload["url"]]["spec"]["replicas"]))

    def _scale_to_zero(self) -> MigrationError | None:
        """Do it as often as there is a pod that was not told to end: others may set replicas meanwhile."""
        pods = self._pods()
        if not all("deletionTimestamp" in pod for pod in pods):
            for url in self._urls["workloads"]:
                self._scale(url, 0)
        names = ", ".join(pod["name"] for pod in pods)
        return MigrationError(ExitCode.IN_USE, f"pods of an earlier version have not ended: {names}") if pods else None

    def _pods(self) -> list[dict[str, Any]]:
        answer = self._call(Request(self._urls["pods"], headers={"Accept": METADATA}))
        return [pod["metadata"] for pod in answer["items"] or []]  # null where there are none

    def _workloads(self) -> list[dict[str, Any]]:
        return [{**self._call(Request(url)), "url": url} for url in self._urls["workloads"]]

    def _scale(self, url: str, replicas: int) -> None:
        body = json.dumps({"spec": {"replicas": replicas}}).encode()
        self._call(Request(f"{url}/scale", body, {"Content-Type": "application/merge-patch+json"}, method="PATCH"))

    def _call(self, request: Request) -> Any:
        answers = []

        def failed() -> MigrationError | None:
            try:
                with build_opener(ProxyHandler({})).open(request, timeout=TIMEOUT_SECONDS) as response:
                    answers.append(json.load(response))
            except (OSError, HTTPException, ValueError) as error:
                return MigrationError(
                    ExitCode.UNREACHABLE, f"the pod `job-status` does not answer {request.full_url}: {error}"
                )
            return None

        wait_while(failed, self._seconds)
        return answers[0]
