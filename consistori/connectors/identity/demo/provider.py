"""The provider of the demonstration: discovery, keys, authorization code with PKCE, tokens signed with its own key.

It is a WSGI application that answers at the door of the demonstration authority (`/identity/...`). Its key lives in its
memory: what it said before it was started again does not hold any more.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
import tomllib
from collections.abc import Callable, Iterable
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt

from consistori.connectors.identity.demo import page

PEOPLE = Path(__file__).parent / "people.toml"
CODE_LASTS = 60
TOKEN_LASTS = 300
LONGEST_FORM = 16 * 1024
ASKED = (
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
    "code_challenge_method", "ui_locales",
)  # fmt: skip

Start = Callable[..., Any]
Answer = tuple[int, list[tuple[str, str]], bytes]


class DemoProvider:
    """`issuer` is its own address; `may_return` says whether an address is one of the client's."""

    def __init__(self, issuer: str, client_id: str, secret: str, may_return: Callable[[str], bool]) -> None:
        self.issuer, self.client_id, self.secret, self.may_return = issuer, client_id, secret, may_return
        self.people: list[dict[str, Any]] = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))["person"]
        self._codes: dict[str, tuple[float, dict[str, str], dict[str, Any]]] = {}
        self._lock = threading.Lock()

    @cached_property
    def key(self) -> Any:
        from cryptography.hazmat.primitives.asymmetric import ec

        return ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def published(self) -> dict[str, Any]:
        said = jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
        return {**said, "kid": digest, "alg": "ES256", "use": "sig"}

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        status, headers, body = self._answer(environ)
        headers += [("Content-Length", str(len(body))), ("Cache-Control", "no-store"),
                    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")]  # fmt: skip
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/")
        if method == "GET" and path == "/.well-known/openid-configuration":
            return _json(self._configuration())
        if method == "GET" and path == "/jwks":
            return _json({"keys": [self.published]})
        if path == "/authorize" and method in ("GET", "POST"):
            return self._authorize(_form(environ) if method == "POST" else _query(environ), method)
        if path == "/token" and method == "POST":
            return self._token(_form(environ))
        return _json({"error": "not_found"}, 404)

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "scopes_supported": ["openid", "profile"],
            "authorization_response_iss_parameter_supported": True,
        }

    def _authorize(self, said: dict[str, str], method: str) -> Answer:
        """GET: the page where one chooses; POST: back to the client with a code that serves once."""
        asked = {name: said.get(name, "") for name in ASKED}
        if asked["client_id"] != self.client_id or not self.may_return(asked["redirect_uri"]):
            return _json(
                {"error": "invalid_client", "error_description": "unknown client or return address"}, 400
            )
        if asked["response_type"] != "code" or "openid" not in asked["scope"].split():
            return self._return(asked, error="unsupported_response_type")
        if asked["code_challenge_method"] != "S256" or not asked["code_challenge"]:
            return self._return(asked, error="invalid_request")
        if method == "GET":
            body = page.choose(self.people, asked, f"{self.issuer}/authorize").encode()
            kind = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", page.POLICY)]
            return 200, kind, body
        chosen = said.get("person", "")
        if not chosen.isdigit() or int(chosen) >= len(self.people):
            return self._return(asked, error="access_denied")
        code = secrets.token_urlsafe(32)
        with self._lock:
            old = [one for one, (until, *_) in self._codes.items() if until < time.time()]
            for one in old:
                del self._codes[one]
            self._codes[code] = (time.time() + CODE_LASTS, asked, self.people[int(chosen)])
        return self._return(asked, code=code)

    def _return(self, asked: dict[str, str], **said: str) -> Answer:
        sent = urlencode({**said, "state": asked["state"], "iss": self.issuer})
        return 302, [("Location", f"{asked['redirect_uri']}?{sent}")], b""

    def _token(self, said: dict[str, str]) -> Answer:
        is_client = said.get("client_id") == self.client_id
        if not is_client or not secrets.compare_digest(
            said.get("client_secret", "").encode(), self.secret.encode()
        ):
            return _json({"error": "invalid_client"}, 401)
        with self._lock:
            until, asked, person = self._codes.pop(said.get("code", ""), (0.0, {}, {}))
        challenge = _challenge(said.get("code_verifier", ""))
        if (
            said.get("grant_type") != "authorization_code" or until < time.time()
            or asked["redirect_uri"] != said.get("redirect_uri") or asked["code_challenge"] != challenge
        ):  # fmt: skip
            return _json({"error": "invalid_grant"}, 400)
        return _json(
            {"access_token": secrets.token_urlsafe(32), "token_type": "Bearer", "expires_in": TOKEN_LASTS,
             "id_token": self.sign(self.claims(person, asked["nonce"]))}
        )  # fmt: skip

    def claims(self, person: dict[str, Any], nonce: str) -> dict[str, Any]:
        """What is said of a person: those of VÀLid, those of OpenID, and that it is a demonstration."""
        now = int(time.time())
        theirs = {name: value for name, value in person.items() if name not in ("ca", "es")}
        return {
            "iss": self.issuer, "aud": self.client_id, "sub": f"demo:{person['identifier']}", "nonce": nonce,
            "iat": now, "exp": now + TOKEN_LASTS, "jti": secrets.token_urlsafe(16), "auth_time": now, "demo": True,
            "method": "idcatmobil", "identifierType": "1", **theirs,
        }  # fmt: skip

    def sign(self, claims: dict[str, Any], **header: str) -> str:
        """A token of ours."""
        return jwt.encode(
            claims, self.key, algorithm="ES256", headers={"kid": self.published["kid"], **header}
        )


def from_settings() -> DemoProvider:
    """The one of this installation: it knows one client, our own electronic office, at the addresses of the demo."""
    from django.conf import settings

    from consistori.connectors.identity.ways import DEMO_CLIENT, demo_issuer, demo_secret

    ours = {settings.PUBLIC_URL, f"http://localhost:{settings.PORT}", f"http://127.0.0.1:{settings.PORT}"}
    return DemoProvider(demo_issuer(), DEMO_CLIENT, demo_secret(), lambda address: _is_of(address, ours))


def _is_of(address: str, ours: set[str]) -> bool:
    """Whether it is the way back of a town of ours: same origin, and the path of the door."""
    parts = urlsplit(address)
    path = (
        parts.path.split("/e/", 1)[-1].partition("/")[2] if parts.path.startswith("/e/") else parts.path[1:]
    )
    return f"{parts.scheme}://{parts.netloc}" in ours and path == "entrar/demo/tornada/" and not parts.query


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _query(environ: dict[str, Any]) -> dict[str, str]:
    return dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))


def _form(environ: dict[str, Any]) -> dict[str, str]:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), LONGEST_FORM)
    return dict(
        parse_qsl(environ["wsgi.input"].read(length).decode("utf-8", "replace"), keep_blank_values=True)
    )


def _json(said: dict[str, Any], status: int = 200) -> Answer:
    return status, [("Content-Type", "application/json")], json.dumps(said).encode()
