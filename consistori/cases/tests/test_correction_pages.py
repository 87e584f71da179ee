"""The pages and the API of correction requests: picking what is asked, writing that it was notified, ending it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from consistori.cases.correcting.acts import PointSaid, ask_correction
from consistori.cases.correcting.ports import Askable
from consistori.cases.entries import accept_into_case
from consistori.cases.models import CaseFile, CorrectionRequest
from consistori.cases.services import add_party
from consistori.documents.models import Writing
from consistori.kernel.clock import now, today
from consistori.signature.models import SignatureRequest

DESK = "/e/vall-llobera/desk"


@pytest.fixture
def filed(case: CaseFile, clerk: Any, neighbour: Any, enter: Any, monkeypatch: Any) -> CaseFile:
    """Laia applies, with an entry whose form says 4 m² and that brought no insurance."""
    add_party(case, neighbour, by=clerk, role="applicant")
    accept_into_case(enter("Terrassa"), case, by=clerk, with_people=False)
    found = [
        Askable("field", "area", "Superfície", "4 m²", "La terrassa"),
        Askable(
            "paper", "paper:insurance", "Assegurança", group="lacking", lacks=True, why="No s’ha aportat."
        ),
    ]
    monkeypatch.setattr("consistori.cases.correcting.selectors.askables", [lambda entry, language: found])
    return case


@pytest.fixture
def browser(clerk: Any, sign_in: Any) -> Client:
    client: Client = sign_in(clerk)
    return client


def post(browser: Client, case: CaseFile, path: str, **said: Any) -> Any:
    return browser.post(f"{DESK}/cases/{case.number}/correcting/{path}", said)


def test_what_lacks_is_ticked_already_and_the_letter_says_what_was_picked(
    filed: CaseFile, browser: Client, neighbour: Any
) -> None:
    page = browser.get(f"{DESK}/cases/{filed.number}/correcting/new/").content.decode()
    assert "Superfície" in page and "4 m²" in page and page.count(" checked") >= 2
    said = {"party": neighbour.pk, "kind": "correction", "language": "ca", "stops_term": "on"}
    wrong = post(browser, filed, "ask/", **said, **{"pick-0": "on", "asks-0": " ", "free-label-1": "El veí"})
    assert wrong.status_code == 422 and wrong.content.decode().count("has-error") == 2
    assert not CorrectionRequest.objects.exists()
    done = post(
        browser, filed, "ask/", **said,
        **{"pick-0": "on", "asks-0": "Al plànol hi diu 40.", "pick-1": "on", "asks-1": "Aporteu-la.",
           "free-label-0": "El veí", "free-asks-0": "Digueu si hi està d’acord."},
    )  # fmt: skip

    made = CorrectionRequest.objects.get()
    assert done["Location"] == f"{DESK}/cases/{filed.number}/correcting/{made.pk}/"
    assert [point.key for point in made.points.all()] == ["area", "paper:insurance", ""]
    assert "Digueu si hi està d’acord." in Writing.objects.get(document=made.document).html


def test_one_is_read_notified_and_ended_on_its_page(
    filed: CaseFile,
    browser: Client,
    clerk: Any,
    neighbour: Any,
    mayor: Any,
    django_assert_max_num_queries: Any,
) -> None:
    points = [PointSaid("free", "El veí", "Digueu si hi està d’acord")]
    made = ask_correction(filed, by=clerk, party=neighbour, points=points)
    document = made.document
    SignatureRequest.objects.create(
        document=document, version=document.version, signer_id=mayor.person_id, state="signed",
        signed_sha256="a" * 64, stamped_at=now(),
    )  # fmt: skip
    with django_assert_max_num_queries(34):
        page = browser.get(f"{DESK}/cases/{filed.number}/correcting/{made.pk}/").content.decode()
    assert "Per notificar" in page
    wrong = post(browser, filed, f"{made.pk}/notified/", on=today().isoformat(), how="hand")
    assert wrong.status_code == 422 and "Digues què ho prova" in wrong.content.decode()
    post(browser, filed, f"{made.pk}/notified/", on=today().isoformat(), how="hand", reference="Rebut 1")
    made.refresh_from_db()
    assert made.notified_on == today() and made.term is not None
    assert "Requeriments d’esmena" in browser.get(f"{DESK}/cases/{filed.number}/").content.decode()
    early = post(browser, filed, f"{made.pk}/withdraw/")
    assert early.status_code == 302 and not CorrectionRequest.objects.exclude(resolution=None).exists()
    post(browser, filed, f"{made.pk}/end/", ending="without", note="Ja no cal")
    made.refresh_from_db()
    assert made.ending == "without" and made.term.state == "closed"


def test_elsewhere_there_is_no_such_request(
    filed: CaseFile, clerk: Any, neighbour: Any, outsider: Any, sign_in: Any
) -> None:
    points = [PointSaid("free", "El veí", "Digueu si hi està d’acord")]
    made = ask_correction(filed, by=clerk, party=neighbour, points=points)
    stranger = sign_in(outsider)

    assert stranger.get(f"{DESK}/cases/{filed.number}/correcting/{made.pk}/").status_code in (403, 404)
    assert post(stranger, filed, f"{made.pk}/end/", ending="called_off", note="x").status_code in (403, 404)
    made.refresh_from_db()
    assert made.is_open


def test_the_second_party_may_be_asked_and_nothing_is_promised_of_an_improvement(
    filed: CaseFile, browser: Client, clerk: Any, bakery: Any, mayor: Any
) -> None:
    add_party(filed, bakery, by=clerk, role="interested")
    done = post(
        browser, filed, "ask/", party=bakery.pk, kind="improvement", language="ca",
        **{"free-label-0": "El veí", "free-asks-0": "Digueu\0 si hi està d’acord."},
    )  # fmt: skip
    assert done.status_code == 302
    made = CorrectionRequest.objects.get()
    assert made.party == bakery and made.points.get().asks == "Digueu si hi està d’acord."
    SignatureRequest.objects.create(
        document=made.document, version=made.document.version, signer_id=mayor.person_id, state="signed",
        signed_sha256="a" * 64, stamped_at=now(),
    )  # fmt: skip
    said = {"on": today().isoformat(), "how": "hand", "reference": "Rebut 1"}
    page = browser.post(f"{DESK}/cases/{filed.number}/correcting/{made.pk}/notified/", said, follow=True)
    assert "no s’atura ni s’acaba res" in page.content.decode() and "deu dies" not in page.content.decode()
