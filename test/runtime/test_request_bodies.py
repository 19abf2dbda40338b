"""Bodies of requests to MLflow's Flask application are on disk, and arrive byte by byte as they were sent."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from mlflow_runtime.patches import problems

MIB = 2**20

# In a process of its own, since what is replaced in MLflow stays replaced. A request is [byte, size of a chunk, number
# of chunks, whether it has a length, whether the client goes away]; the answer is what the application saw of it.
PROGRAM = """
import asyncio, hashlib, json, os, resource, sys, tempfile
from mlflow.server import fastapi_app
from mlflow_runtime.request_bodies import keep_bodies_on_disk

if sys.argv[1] == "on disk":
    keep_bodies_on_disk()
seen = {}

def count_file(self, rollover=tempfile.SpooledTemporaryFile.rollover):
    seen["files"] += 1
    rollover(self)

tempfile.SpooledTemporaryFile.rollover = count_file

def application(environment, start_response):
    body, digest, size = environment["wsgi.input"], hashlib.sha256(), 0
    while block := body.read(65536):
        digest.update(block)
        size += len(block)
    open_files = [os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")
                  if os.path.lexists(f"/proc/self/fd/{name}")]
    seen.update(size=size, digest=digest.hexdigest(), terminated=environment.get("wsgi.input_terminated", False),
                places=[path for path in open_files if path.startswith(tempfile.gettempdir())])
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]

async def answer_to(byte, chunk, count, has_length, goes_away):
    sent, statuses = 0, []

    async def receive():
        nonlocal sent
        sent += 1
        if sent <= count:
            return {"type": "http.request", "body": bytes([byte]) * chunk, "more_body": True}
        return {"type": "http.disconnect"} if goes_away else {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        statuses.extend([message["status"]] if message["type"] == "http.response.start" else [])

    length = [(b"content-length", str(chunk * count).encode())] if has_length else []
    scope = {"type": "http", "method": "PUT", "path": "/", "query_string": b"", "root_path": "", "http_version": "1.1",
             "scheme": "http", "server": ("localhost", 5000), "client": ("127.0.0.1", 1), "headers": length}
    await fastapi_app._EfficientWSGIMiddleware(application)(scope, receive, send)
    return statuses

answers = []
for request in json.loads(sys.argv[2]):
    seen.clear()
    seen["files"] = 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen["status"] = asyncio.run(answer_to(*request))
    seen["growth"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    seen["left"] = os.listdir(tempfile.gettempdir())
    answers.append(dict(seen))
print(json.dumps(answers))
"""


@unittest.skipIf(problems("request bodies on disk"), "this MLflow has another adapter")
class RequestBodiesTest(unittest.TestCase):
    """The adapter of MLflow that hands requests to Flask."""

    def setUp(self) -> None:
        """Make a folder for temporary files."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = str(Path(folder.name).resolve())

    def answers(self, mode: str, *requests: tuple[int, int, int, bool, bool]) -> list[dict[str, Any]]:
        """Return what became of requests."""
        end = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", PROGRAM, mode, json.dumps(requests)],
            env={**os.environ, "TMPDIR": self.folder},
            capture_output=True,
            text=True,
            timeout=600,
        )
        self.assertEqual(end.returncode, 0, end.stderr)
        answers: list[dict[str, Any]] = json.loads(end.stdout.splitlines()[-1])
        return answers

    def test_each_byte_arrives_as_it_does_without_the_change(self) -> None:
        """In bodies that are empty, small, of exactly a block, and of several blocks in chunks that do not fit them."""
        requests = [(97, size, count, True, False) for size, count in ((0, 0), (1, 1), (3, 2), (MIB, 1), (700_001, 9))]
        expected = [
            ([200], size * count, hashlib.sha256(b"a" * size * count).hexdigest()) for _, size, count, *_ in requests
        ]
        for mode in ("on disk", "as it is"):
            seen = [(answer["status"], answer["size"], answer["digest"]) for answer in self.answers(mode, *requests)]
            self.assertEqual(seen, expected, mode)

    def test_a_body_without_a_length_is_whole(self) -> None:
        """A client may send chunks alone. The flag lets Werkzeug read to the end."""
        [answer] = self.answers("on disk", (97, 5000, 1000, False, False))
        self.assertEqual((answer["size"], answer["terminated"]), (5_000_000, True))

    def test_large_bodies_alone_are_files(self) -> None:
        """Which are in the directory of temporary files, without a name, and end with the request."""
        small, large = self.answers("on disk", (97, 1000, 10, True, False), (97, 65536, 48, True, False))
        self.assertEqual((small["files"], small["places"]), (0, []))
        self.assertEqual((large["files"], len(large["places"])), (1, 1), large)
        self.assertIn("(deleted)", large["places"][0])
        self.assertEqual((small["left"], large["left"]), ([], []))

    def test_memory_stays_flat(self) -> None:
        """By itself MLflow has the body in memory twice: the test would notice."""
        body = (97, 65536, 4096, True, False)
        self.assertLess(self.answers("on disk", body)[0]["growth"], 64 * MIB)
        self.assertGreater(self.answers("as it is", body)[0]["growth"], 256 * MIB)

    def test_a_client_that_goes_away_ends_the_body_and_leaves_nothing(self) -> None:
        """As it is without the change, where the application gets what has come."""
        [answer] = self.answers("on disk", (97, 65536, 48, True, True))
        self.assertEqual((answer["size"], answer["left"]), (48 * 65536, []))

    def test_in_a_plain_runtime_nothing_is_changed(self) -> None:
        """Nor anything said."""
        end = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", PROGRAM, "on disk", json.dumps([(97, 65536, 48, True, False)])],
            env={**os.environ, "TMPDIR": self.folder, "MLFLOW_RUNTIME": "plain"},
            capture_output=True,
            text=True,
            timeout=600,
        )
        self.assertEqual(json.loads(end.stdout.splitlines()[-1])[0]["files"], 0)
        self.assertNotIn("without", end.stderr)
