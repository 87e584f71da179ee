"""A person comes in at the electronic office through a real provider of OpenID Connect, run on loopback."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from consistori.eoffice.identity import limits
from consistori.eoffice.identity.citizens import KEY
from consistori.eoffice.models import IdentityAssertion
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

JOAN, LAIA = "0", "1"


def begin(browser: Client, town: Any, after: str = "") -> str:
    """Choose the way of the demonstration; the address of the provider."""
    answer = browser.get(f"/e/{town.slug}/entrar/demo/", {"next": after} if after else {})
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def choose(address: str, person: str) -> str:
    """Look at the page of the provider and press the button of that person; where it sends the browser."""
    shown = httpx.get(address)
    assert shown.status_code == 200
    assert "DEMO" in shown.text
    form = dict(parse_qsl(urlsplit(address).query)) | {"person": person}
    answer = httpx.post(address.partition("?")[0], data=form)
    assert answer.status_code == 302
    return str(answer.headers["Location"]).removeprefix("http://testserver")


def come(browser: Client, town: Any, person: str = JOAN, after: str = "") -> Any:
    return browser.get(choose(begin(browser, town, after), person))


def test_the_door_is_by_what_one_has_at_hand_and_the_last_is_the_counter(citizens_door, town):
    town.phone, town.address = "972 000 100", "Plaça Major, 1"
    town.save()

    page = Client().get(f"/e/{town.slug}/entrar/").content.decode()

    assert "DEMO" in page
    assert (
        page.index("entrar/demo/")
        < page.index("No tinc res d’això")
        < page.index("O truqueu-nos: 972 000 100")
    )
    assert "Què en sabrem" in page
    assert "enter/certificate/" not in page


def test_a_person_comes_in_and_goes_on_to_where_they_were_going(citizens_door, town):
    browser = Client()
    browser.get(f"/e/{town.slug}/entrar/")
    before = browser.session.session_key

    answer = come(browser, town, after=f"/e/{town.slug}/carpeta/papers/")

    assert answer["Location"] == f"/e/{town.slug}/carpeta/papers/"
    said = browser.session[KEY][str(town.pk)]
    assert (said["identifier"], said["name"], said["surname1"], said["method"], said["level"]) == (
        "99000138L", "Joan", "Puigdollers", "demo", "substantial",
    )  # fmt: skip
    assert browser.session.session_key != before
    with working_for(town):
        kept = IdentityAssertion.objects.get()
        told = TrailEvent.objects.get(kind="identity.CitizenCameIn")
    assert hashlib.sha256(bytes(kept.said)).hexdigest() == kept.sha256 == said["evidence"]
    assert jwt.get_unverified_header(bytes(kept.said))["alg"] == "ES256"
    assert kept.sha256 in told.content
    assert "99000138L" not in told.content


def test_the_certificate_of_a_representative_brings_the_firm(citizens_door, town):
    browser = Client()
    come(browser, town, LAIA)

    said = browser.session[KEY][str(town.pk)]
    assert (said["firm_identifier"], said["level"]) == ("B99000119", "high")


def test_who_has_come_in_at_a_town_is_nobody_at_the_next_one(citizens_door, town, other_town):
    other_town.modality = "complete"
    other_town.save()
    browser = Client()
    come(browser, town)

    assert "/entrar/" in browser.get(f"/e/{other_town.slug}/carpeta/")["Location"]
    assert browser.get(f"/e/{town.slug}/carpeta/").status_code == 200


def test_leaving_asks_and_then_forgets(citizens_door, town):
    browser = Client()
    come(browser, town)

    assert "Joan Puigdollers Vila" in browser.get(f"/e/{town.slug}/sortir/").content.decode()
    browser.post(f"/e/{town.slug}/sortir/")
    assert "/entrar/" in browser.get(f"/e/{town.slug}/carpeta/")["Location"]


def test_whoever_does_not_choose_comes_back_outside_and_it_is_no_fault(citizens_door, town):
    browser = Client()

    answer = come(browser, town, person="")

    assert answer.status_code == 200
    assert KEY not in browser.session
    assert "sense identificar-vos" in answer.content.decode()
    assert not refused(town)


def test_it_goes_only_to_pages_of_ours_afterwards(citizens_door, town):
    for bad in ("https://example.net/", "//example.net/", "/\\example.net"):
        assert come(Client(), town, after=bad)["Location"] == f"/e/{town.slug}/carpeta/"


Spoil = Callable[[dict[str, Any]], dict[str, Any]]
SPOILT: dict[str, tuple[str, Spoil]] = {
    "of another audience": ("other_audience", lambda said: said | {"aud": "another-town"}),
    "for another audience too": (
        "other_audience",
        lambda said: said | {"aud": [said["aud"], "another"], "azp": "another"},
    ),
    "of another issuer": ("forged", lambda said: said | {"iss": "https://example.net"}),
    "expired": ("expired", lambda said: said | {"exp": int(time.time()) - 120}),
    "made long ago": ("expired", lambda said: said | {"iat": int(time.time()) - 900}),
    "of another question": ("replayed", lambda said: said | {"nonce": "another"}),
    "without its hour": ("forged", lambda said: {k: v for k, v in said.items() if k != "exp"}),
}


@pytest.mark.parametrize("how", SPOILT)
def test_an_assertion_that_does_not_hold_is_refused_and_written(citizens_door, town, monkeypatch, how):
    why, spoil = SPOILT[how]
    provider = citizens_door.provider
    right = type(provider).claims
    monkeypatch.setattr(provider, "claims", lambda *told: spoil(right(provider, *told)))
    browser = Client()

    answer = come(browser, town)

    assert answer.status_code == 403
    assert KEY not in browser.session
    assert refused(town) == [why]
    with working_for(town):
        assert not IdentityAssertion.objects.exists()


@pytest.mark.parametrize("how", ["another key", "no signature", "our own secret"])
def test_an_assertion_that_the_provider_did_not_sign_is_refused(citizens_door, town, monkeypatch, how):
    provider = citizens_door.provider
    kid = {"kid": provider.published["kid"]}
    forge = {
        "another key": lambda said: jwt.encode(said, ec.generate_private_key(ec.SECP256R1()), "ES256", kid),
        "no signature": lambda said: jwt.encode(said, None, "none", kid),
        "our own secret": lambda said: jwt.encode(said, provider.secret, "HS256", kid),
    }[how]
    monkeypatch.setattr(provider, "sign", forge)
    browser = Client()

    assert come(browser, town).status_code == 403
    assert refused(town) == ["forged"]


def test_the_answer_to_somebody_else_and_the_one_already_used_are_refused(citizens_door, town):
    browser = Client()
    address = choose(begin(browser, town), JOAN)

    assert Client().get(address).status_code == 403
    assert browser.get(address).status_code == 302
    assert browser.get(address).status_code == 403
    assert refused(town) == ["unasked", "unasked"]


def test_the_very_same_assertion_never_serves_twice(town, at_work):
    from consistori.eoffice.identity.citizens import Citizen
    from consistori.eoffice.identity.ports import Asserted, IdentityRefused
    from consistori.eoffice.identity.services import take_assertion
    from consistori.kernel.actor import Actor

    asserted = Asserted(Citizen("valid", "high", "99000138L", "Joan"), "answer", b"what says so")
    take_assertion(asserted, way="mobile", by=Actor.program(town.pk))

    with pytest.raises(IdentityRefused) as caught:
        take_assertion(asserted, way="mobile", by=Actor.program(town.pk))
    assert caught.value.code == "replayed"


def test_without_number_nobody_comes_in(citizens_door, town, monkeypatch):
    provider = citizens_door.provider
    right = type(provider).claims
    wrong = {"identifier": "99000138A"}
    monkeypatch.setattr(provider, "claims", lambda *told: right(provider, *told) | wrong)

    assert come(Client(), town).status_code == 403


def test_a_code_needs_the_verifier_of_who_asked(citizens_door, town):
    address = choose(begin(Client(), town), JOAN)
    code = parse_qs(urlsplit(address).query)["code"][0]
    said = {
        "grant_type": "authorization_code", "code": code, "client_id": "consistori-demo",
        "client_secret": citizens_door.provider.secret, "code_verifier": "guessed",
        "redirect_uri": f"http://testserver/e/{town.slug}/entrar/demo/tornada/",
    }  # fmt: skip

    assert httpx.post(f"{citizens_door.provider.issuer}/token", data=said).status_code == 400


def test_a_provider_that_does_not_answer_says_so_and_the_counter_is_still_there(
    citizens_door, settings, town
):
    settings.DEMO_AUTHORITY_PORT = 9

    answer = Client().get(f"/e/{town.slug}/entrar/demo/")

    assert answer.status_code == 503
    assert "no respon ara" in answer.content.decode()


def test_an_address_that_hammers_waits_a_minute(citizens_door, town, monkeypatch):
    monkeypatch.setattr(limits, "_minute", lambda: 1)  # the eleven tries fall in one
    browser = Client()
    answers = [
        browser.get(f"/e/{town.slug}/entrar/demo/tornada/?state=x")
        for _ in range(limits.REFUSED_A_MINUTE + 3)
    ]

    assert answers[0].status_code == 403
    assert answers[-1].status_code == 429
    assert len(refused(town)) <= limits.REFUSED_A_MINUTE + 1


def test_where_the_office_is_off_there_is_no_door(citizens_door, other_town):
    for path in ("entrar/", "entrar/demo/", "entrar/demo/tornada/", "sortir/", "carpeta/"):
        assert Client().get(f"/e/{other_town.slug}/{path}").status_code == 404
    assert Client().get("/entrar/").status_code == 404


def test_outside_the_demonstration_nobody_enters_with_it(settings, town):
    assert "entrar/demo" not in Client().get(f"/e/{town.slug}/entrar/").content.decode()
    assert Client().get(f"/e/{town.slug}/entrar/demo/").status_code == 404


def refused(town: Any) -> list[str]:
    import json

    with working_for(town):
        rows = TrailEvent.objects.filter(kind="identity.AssertionRefused").order_by("seq")
        return [json.loads(row.content)["payload"]["why"] for row in rows]
