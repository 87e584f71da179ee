"""In the place of another: an absence and what comes back, a substitution and a delegation with their decree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case, receive_into_case
from consistori.catalogue.models import DocumentType
from consistori.directory.models import Absence, Delegation, Post
from consistori.kernel.clock import today
from consistori.signature import verification
from consistori.signature.models import SignatureRequest, SigningKey
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline
from tests.journeys.people import (
    DAY,
    DESK,
    browser_of,
    send_to_sign,
    sign,
    tell_absence,
    write_decree,
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "ANSWER_SECONDS", 0)


@pytest.fixture
def councillor(town: Any, hire: Callable[..., Any]) -> Any:
    return hire(town, "councillor", "Berta", "Solé")


@pytest.fixture
def case(town: Any, clerk: Any, series_called: Any, received: Any) -> CaseFile:
    """A case of Núria with a decree to be signed."""
    with working_for(town):
        made: CaseFile = open_case(
            by=clerk, title="Bonificacions de l’impost de vehicles", series=series_called("vehicles")
        )
        decree = DocumentType.objects.get(code="DECREE")
        receive_into_case(made, received("Decret bonificació 1842-KRT.pdf"), by=clerk, type=decree)
    return made


# --- absence and substitution ------------------------------------------------------------------------------


def test_while_she_is_away_her_cases_are_in_sight_of_whoever_covers_and_come_back(
    town: Any, clerk: Any, case: CaseFile, hire: Any
) -> None:
    colleague = hire(town, "processor", "Pau", "Soler")
    told = tell_absence(browser_of(clerk), clerk, covered_by=str(colleague.person_id),
                        ends_on=(today() + 9 * DAY).isoformat())  # fmt: skip
    assert told.status_code == 302

    today_of_pau = browser_of(colleague).get(f"{DESK}?only=covered").content.decode()
    assert case.title in today_of_pau
    with working_for(town):
        absence = Absence.objects.get()
        assert CaseFile.objects.get(pk=case.pk).carried_by_id == clerk.person_id
    browser_of(clerk).post(f"{DESK}people/absences/{absence.pk}/back/", {"on": today().isoformat()})
    assert case.title not in browser_of(colleague).get(f"{DESK}?only=covered").content.decode()


def test_without_a_decree_nobody_signs_for_her_and_with_it_the_paper_says_so_and_what_is_left_comes_back(
    town: Any, clerk: Any, secretary: Any, mayor: Any, councillor: Any, case: CaseFile,
    give_key: Callable[..., SigningKey], run_jobs: Callable[[], int],
) -> None:  # fmt: skip
    key = give_key(councillor, town)
    asked = send_to_sign(case, clerk, town, str(mayor.person_id))
    berta, merce = browser_of(councillor), browser_of(secretary)

    tell_absence(merce, mayor, ends_on=(today() + 5 * DAY).isoformat())
    assert asked.document.title not in berta.get(f"{DESK}signature/").content.decode()
    sign(berta, asked, key)
    with working_for(town):
        assert SignatureRequest.objects.get(pk=asked.pk).state == "waiting"

    write_decree(merce, town, of=mayor, to=councillor, manner="substitution")
    tray = berta.get(f"{DESK}signature/").content.decode()
    assert asked.document.title in tray
    assert "Rosa Bassols" in tray

    sign(berta, asked, key)
    run_jobs()
    with working_for(town):
        signed = SignatureRequest.objects.select_related("by_hand", "delegation").get(pk=asked.pk)
        facts = [one.sentence for one in timeline([asked.document_id])]
    assert signed.state == "signed"
    assert signed.by_hand_id == councillor.person_id
    assert signed.signer_id == mayor.person_id
    assert "Decret 2026/45" in signed.hand_post
    assert any("Rosa Bassols" in sentence and "Decret 2026/45" in sentence for sentence in facts)
    outside = Client().get(f"/verify/{asked.version.code}/").content.decode()
    assert "per suplència" in outside
    assert "Decret 2026/45" in outside


def test_the_day_she_is_back_the_tray_of_her_substitute_is_empty_again(
    town: Any, clerk: Any, secretary: Any, mayor: Any, councillor: Any, case: CaseFile,
    give_key: Callable[..., SigningKey],
) -> None:  # fmt: skip
    key = give_key(councillor, town)
    asked = send_to_sign(case, clerk, town, str(mayor.person_id))
    merce, berta = browser_of(secretary), browser_of(councillor)
    write_decree(merce, town, of=mayor, to=councillor, manner="substitution")
    tell_absence(merce, mayor)
    assert asked.document.title in berta.get(f"{DESK}signature/").content.decode()

    with working_for(town):
        absence = Absence.objects.get()
    browser_of(mayor).post(f"{DESK}people/absences/{absence.pk}/back/", {"on": today().isoformat()})

    assert asked.document.title not in berta.get(f"{DESK}signature/").content.decode()
    sign(berta, asked, key)
    with working_for(town):
        assert SignatureRequest.objects.get(pk=asked.pk).state == "waiting"
    assert asked.document.title in browser_of(mayor).get(f"{DESK}signature/").content.decode()


# --- delegation --------------------------------------------------------------------------------------------


def test_a_delegate_is_asked_by_delegation_and_once_revoked_she_signs_no_more(
    town: Any, clerk: Any, secretary: Any, mayor: Any, councillor: Any, case: CaseFile,
    give_key: Callable[..., SigningKey], run_jobs: Callable[[], int],
) -> None:  # fmt: skip
    key = give_key(councillor, town)
    merce, berta = browser_of(secretary), browser_of(councillor)
    decree = write_decree(merce, town, of=mayor, to=councillor, manner="delegation", matters="Tributs")

    page = browser_of(clerk).get(f"{DESK}cases/{case.number}/sign/").content.decode()
    assert str(decree.pk) in page
    asked = send_to_sign(case, clerk, town, str(decree.pk))
    assert asked.signer_id == councillor.person_id
    assert "per delegació" in asked.hand_post
    assert "Decret 2026/45" in asked.hand_post

    ending = {"ends_on": today().isoformat(), "decree": "Decret 2026/99"}
    merce.post(f"{DESK}people/delegations/{decree.pk}/", ending)
    refused = sign(berta, asked, key)
    assert refused.status_code in (403, 422)
    with working_for(town):
        assert SignatureRequest.objects.get(pk=asked.pk).state == "waiting"
        Delegation.objects.filter(pk=decree.pk).update(ends_on=None)
    sign(berta, asked, key)
    run_jobs()
    with working_for(town):
        assert SignatureRequest.objects.get(pk=asked.pk).state == "signed"


def test_the_law_speaks_at_the_field_when_a_decree_gives_what_it_cannot(
    town: Any, secretary: Any, mayor: Any, clerk: Any, councillor: Any
) -> None:
    merce = browser_of(secretary)
    with working_for(town):
        post = Post.objects.get(person_id=mayor.person_id)
    form = {"manner": "delegation", "of_post": str(post.pk), "to": str(clerk.person_id), "decree": "Decret 1",
            "decree_on": today().isoformat(), "matters": "Concertar operacions de crèdit"}  # fmt: skip

    first = merce.post(f"{DESK}people/delegations/new/", form).content.decode()
    kept = merce.post(f"{DESK}people/delegations/new/", form | {"do": "yes"})

    assert "LBRL, art. 21.1.f i 21.3" in first
    assert "LBRL, art. 21.3 i 23.4" in first
    assert kept.status_code == 422
    with working_for(town):
        assert not Delegation.objects.exists()
