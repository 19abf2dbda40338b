"""Calls every route of a running MLflow server, to find those that miss a package.

    docker exec -i <mlflow container> python - [base URL] < drive_routes.py

The routes come from MLflow's own app, imported here; the requests go to the running server. Their bodies are made of
what each route says it takes (protobuf messages, OpenAPI schemas), filled by the field's name and with ids that earlier
answers held: enough for most routes to do real work. It leaves its data behind: use a throw-away database.

Prints every answer of 500 and above, and a count of all; ends with 1 when an answer tells of a failed import. An
unhandled error's answer tells nothing of its cause: look for ModuleNotFoundError in the server's log as well.
"""

import json
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

IMPORT_ERROR = re.compile(r"No module named|ModuleNotFoundError|ImportError|cannot import name|pip install", re.I)
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)(?::\w+)?\}")
SLOW = re.compile(r"/stream$|/webhooks/[^/]+/test$")
TIMEOUT_SECONDS = 15

# Values by field name, until an answer holds a better one.
VALUES: dict[str, Any] = {
    "experiment_id": "0",
    "experiment_ids": ["0"],
    "name": "drive",
    "key": "drive",
    "value": "1",
    "path": "drive/file.txt",
    "artifact_path": "drive/file.txt",
    "filename": "index.html",
    "source": "s3://drive/model",
    "url": "https://example.com/hook",
    "events": [{"entity": "REGISTERED_MODEL", "action": "CREATED"}],
    "status": "FINISHED",
    "max_results": 5,
    "version": "1",
    "alias": "drive",
    "stage": "Staging",
    "provider": "openai",
    "model_name": "gpt-4o-mini",
    "secret_name": "drive",
    "secret_value": {"api_key": "none"},
    "filter": "",
    "filter_string": "",
    "order_by": [],
    "page_token": "",
    "metric_key": "drive",
    "metrics": [{"key": "drive", "value": 1.5, "timestamp": 1700000000000, "step": 1}],
    "params": [{"key": "drive", "value": "1"}],
    "tags": [{"key": "drive", "value": "1"}],
    "timestamp": 1700000000000,
    "start_time": 1700000000000,
    "end_time": 1700000001000,
    "records": '[{"inputs": {"question": "?"}}]',
    "user_id": "drive",
    "source_type": "TRACE",
}

# Fields that a route wants otherwise than its description tells, by the end of its path; None takes a field away.
TRACE = {
    "trace_id": "tr-11111111111111111111111111111111",
    "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}},
    "request_time": "2026-01-01T00:00:00Z",
    "execution_duration": "1.5s",
    "state": "OK",
}
SCORER = {"name": "drive", "builtin_scorer_class": "Safety", "builtin_scorer_pydantic_data": {}}
CORRECTIONS: dict[str, dict[str, Any]] = {
    "/3.0/mlflow/traces": {"trace": {"trace_info": TRACE}},
    "/graphql": {"query": 'query { mlflowGetExperiment(input: {experimentId: "0"}) { experiment { name } } }'},
    "/scorers/register": {"experiment_id": "0", "name": "drive", "serialized_scorer": json.dumps(SCORER)},
    "/runs/create-promptlab-run": {
        "experiment_id": "0",
        "prompt_template": "Say {{word}}",
        "prompt_parameters": [{"key": "word", "value": "hi"}],
        "model_route": "drive",
        "model_parameters": [{"key": "temperature", "value": "0"}],
        "model_input": "Say hi",
        "model_output": "hi",
        "model_output_parameters": [{"key": "latency", "value": "1"}],
        "mlflow_version": "3",
    },
    "/traces/metrics": {
        "experiment_ids": ["0"],
        "view_type": "TRACES",
        "metric_name": "latency",
        "aggregations": [{"aggregation_type": "PERCENTILE", "percentile_value": 90}],
    },
    "/chat/completions": {"model": "drive", "messages": [{"role": "user", "content": "hi"}]},
    "/mlflow/invocations": {"messages": [{"role": "user", "content": "hi"}]},
    "/v1/embeddings": {"model": "drive", "input": "hi"},
    "/v1/responses": {"model": "drive", "input": "hi"},
    "/v1/messages": {"model": "drive", "max_tokens": 5, "messages": [{"role": "user", "content": "hi"}]},
    "/v1/responses/compact": {"model": "drive", "input": "hi"},
    "/v1/systemone": {"model": "drive"},
    "/datasets/create": {"tags": '{"drive": "1"}'},
    "/<dataset_id>/tags": {"tags": '{"drive": "1"}'},
    "/endpoints/get": {"name": None},
    "/bindings/create": {"resource_type": "scorer"},
    "/scorers/list": {"experiment_ids": None},
    "/get-latest-versions": {"stages": ["None"]},
    "/3.0/mlflow/issues": {"status": "pending"},
    "/issues/<issue_id>": {"status": "resolved"},
    "/budgets/create": {"target_scope": "GLOBAL"},
    "/traces/<request_id>": {"status": "OK"},
    "/mcp-servers": {"icon": None, "icons": None},
    "/mcp-servers/{name}": {"icon": None, "icons": None},
    "/scorers/online-config": {"sample_rate": 0.5},
    "Content": {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]},
}


@dataclass(frozen=True)
class Route:
    """One method of one path, and what its body is described by: a protobuf message class or a JSON schema."""

    method: str
    path: str
    body: Any = None

    @property
    def order(self) -> int:
        """Creation first, destruction last, so that most routes find something to work on."""
        if self.method == "DELETE" or re.search(r"delete|cancel|abort|remove|detach", self.path):
            return 2
        return 0 if self.method in ("POST", "PUT") and re.search(r"create|register|log|/traces$", self.path) else 1


