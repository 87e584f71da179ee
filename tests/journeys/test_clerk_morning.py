"""A clerk's morning: Núria opens a case, files what came, adds people, and passes it on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from consistori.cases.models import CaseDocument, CaseFile, CaseParty, CaseRelation, Comment
from consistori.cases.services import open_case
from consistori.catalogue.models import DocumentType
from consistori.parties.services import add_party
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline

DESK = "/e/vall-llobera/desk/"
TWELVE = [
    "sol·licitud gual.docx", "planol_gual.pdf", "IMG_20260820_181203.jpg", "nota-simple.pdf",
    "justificant-web.pdf", "Informe tècnic gual c. Escoles 8.odt", "pressupost bany.xlsx", "SCAN0042.tif",
    "concessió pla de camins.eml", "captura plànol parcel·la 17.png", "planol_gual.pdf", "program.pdf",
]  # fmt: skip


@pytest.fixture
def browser(clerk: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(clerk)


@pytest.fixture
def gual(town: Any, clerk: Any, series_called: Any) -> CaseFile:
    series = series_called("gual")
    with working_for(town):
        case: CaseFile = open_case(by=clerk, title="Gual al carrer de les Escoles, 8", series=series)
    return case


def act(browser: Any, act_name: str, case: CaseFile, **said: Any) -> Any:
    """Send one of the forms of the case, as a browser without script does."""
    answer = browser.post(f"/e/vall-llobera{reverse(f'cases:{act_name}', args=[case.number])}", said)
    assert answer.status_code == 302, answer.content.decode()[:500]
    return answer


def test_today_is_the_first_page_and_offers_to_open_a_case(browser: Any) -> None:
    page = browser.get(DESK)

    assert page.status_code == 200
    assert reverse("cases:new") in page.content.decode()


@pytest.mark.parametrize(
    ("words", "code"), [("gual", "F601"), ("padró", "J1"), ("obra menor", "F302"), ("terrassa", "F603")]
)
def test_the_series_is_found_by_the_words_people_use(browser: Any, words: str, code: str) -> None:
    found = browser.get(f"{DESK}cases/new/series/", {"q": words}).content.decode()

    assert code in found
    assert found.index(code) < 3000


def test_a_case_without_series_is_not_opened_in_complete_and_what_was_written_stays(browser: Any) -> None:
    page = browser.post(f"{DESK}cases/new/", {"title": "Gual al carrer de les Escoles, 8"})

    assert page.status_code == 422
    assert "Gual al carrer de les Escoles, 8" in page.content.decode()


def test_a_title_with_somebodys_number_is_warned_about_and_may_be_kept(
    browser: Any, town: Any, series_called: Any
) -> None:
    said = {"title": "Gual de 99000138L", "series": str(series_called("gual").pk)}

    warned = browser.post(f"{DESK}cases/new/", said)
    opened = browser.post(f"{DESK}cases/new/", {**said, "warned": said["title"]})

    assert warned.status_code == 200
    assert "99000138L" in warned.content.decode()
    assert opened.status_code == 302
    with working_for(town):
        assert CaseFile.objects.count() == 1


def test_the_case_gets_its_number_at_once_and_its_cover_by_itself(
    browser: Any, town: Any, series_called: Any, run_jobs: Callable[[], int]
) -> None:
    said = {"title": "Gual al carrer de les Escoles, 8", "series": str(series_called("gual").pk)}

    answer = browser.post(f"{DESK}cases/new/", said)
    run_jobs()

    assert re.search(r"/cases/X\d{4}000001/$", answer["Location"])
    with working_for(town):
        case = CaseFile.objects.select_related("cover__version").get()
        assert case.cover is not None
        assert case.cover.version.media_type == "application/pdf"
    assert browser.get(answer["Location"]).status_code == 200


def test_twelve_files_at_once_a_duplicate_is_shown_and_a_wrong_one_is_told_why(
    browser: Any, town: Any, gual: CaseFile, real_file: Any
) -> None:
    answer = act(browser, "upload", gual, files=[real_file(name) for name in TWELVE])
    page = browser.get(answer["Location"]).content.decode()

    with working_for(town):
        kept = list(CaseDocument.objects.filter(case=gual).in_order().select_related("document__version"))
    assert len(kept) == 11
    assert "program.pdf" in page
    assert {leaf.document.version.media_type for leaf in kept} >= {
        "application/pdf", "image/jpeg", "image/png", "image/tiff", "message/rfc822",
    }  # fmt: skip


def test_each_paper_is_seen_beside_the_list(browser: Any, town: Any, gual: CaseFile, real_file: Any) -> None:
    act(browser, "upload", gual, files=[real_file(name) for name in TWELVE[:10]])
    with working_for(town):
        leaves = list(CaseDocument.objects.filter(case=gual))

    for leaf in leaves:
        page = browser.get(f"{DESK}cases/{gual.number}/", {"doc": leaf.document_id})
        assert page.status_code == 200


def test_papers_are_ordered_put_in_folders_renamed_and_said_what_they_are(
    browser: Any, town: Any, gual: CaseFile, real_file: Any
) -> None:
    act(browser, "upload", gual, files=[real_file(name) for name in TWELVE[:3]])
    act(browser, "make_folder", gual, name="Fotografies")
    with working_for(town):
        first, second, third = CaseDocument.objects.filter(case=gual).in_order()
        folder = gual.folders.get()
        plan = DocumentType.objects.get(code="PLAN")

    act(browser, "move", gual, leaf=str(second.pk), before=str(first.pk))
    act(browser, "move", gual, leaf=str(third.pk), folder=str(folder.pk))
    browser.post(
        f"{DESK}cases/{gual.number}/leaves/{second.pk}/describe/",
        {"title": "Plànol de situació", "type": str(plan.pk)},
    )

    with working_for(town):
        leaves = list(CaseDocument.objects.filter(case=gual).in_order().select_related("document", "folder"))
    assert [leaf.pk for leaf in leaves] == [second.pk, first.pk, third.pk]
    assert leaves[0].document.title == "Plànol de situació"
    assert leaves[0].document.type_id == plan.pk
    assert leaves[2].folder_id == folder.pk


@pytest.mark.parametrize("typed", ["puigd", "joan", "vila", "99000138"])
def test_a_party_is_found_by_the_beginning_of_any_word_or_of_the_number(
    browser: Any, town: Any, clerk: Any, gual: CaseFile, typed: str
) -> None:
    with working_for(town):
        add_party(by=clerk, name="Joan", surname1="Puigdollers", surname2="Vila", identifier="99000138L")

    found = browser.get(f"{DESK}cases/{gual.number}/parties/find/", {"q": typed}).content.decode()

    assert "Joan Puigdollers Vila" in re.sub(r"</?mark>", "", found)


def test_the_case_is_passed_to_a_colleague_with_people_ties_labels_and_notes(
    browser: Any, town: Any, clerk: Any, administrator: Any, gual: CaseFile, series_called: Any
) -> None:
    terrace = series_called("terrassa")
    with working_for(town):
        party = add_party(by=clerk, name="Joan", surname1="Puigdollers", identifier="99000138L")
        other = open_case(by=clerk, title="Terrassa a la plaça de l’Església", series=terrace)

    act(browser, "add_party", gual, party=str(party.pk), role="applicant")
    act(browser, "relate", gual, other=other.number, kind="related")
    act(browser, "follow", gual)
    act(browser, "label", gual, name="domini públic")
    act(browser, "comment", gual, text="Falta la fotografia de la vorera.")
    act(browser, "hand_over_to", gual, to=str(administrator.person_id), note="Mira si la taxa és pagada.")

    with working_for(town):
        case = CaseFile.objects.get(pk=gual.pk)
        assert case.carried_by_id == administrator.person_id
        assert CaseParty.objects.filter(case=case, party=party).exists()
        assert CaseRelation.objects.filter(case=case, other=other).exists()
        assert Comment.objects.filter(case=case).count() == 2
        told = {entry.kind for entry in timeline([case.pk])}
    assert told >= {
        "cases.CaseOpened", "cases.PartyJoined", "cases.CasesRelated", "cases.CaseFollowed",
        "cases.CaseLabelled", "cases.CommentWritten", "cases.CaseHandedOver",
    }  # fmt: skip
    for tab in ("", "documents/", "timeline/", "parties/", "related/", "notes/", "why/"):
        assert browser.get(f"{DESK}cases/{gual.number}/{tab}").status_code == 200
