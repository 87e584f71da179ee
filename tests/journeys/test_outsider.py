"""The outsider: a clerk of another town sees nothing of this one, by any door, and the try stays written."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.reasons import why_visible
from consistori.cases.services import open_case, receive_into_case, reserve_case
from consistori.directory.services import create_token
from consistori.kernel.actor import Actor
from consistori.parties.services import add_party
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

DESK = "/e/vall-llobera/desk/"


@pytest.fixture
def case(town: Any, clerk: Any, series_called: Any, received: Any) -> CaseFile:
    """A case of Vall-llobera with a person and a paper."""
    series = series_called("gual")
    with working_for(town):
        joan = add_party(by=clerk, name="Joan", surname1="Puigdollers", identifier="99000138L")
        made: CaseFile = open_case(
            by=clerk, title="Gual al carrer de les Escoles", series=series, parties=[joan]
        )
        receive_into_case(made, received("planol_gual.pdf"), by=clerk)
    return made


@pytest.fixture
def stranger(outsider: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(outsider)


def document_of(case: CaseFile, town: Any) -> Any:
    with working_for(town):
        return CaseDocument.objects.select_related("document__version").get(case=case).document


def turned_away(town: Any) -> int:
    with working_for(town):
        return int(TrailEvent.objects.filter(kind="directory.OutsiderTurnedAway").count())


def test_no_page_of_the_town_opens_and_each_try_is_in_its_trail(
    stranger: Any, case: CaseFile, town: Any
) -> None:
    document = document_of(case, town)
    pages = [
        "", "cases/", f"cases/{case.number}/", f"cases/{case.number}/timeline/", "find/?q=gual", "parties/",
        "signature/", "jobs/", f"documents/{document.pk}/", f"documents/{document.pk}/download/",
    ]  # fmt: skip

    answers = [stranger.get(DESK + page).status_code for page in pages]

    assert answers == [404] * len(pages)
    assert turned_away(town) == len(pages)


def test_no_form_of_the_town_is_taken(stranger: Any, case: CaseFile, town: Any) -> None:
    for form in ("upload", "rename", "hand-over/to", "close/now", "take/now", "label", "notes/write"):
        assert stranger.post(f"{DESK}cases/{case.number}/{form}/", {"title": "Meu"}).status_code == 404

    with working_for(town):
        assert CaseFile.objects.get(pk=case.pk).title == "Gual al carrer de les Escoles"
        assert not JobRun.objects.exists()


def test_in_her_own_town_the_guessed_number_and_identifiers_find_nothing(
    stranger: Any, case: CaseFile, town: Any
) -> None:
    mine, document = "/e/els-molinars/desk/", document_of(case, town)

    for address in (
        f"cases/{case.number}/", f"documents/{document.pk}/", f"documents/{document.pk}/download/",
        f"documents/{document.pk}/preview/1.png", f"jobs/{uuid4()}/file/",
    ):  # fmt: skip
        assert stranger.get(mine + address).status_code == 404
    for words in ("gual", "puigdollers", "99000138L", case.number):
        assert "Escoles" not in stranger.get(f"{mine}find/", {"q": words}).content.decode()
        assert "Escoles" not in stranger.get(f"{mine}cases/", {"q": words}).content.decode()


def test_no_address_gives_a_blob_by_its_name(stranger: Any, case: CaseFile, town: Any) -> None:
    sha256 = document_of(case, town).version.sha256

    for address in (f"documents/{sha256}/", f"blobs/{sha256}", f"documents/blobs/{sha256}/"):
        assert stranger.get(f"/e/els-molinars/desk/{address}").status_code == 404
        assert stranger.get(DESK + address).status_code == 404


def test_what_exists_and_what_does_not_answer_after_the_same_time(stranger: Any, case: CaseFile) -> None:
    def seconds(address: str) -> float:
        began = time.perf_counter()
        assert stranger.get(DESK + address).status_code == 404
        return time.perf_counter() - began

    seconds("cases/")
    there = min(seconds(f"cases/{case.number}/") for _ in range(3))
    not_there = min(seconds("cases/X2026999999/") for _ in range(3))

    assert abs(there - not_there) < 0.04
    assert min(there, not_there) >= 0.05


def test_her_programs_key_opens_nothing_of_the_town(
    client: Any, outsider: Any, other_town: Any, town: Any, case: CaseFile
) -> None:
    with working_for(other_town):
        _token, secret = create_token(
            by=Actor.system("proves", other_town.pk), name="Programa forà", scopes=["cases:read"]
        )

    def ask(entity: str, path: str) -> int:
        headers = {"Authorization": f"Bearer {secret}", "X-Entity": entity}
        return int(client.get(f"/api/v1/{path}", headers=headers).status_code)

    assert ask("vall-llobera", "cases") in (401, 403, 404)
    assert ask("els-molinars", f"cases/{case.pk}") == 404
    assert ask("els-molinars", f"cases/{case.number}") == 404


def test_a_colleague_without_the_role_sees_the_number_of_a_reserved_case_and_whom_to_ask(
    sign_in: Callable[..., Any], case: CaseFile, town: Any, clerk: Any, secretary: Any, hire: Any
) -> None:
    with working_for(town):
        reserve_case(case, by=secretary, reason="Hi ha dades de salut")
    colleague = hire(town, "processor", "Pau", "Soler")

    page = sign_in(colleague).get(f"{DESK}cases/{case.number}/")
    listed = sign_in(colleague).get(f"{DESK}cases/").content.decode()

    assert page.status_code == 403
    assert case.number in page.content.decode()
    assert "Escoles" not in page.content.decode()
    assert "dades de salut" not in page.content.decode()
    assert "Escoles" not in listed
    assert sign_in(secretary).get(f"{DESK}cases/{case.number}/").status_code == 200


def test_everybody_may_ask_why_they_see_it_or_not(
    town: Any, case: CaseFile, clerk: Any, secretary: Any, outsider: Any, hire: Any
) -> None:
    opposition = hire(town, "opposition", "Martí", "Pujades")
    with working_for(town):
        reserve_case(case, by=secretary, reason="Hi ha dades de salut")
        answers = {who.name: why_visible(who, case) for who in (clerk, secretary, opposition, outsider)}

    assert [answer.reads for answer in answers.values()] == [True, True, False, False]
    assert all(answer.sentence for answer in answers.values())


def test_a_councillor_in_opposition_sees_no_case(
    sign_in: Callable[..., Any], town: Any, case: CaseFile, hire: Any
) -> None:
    opposition = hire(town, "opposition", "Martí", "Pujades")
    browser = sign_in(opposition)

    assert browser.get(f"{DESK}cases/{case.number}/").status_code in (403, 404)
    assert "Escoles" not in browser.get(f"{DESK}cases/").content.decode()
