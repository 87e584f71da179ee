"""A person comes in through VÀLid, as its integration document says that it answers (on loopback)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.test import Client

from consistori.eoffice.identity.citizens import KEY
from consistori.eoffice.models import IdentityAssertion
from consistori.tenancy.scope import working_for

PERSON = {
    "status": "ok", "identifier": "99000138L", "identifierType": "1", "prefix": "0034", "phone": "600000138",
    "email": "joan@correu.example", "name": "JOAN", "surnames": "PUIGDOLLERS VILA", "surname1": "PUIGDOLLERS",
    "surname2": "VILA", "method": "idcatmobil", "assuranceLevel": "substantial",
}  # fmt: skip


class FakeValid(BaseHTTPRequestHandler):
    person: dict[str, Any] = PERSON
    tokens: dict[str, str] = {}

    def do_POST(self) -> None:
        said = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        is_right = said["client_secret"] == "shared" and said["grant_type"] == "authorization_code"
        if not is_right or said["code"] != "1/once":
            self._say({"error": "invalid_grant"}, 400)
        else:
            self._say({"access_token": "1/opens-things", "expires_in": 3600, "token_type": "Bearer"})

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parse_qs(parts.query).get("AccessToken") != ["1/opens-things"]:
            self._say({"status": "ko", "error": "INVALID_TOKEN"})
        elif parts.path.endswith("getUserInfo"):
            self._say(self.person)
        else:
            self._say({"status": "ok", "evidences": ["PGV2aWRlbmNlLz4="]})

    def _say(self, said: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def valid(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeValid]]:
    from django.core.cache import cache

    cache.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeValid)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.VALID_URL = f"http://127.0.0.1:{server.server_address[1]}"
    settings.VALID_CLIENT_ID, settings.VALID_CLIENT_SECRET = "0123456789.serveis.aoc.cat", "shared"
    monkeypatch.setattr(FakeValid, "person", dict(PERSON))
    yield FakeValid
    server.shutdown()
    server.server_close()


def come(browser: Client, town: Any, **said: str) -> Any:
    address = browser.get(f"/e/{town.slug}/entrar/valid/")["Location"]
    asked = dict(parse_qsl(urlsplit(address).query))
    assert asked["scope"] == "autenticacio_usuari"
    assert asked["approval_prompt"]
    sent = {"code": "1/once", "state": asked["state"]} | said
    return browser.get(urlsplit(asked["redirect_uri"]).path, sent)


def test_a_person_comes_in_and_both_answers_are_kept_without_the_token(valid, town):
    browser = Client()

    answer = come(browser, town)

    assert answer.status_code == 302
    said = browser.session[KEY][str(town.pk)]
    assert (said["identifier"], said["name"], said["surname1"], said["method"], said["level"], said["phone"]) == (
        "99000138L", "Joan", "Puigdollers", "idcatmobil", "substantial", "600000138",
    )  # fmt: skip
    with working_for(town):
        kept = bytes(IdentityAssertion.objects.get().said)
    assert b"opens-things" not in kept
    assert json.loads(kept)["evidences"] == ["PGV2aWRlbmNlLz4="]


def test_the_same_person_comes_in_again_tomorrow(valid, town):
    assert come(Client(), town).status_code == 302
    assert come(Client(), town).status_code == 302


def test_a_certificate_of_a_representative_brings_the_firm(valid, town):
    valid.person |= {
        "method": "certificat",
        "certificateType": 11,
        "companyId": "B99000119",
        "companyName": "Forn, SL",
    }
    browser = Client()
    come(browser, town)

    said = browser.session[KEY][str(town.pk)]
    assert (said["firm"], said["firm_identifier"]) == ("Forn, SL", "B99000119")


@pytest.mark.parametrize(
    "person", [{"certificateType": "4"}, {"identifier": ""}, {"identifier": "99000138A"}, {"status": "ko"}]
)
def test_what_does_not_say_who_it_is_lets_nobody_in(valid, town, person):
    valid.person |= person
    browser = Client()

    assert come(browser, town).status_code == 403
    assert KEY not in browser.session


def test_whoever_cancels_or_comes_with_another_code_or_state_is_outside(valid, town):
    for said in ({"code": "", "error": "SESSION_CANCEL"}, {"code": "1/stolen"}, {"state": "guessed"}):
        browser = Client()
        come(browser, town, **said)
        assert KEY not in browser.session
