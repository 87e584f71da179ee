"""A client of OpenID Connect: authorization code with PKCE, state and nonce; the id_token is checked.

Only signatures with public keys are admitted (never `none` nor a shared secret), from the keys that the provider
publishes. What is asked outside waits a few seconds at most and is never larger than 256 KB.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any

import jwt
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import get_language

from consistori.connectors.identity.asking import LARGEST, ask
from consistori.connectors.identity.claims import citizen_of
from consistori.eoffice.identity import begun
from consistori.eoffice.identity.ports import Asserted, IdentityRefused, Way

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
SKEW = 30
OLDEST = 600
REMEMBER = 600.0
ASK_AGAIN_AFTER = 10.0

_lock = threading.Lock()
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class OidcProvider:
    """A provider known by its issuer. `client_id` and `secret` are those that it gave to this installation."""

    way: Way
    issuer: str
    client_id: str
    secret: str
    method: str = ""
    scope: str = "openid profile"

    def begin(self, request: HttpRequest, back: str) -> str:
        """The address of the provider, with what will let us know that the answer is to this question."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        begun.remember(request, self.way.key, state, nonce=nonce, verifier=verifier, back=back)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": back, "scope": self.scope,
            "state": state, "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
            "ui_locales": get_language() or "ca",
        }  # fmt: skip
        return f"{self._found('authorization_endpoint')}?{urlencode(asked)}"

    def finish(self, request: HttpRequest) -> Asserted:
        """Exchange the code, check the id_token, and give who it says."""
        facts = begun.take(request, self.way.key, request.GET.get("state", "")[:200])
        if request.GET.get("error"):
            raise IdentityRefused("cancelled")
        if (sent_by := request.GET.get("iss")) and sent_by != self.issuer:  # RFC 9207
            raise IdentityRefused("forged", sent_by.encode())
        token = self._exchange(request.GET.get("code", "")[:2000], facts)
        said = self.read(token, nonce=facts["nonce"])
        return Asserted(citizen_of(said, token.encode(), method=self.method), "id_token", token.encode())

    def read(self, token: str, *, nonce: str) -> dict[str, Any]:
        """What an id_token says once its signature, issuer, audience, hours and nonce hold; else `IdentityRefused`."""
        shown = token.encode()
        try:
            said: dict[str, Any] = jwt.decode(
                token, self._key_of(token), algorithms=list(ALGORITHMS), audience=self.client_id, issuer=self.issuer,
                leeway=SKEW, options={"require": ["exp", "iat", "sub", "aud", "iss", "nonce"]},
            )  # fmt: skip
        except jwt.ExpiredSignatureError as fault:
            raise IdentityRefused("expired", shown) from fault
        except jwt.InvalidAudienceError as fault:
            raise IdentityRefused("other_audience", shown) from fault
        except jwt.PyJWTError as fault:
            raise IdentityRefused("forged", shown) from fault
        if not secrets.compare_digest(str(said["nonce"]).encode(), nonce.encode()):
            raise IdentityRefused("replayed", shown)
        if time.time() - int(said["iat"]) > OLDEST:
            raise IdentityRefused("expired", shown)
        if said.get("azp", self.client_id) != self.client_id:
            raise IdentityRefused("other_audience", shown)
        return said

    def _exchange(self, code: str, facts: dict[str, Any]) -> str:
        if not code:
            raise IdentityRefused("unasked")
        answer = ask(
            self._found("token_endpoint"),
            {
                "grant_type": "authorization_code", "code": code, "redirect_uri": facts["back"],
                "client_id": self.client_id, "client_secret": self.secret, "code_verifier": facts["verifier"],
            },
        )  # fmt: skip
        token = answer.get("id_token")
        if not isinstance(token, str) or len(token) > LARGEST:
            raise IdentityRefused("forged", code.encode())
        return token

    def _found(self, name: str) -> str:
        known = _remembered(f"{self.issuer}/.well-known/openid-configuration")
        if known.get("issuer") != self.issuer or not isinstance(known.get(name), str):
            raise IdentityRefused("silent")
        return str(known[name])

    def _key_of(self, token: str) -> Any:
        """The published key with which it says to be signed; asked again once if it is not among those we know."""
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError
        address = self._found("jwks_uri")
        for longest in (REMEMBER, ASK_AGAIN_AFTER):
            for one in _keys(_remembered(address, longest)):
                if one.key_id == header.get("kid") and one.algorithm_name == header["alg"]:
                    return one.key
        raise jwt.InvalidKeyError


def _keys(published: dict[str, Any]) -> list[jwt.PyJWK]:
    found = []
    for said in published.get("keys", []):
        try:
            found.append(jwt.PyJWK.from_dict(said))
        except jwt.PyJWTError:
            continue
    return found


def _remembered(address: str, longest: float = REMEMBER) -> dict[str, Any]:
    with _lock:
        at, known = _kept.get(address, (0.0, {}))
    if known and time.monotonic() - at < longest:
        return known
    known = ask(address)
    with _lock:
        _kept[address] = (time.monotonic(), known)
    return known


def forget() -> None:
    """Ask the providers again (for tests)."""
    with _lock:
        _kept.clear()
