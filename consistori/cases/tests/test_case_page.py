"""The page of a case and its forms, as a browser without script sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.cases.models import CaseDocument, CaseFile, CaseParty, Folder
from consistori.cases.panels import case_panels
from consistori.cases.services import open_case, reserve_case
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/cases"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def opened(town: Any, clerk: Any) -> CaseFile:
    """A committed case, as a page finds it."""
    from consistori.cases.tests.conftest import make_series

    with working_for(town):
        case: CaseFile = open_case(by=clerk, title="Terrassa a la plaça de l’Església", series=make_series())
    return case


@pytest.fixture
def browser(clerk: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(clerk)


def files(*contents: bytes) -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(f"document-{n}.txt", content, content_type="text/plain")
        for n, content in enumerate(contents, start=1)
    ]


def test_the_page_shows_number_title_series_and_state(browser: Any, opened: CaseFile) -> None:
    page = browser.get(f"{DESK}/{opened.number}/")

    assert page.status_code == 200
    for words in (opened.number, "Terrassa a la plaça de l’Església", "D402", "Núria Camps"):
        assert words in page.content.decode()


@pytest.mark.parametrize(
    "tab", ["documents", "timeline", "timeline/?only=readings", "parties", "related", "notes", "why", "edit",
            "hand-over", "close", "close/?ending=resolution", "sign", "take"],
)  # fmt: skip
def test_every_tab_opens(browser: Any, opened: CaseFile, tab: str) -> None:
    url = f"{DESK}/{opened.number}/{tab}"

    assert browser.get(url if "?" in tab else f"{url}/").status_code == 200


def test_files_come_in_together_and_a_wrong_one_does_not_stop_the_others(
    browser: Any, opened: CaseFile, town: Any
) -> None:
    sent = [*files(b"Primer document\n", b"Segon document\n"), SimpleUploadedFile("buit.pdf", b"")]

    answer = browser.post(f"{DESK}/{opened.number}/upload/", {"files": sent}, follow=True)

    assert answer.status_code == 200
    assert "buit.pdf" in answer.content.decode()
    with working_for(town):
        assert CaseDocument.objects.filter(case=opened).count() == 2


def test_a_dropped_file_answers_its_row_and_a_wrong_one_its_reason(browser: Any, opened: CaseFile) -> None:
    url = f"{DESK}/{opened.number}/upload/"
    (good,) = files(b"Un document\n")

    row = browser.post(url, {"files": good}, headers={"X-Requested-With": "dropzone"})
    bad = browser.post(
        url, {"files": SimpleUploadedFile("buit.pdf", b"")}, headers={"X-Requested-With": "dropzone"}
    )

    assert "data-leaf" in row.content.decode()
    assert bad.status_code >= 400
    assert bad.json()["detail"]


def test_the_same_file_twice_is_shown_as_such(browser: Any, opened: CaseFile) -> None:
    url = f"{DESK}/{opened.number}/upload/"
    headers = {"X-Requested-With": "dropzone"}

    browser.post(url, {"files": files(b"El mateix\n")[0]}, headers=headers)
    again = browser.post(url, {"files": files(b"El mateix\n")[0]}, headers=headers)

    assert "Dup" in again.content.decode()


def test_documents_are_ordered_without_dragging(browser: Any, opened: CaseFile, town: Any) -> None:
    browser.post(f"{DESK}/{opened.number}/upload/", {"files": files(b"Un\n", b"Dos\n", b"Tres\n")})
    browser.post(f"{DESK}/{opened.number}/folders/", {"name": "Plànols"})
    with working_for(town):
        first, _second, third = CaseDocument.objects.filter(case=opened).order_by("position")
        folder = Folder.objects.get(case=opened)

    browser.post(f"{DESK}/{opened.number}/move/", {"leaf": str(third.pk), "step": "up"})
    browser.post(f"{DESK}/{opened.number}/move/", {"leaf": str(first.pk), "folder": str(folder.pk)})

    with working_for(town):
        rows = CaseDocument.objects.filter(case=opened).in_order().values_list("document__title", "folder")
        assert [(title.lower(), bool(f)) for title, f in rows] == [
            ("document-3", False),
            ("document-2", False),
            ("document-1", True),
        ]


def test_a_person_is_added_by_the_beginning_of_the_name(browser: Any, opened: CaseFile, town: Any) -> None:
    from consistori.kernel.actor import Actor
    from consistori.parties.services import add_party

    with working_for(town):
        party = add_party(
            by=Actor.system("test", town.pk), kind="natural", name="Laia", surname1="Riubrugent"
        )

    found = browser.get(f"{DESK}/{opened.number}/parties/find/?q=riub")
    browser.post(f"{DESK}/{opened.number}/parties/add/", {"party": str(party.pk), "role": "applicant"})

    assert str(party.pk) in found.content.decode()
    with working_for(town):
        assert CaseParty.objects.get(case=opened).party == party


def test_forms_answer_on_the_page_they_came_from(browser: Any, opened: CaseFile, secretary: Any) -> None:
    one = f"{DESK}/{opened.number}"
    posts: list[tuple[str, dict[str, str]]] = [
        ("follow/", {}),
        ("follow/", {"stop": "1"}),
        ("state/", {"state": "instruction"}),
        ("rename/", {"title": "Vetlladors a la plaça"}),
        ("label/", {"name": "Festa major"}),
        ("notes/write/", {"text": "Ha trucat"}),
        ("reserve/", {"reason": "Dades de salut"}),
        ("reserve/", {"reason": "Ja no", "open": "1"}),
        ("hand-over/to/", {"to": str(secretary.person_id), "note": "Te’l passo"}),
    ]
    for path, fields in posts:
        answer = browser.post(f"{one}/{path}", fields, follow=True)
        assert answer.status_code == 200, path
        assert "notice-rubric" not in answer.content.decode(), path


def test_the_page_costs_few_statements(
    browser: Any, opened: CaseFile, statements: Callable[[], Any], town: Any
) -> None:
    browser.post(f"{DESK}/{opened.number}/upload/", {"files": files(b"Un\n", b"Dos\n", b"Tres\n")})
    browser.get(f"{DESK}/{opened.number}/")

    with statements() as asked:
        page = browser.get(f"{DESK}/{opened.number}/")

    assert page.status_code == 200
    hung = len(list(case_panels))  # what higher rooms hang: a panel may ask once (design, decision 7)
    assert asked.count <= 12 + hung, "\n".join(asked.sql)


def test_a_colleague_sees_of_a_reserved_case_its_number_and_whom_to_ask(
    opened: CaseFile, clerk: Any, town: Any, hire: Any, sign_in: Any, secretary: Any
) -> None:
    with working_for(town):
        reserve_case(opened, by=clerk, reason="Hi ha dades de salut")
    colleague = sign_in(hire(town, "processor", "Pau", "Roca"))

    page = colleague.get(f"{DESK}/{opened.number}/")
    act = colleague.post(f"{DESK}/{opened.number}/rename/", {"title": "Meu"})

    text = page.content.decode()
    assert page.status_code == act.status_code == 403
    assert opened.number in text
    assert "Terrassa" not in text
    assert "salut" not in text


@pytest.mark.parametrize("path", ["", "timeline/", "parties/", "take/", "why/"])
def test_the_outsider_finds_nothing(opened: CaseFile, outsider: Any, sign_in: Any, path: str) -> None:
    browser = sign_in(outsider)

    there = browser.get(f"{DESK}/{opened.number}/{path}")
    nowhere = browser.get(f"{DESK}/X2026999999/{path}")

    assert there.status_code == nowhere.status_code == 404


def test_the_outsider_changes_nothing_by_guessing(opened: CaseFile, outsider: Any, sign_in: Any) -> None:
    browser = sign_in(outsider)

    for path in ("rename/", "upload/", "close/now/", "take/now/", "hand-over/to/", "reserve/"):
        assert browser.post(f"{DESK}/{opened.number}/{path}", {"title": "Meu"}).status_code == 404
