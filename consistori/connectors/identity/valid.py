"""VÀLid, of the Consorci AOC (idCAT Mòbil, Cl@ve, certificates): OAuth 2 with a code, and a call for the person.

It gives no id_token: what says who the person is are its answers, `getUserInfo` and `getAuthenticationEvidence`, asked
by us with the token that it gave us and kept whole. The token itself opens things: it is never kept nor written.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from consistori.connectors.identity.asking import ask
from consistori.connectors.identity.claims import citizen_of
from consistori.eoffice.identity import begun
from consistori.eoffice.identity.ports import Asserted, IdentityRefused, Way
from consistori.kernel.clock import now

METHODS = {"idcatmobil", "certificat", "clave"}
NOT_OF_A_PERSON = {"2", "3", "4", "8", "9", "10"}
"""Types of certificate that are not of somebody: SSL, seat, seals, web, timestamp."""


@dataclass(frozen=True)
class Valid:
    """VÀLid as it knows this installation."""

    way: Way
    url: str
    client_id: str
    secret: str

    def begin(self, request: HttpRequest, back: str) -> str:
        """The address of VÀLid, with the state that will let us know that the answer is to this question."""
        state = secrets.token_hex(24)
        begun.remember(request, self.way.key, state, back=back)
        asked = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": back, "state": state,
            "scope": "autenticacio_usuari", "access_type": "online", "approval_prompt": "auto",
        }  # fmt: skip
        return f"{self.url}/o/oauth2/auth?{urlencode(asked)}"

    def finish(self, request: HttpRequest) -> Asserted:
        """Exchange the code, ask who it is, and keep the answers."""
        facts = begun.take(request, self.way.key, request.GET.get("state", "")[:200])
        code = request.GET.get("code", "")[:2000]
        if request.GET.get("error") or not code:
            raise IdentityRefused("cancelled")
        token = self._token(code, facts["back"])
        person = self._answer("getUserInfo", token)
        said = self._kept(person, token)
        if str(person.get("certificateType", "")) in NOT_OF_A_PERSON:
            raise IdentityRefused("unsuitable", said)
        method = str(person.get("method", ""))
        return Asserted(
            citizen_of(person, said, method=method if method in METHODS else "valid"), "answer", said
        )

    def _token(self, code: str, back: str) -> str:
        answer = ask(
            f"{self.url}/o/oauth2/token",
            {
                "code": code, "client_id": self.client_id, "client_secret": self.secret, "redirect_uri": back,
                "grant_type": "authorization_code",
            },
        )  # fmt: skip
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise IdentityRefused("unasked")
        return token

    def _answer(self, name: str, token: str) -> dict[str, Any]:
        """One answer about whoever this token is of. The token goes in the address: that is how VÀLid wants it."""
        answer = ask(f"{self.url}/serveis-rest/{name}?{urlencode({'AccessToken': token})}")
        if answer.get("status") != "ok":
            raise IdentityRefused("unasked", json.dumps(answer).encode())
        return answer

    def _kept(self, person: dict[str, Any], token: str) -> bytes:
        """The bytes that say who it is: both answers, the hour, and the fingerprint of the token."""
        try:
            evidence = self._answer("getAuthenticationEvidence", token).get("evidences", [])
        except IdentityRefused:
            evidence = []  # it is not given for every method; the person is known all the same
        digest = base64.b64encode(hashlib.sha256(token.encode()).digest()).decode()
        told = {
            "userInfo": person,
            "evidences": evidence,
            "token_sha256": digest,
            "asked_at": now().isoformat(),
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
