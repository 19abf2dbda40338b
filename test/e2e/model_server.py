"""A model server for tests that speaks the protocol of OpenAI and gives the same judgement each time."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JUDGEMENT = {"result": "yes", "rationale": "It is the number that follows."}


class Model(BaseHTTPRequestHandler):
    """The route of chat completions."""

    def do_POST(self) -> None:
        """Answer any conversation."""
        self.rfile.read(int(self.headers["Content-Length"]))
        message = {"role": "assistant", "content": json.dumps(JUDGEMENT)}
        answer = {
            "id": "chat",
            "object": "chat.completion",
            "created": 1,
            "model": "judge",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("", 8000), Model).serve_forever()
