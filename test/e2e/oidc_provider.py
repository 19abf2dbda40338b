"""An OpenID Connect provider for tests, which lets in whoever is clicked: `oidc_provider.py ISSUER CLIENT SECRET`.

It runs in the image of the server, which has what signs tokens.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

ISSUER, CLIENT, SECRET = sys.argv[1:]
GROUPS = {"alice": ["mlflow"], "root": ["mlflow", "mlflow-admin"], "mallory": ["others"]}
KEY = RSAKey.generate_key(2048, parameters={"kid": "test", "use": "sig", "alg": "RS256"})
codes: dict[str, dict[str, str]] = {}


class Provider(BaseHTTPRequestHandler):
    """The authorization code flow with PKCE, and nothing else."""

    def do_GET(self) -> None:
        """Describe the provider, show its keys, or ask who wants to log in."""
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query))
        if url.path == "/.well-known/openid-configuration":
            paths = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks"}
            self.reply(
                {
                    "issuer": ISSUER,
                    **{name: ISSUER + path for name, path in paths.items()},
                    "response_types_supported": ["code"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                    "code_challenge_methods_supported": ["S256"],
                }
            )
        elif url.path == "/jwks":
            self.reply({"keys": [KEY.as_dict(private=False)]})
        elif "user" in query:
            code = secrets.token_hex()
            codes[code] = query
            self.reply("", 302, f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
        else:
            self.reply("".join(f'<a href="{self.path}&user={user}">{user}</a> ' for user in GROUPS))

    def do_POST(self) -> None:
        """Change a code for tokens, if client, secret and the proof of the code are right."""
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        basic = self.headers.get("Authorization", "").removeprefix("Basic ")
        client, _, secret = base64.b64decode(basic).decode().partition(":")
        query = codes.pop(form["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if (client, secret) != (CLIENT, SECRET) or query is None or proof != query["code_challenge"]:
            self.reply({"error": "invalid_grant"}, 400)
            return
        user, now = query["user"], int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": user,
            "iat": now,
            "exp": now + 600,
            "nonce": query["nonce"],
            "email": f"{user}@example.com",
            "name": user,
            "groups": GROUPS[user],
        }
        token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, KEY)
        self.reply({"access_token": token, "id_token": token, "token_type": "Bearer", "expires_in": 600})

    def reply(self, body: object, status: int = 200, location: str = "") -> None:
        """Send a page, or a map as JSON."""
        page = isinstance(body, str)
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if page else "application/json")
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write((body if page else json.dumps(body)).encode())


ThreadingHTTPServer(("", urlsplit(ISSUER).port or 80), Provider).serve_forever()
