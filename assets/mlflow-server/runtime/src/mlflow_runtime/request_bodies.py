"""The bodies of requests that MLflow's Flask application answers: on disk, where MLflow keeps them in memory.

Below a static prefix uploads of artifacts are among them, and an upload of 1 GB needs 2 GB of memory there.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from tempfile import SpooledTemporaryFile
from typing import Any

from mlflow_runtime.patches import allows, replace

BLOCK_BYTES = 2**20
BODY = "mlflow_runtime.body"

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Respond = Callable[[Any, Receive, Send], Awaitable[None]]


def keep_bodies_on_disk() -> None:
    """Let bodies above 1 MiB be temporary files, in the scratch directory."""
    if not allows("request bodies on disk"):
        return

    def with_file(respond: Respond) -> Respond:
        async def respond_with_file(self: Any, receive: Receive, send: Send) -> None:
            with SpooledTemporaryFile(BLOCK_BYTES) as body:
                await _keep(receive, body)
                self.scope = {**self.scope, BODY: body}
                await respond(self, _nothing, send)

        return respond_with_file

    def with_body(build: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        def build_with_body(scope: MutableMapping[str, Any], body: bytes) -> dict[str, Any]:
            environment = build(scope, body)
            if kept := scope.get(BODY):
                environment["wsgi.input"] = kept
                environment["wsgi.input_terminated"] = True  # also for a body that comes without its length
            return environment

        return build_with_body

    replace("mlflow.server.fastapi_app._EfficientWSGIResponder.__call__", with_file)
    replace("mlflow.server.fastapi_app.build_environ", with_body)


async def _keep(receive: Receive, body: "SpooledTemporaryFile[bytes]") -> None:
    """Take the whole body. It is written a mebibyte at a time, since a thread costs more than to write 64 KiB."""
    block = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        block += message.get("body", b"")
        more = message.get("more_body", False)
        if len(block) >= BLOCK_BYTES or not more:
            if more:
                await asyncio.to_thread(body.write, bytes(block))
            else:
                body.write(block)
            block.clear()
    body.seek(0)


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}