def enumerate_routes() -> list[Route]:
    """List the routes of MLflow's FastAPI app and of the Flask app that it wraps."""
    from mlflow.server import app as flask_app
    from mlflow.server import handlers
    from mlflow.server.fastapi_app import app as fastapi_app

    messages = {
        (path, method): message
        for path, message, methods in handlers.get_endpoints(lambda message: message)
        for method in methods
    }
    routes = [
        Route(method, rule.rule, messages.get((rule.rule, method)))
        for rule in flask_app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    specification = fastapi_app.openapi()
    for path, methods in specification["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            schema = next((media["schema"] for media in content.values()), None)
            routes.append(Route(method.upper(), path, schema and {**specification, **schema}))
    return sorted(distinct(routes), key=lambda route: (route.order, route.path, route.method))


def distinct(routes: list[Route]) -> list[Route]:
    """Keep one of those that share a handler: of /ajax-api and /api, and of Flask's and FastAPI's, which answers."""
    return list({(r.method, PARAMETER.sub("*", r.path).replace("/ajax-api/", "/api/")): r for r in routes}.values())


def from_message(descriptor: Any, known: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """Fill a protobuf message: each field from what is known by its name, else by its type."""
    body: dict[str, Any] = {}
    for field in descriptor.fields:
        value: Any
        if field.name in known:
            body[field.name] = known[field.name]
            continue
        if field.containing_oneof and any(other.name in body for other in field.containing_oneof.fields):
            continue
        if field.message_type is not None:
            if depth > 2 or field.message_type.full_name.startswith("google."):
                continue
            value = from_message(field.message_type, known, depth + 1)
        elif field.enum_type is not None:
            value = next(v.name for v in field.enum_type.values if not v.name.endswith("UNSPECIFIED"))
        elif field.cpp_type == field.CPPTYPE_STRING:
            value = "drive"
        else:
            value = False if field.cpp_type == field.CPPTYPE_BOOL else 1
        body[field.name] = [value] if field.is_repeated else value
    return body


def from_schema(schema: dict[str, Any], root: dict[str, Any], known: dict[str, Any]) -> Any:
    """Fill a JSON schema in the same way."""
    if "$ref" in schema:
        target = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return from_schema(target, root, known)
    for union in ("anyOf", "oneOf", "allOf"):
        if union in schema:
            return from_schema(schema[union][0], root, known)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            fields = schema.get("properties", {}).items()
            return {name: known.get(name) or from_schema(field, root, known) for name, field in fields}
        case "array":
            return [from_schema(schema.get("items", {}), root, known)]
        case "integer" | "number":
            return 1
        case "boolean":
            return False
    return "drive"


def body_of(route: Route, known: dict[str, Any]) -> dict[str, Any]:
    """Make the body that the route seems to want."""
    body: dict[str, Any]
    if isinstance(route.body, dict):
        body = from_schema(route.body, route.body, known)
    elif hasattr(route.body, "DESCRIPTOR"):
        body = from_message(route.body.DESCRIPTOR, known)
    else:
        body = {name: value for name, value in known.items() if name.endswith(("_id", "_ids", "name", "key", "path"))}
    for end, correction in CORRECTIONS.items():
        if route.path.endswith(end):
            body = {name: value for name, value in {**body, **correction}.items() if value is not None}
    return body


def harvest(answer: Any, known: dict[str, Any]) -> None:
    """Remember the ids in an answer: the newest of a kind is the one that is there."""
    if isinstance(answer, list):
        for item in answer:
            harvest(item, known)
    elif isinstance(answer, dict):
        for name, value in answer.items():
            if name.endswith("_id") and isinstance(value, str) and value and name != "experiment_id":
                known[name] = value
                known[name + "s"] = [value]
                if name == "run_id":
                    known["run_uuid"] = value
            harvest(value, known)


def call(base: str, route: Route, known: dict[str, Any]) -> tuple[int, str]:
    """Send one request and return the answer's status and body; a status of 0 is no answer at all."""
    path = PARAMETER.sub(lambda match: quote(str(known.get(match[1] or match[2], "drive"))), route.path)
    body = body_of(route, known)
    data = None
    if route.method == "GET":
        path += "?" + urlencode({name: value for name, value in body.items() if value not in (None, {})}, doseq=True)
    else:
        data = json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "x-mlflow-experiment-id": "0"}
    try:
        with urlopen(Request(base + path, data, headers, method=route.method), timeout=TIMEOUT_SECONDS) as response:
            return response.status, response.read().decode(errors="replace")
    except HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (OSError, HTTPException) as error:
        return 0, repr(error)


def drive(base: str) -> Iterator[tuple[Route, int, str]]:
    """Call all routes; those that build, twice before, as one needs the ids of another; those that destroy, last."""
    routes = [route for route in enumerate_routes() if not SLOW.search(route.path)]
    known = dict(VALUES)
    for round_routes in ([r for r in routes if r.order == 0],) * 2 + (routes,):
        for route in round_routes:
            status, text = call(base, route, known)
            if status < 300 and text.startswith("{"):
                harvest(json.loads(text), known)
            yield route, status, text


def main() -> None:
    """Drive the server and print what came of it."""
    warnings.simplefilter("ignore")
    base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5000"
    statuses: Counter[int] = Counter()
    import_errors = 0
    for route, status, text in drive(base):
        statuses[status] += 1
        missing = bool(IMPORT_ERROR.search(text)) and status != 200
        import_errors += missing
        if missing or status == 0 or status >= 500:
            print(f"{status} {'MISSING ' if missing else ''}{route.method} {route.path} {' '.join(text.split())[:200]}")
    print("answers:", dict(sorted(statuses.items())), "import errors:", import_errors)
    sys.exit(1 if import_errors else 0)


if __name__ == "__main__":
    main()
