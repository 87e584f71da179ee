"""The pages of the workbench of papers, as a browser without script sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.cases import selectors
from consistori.cases.models import CaseDocument, CaseFile, Folder
from consistori.cases.papers.sheet import table_of
from consistori.cases.services import add_documents, create_folder, move_document, open_case
from consistori.cases.tests.test_papers import bring
from consistori.documents.models import Document, PageAct
from consistori.documents.paging import ocr
from consistori.formats.tests import makers
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

DESK = "/e/vall-llobera/desk/cases"


@pytest.fixture
def filed(town: Any, clerk: Any) -> CaseFile:
    """A committed case with three papers without type, one of them twice."""
    from consistori.cases.tests.conftest import make_series
    from consistori.catalogue.models import DocumentType

    with working_for(town):
        for code, name in (("informe", "Informe"), ("planol", "Plànol")):
            DocumentType.objects.create(code=code, name_ca=name, name_es=name, eni_type="TD13")
        case: CaseFile = open_case(by=clerk, title="Projecte de la piscina", series=make_series())
        papers = [
            bring(clerk, name, data)
            for name, data in [
                ("Memòria.txt", b"Memoria\n"), ("Alçat.pdf", makers.plain_pdf(pages=2)), ("Còpia.txt", b"Memoria\n"),
            ]
        ]  # fmt: skip
        add_documents(case, papers, by=clerk)
    return case


@pytest.fixture
def browser(clerk: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(clerk)


def leaves(case: CaseFile, town: Any) -> list[CaseDocument]:
    with working_for(town):
        return selectors.leaves_of(case)


@pytest.mark.parametrize("page", ["papers", "papers/review", "papers/twins", "papers/review/?only=all"])
def test_every_page_of_the_workbench_opens(browser: Any, filed: CaseFile, page: str) -> None:
    answer = browser.get(f"{DESK}/{filed.number}/{page}" if "?" in page else f"{DESK}/{filed.number}/{page}/")

    assert answer.status_code == 200
    assert b" style=" not in answer.content
    assert b"<script>" not in answer.content


@pytest.mark.parametrize("page", ["papers", "papers/review", "papers/twins"])
def test_an_outsider_sees_none_of_it(outsider: Any, sign_in: Any, filed: CaseFile, page: str) -> None:
    assert sign_in(outsider).get(f"{DESK}/{filed.number}/{page}/").status_code == 404


def test_both_stay_until_somebody_has_them_proposed_again(
    browser: Any, clerk: Any, filed: CaseFile, town: Any
) -> None:
    url = f"{DESK}/{filed.number}/papers/twins/"
    pair = browser.get(url).context["pair"]
    sent = {"left": str(pair.left.leaf.pk), "right": str(pair.right.leaf.pk), "back": url}
    assert browser.post(f"{url}keep/", sent).status_code == 302

    page = browser.get(url)
    assert page.context["pair"] is None
    assert clerk.name in page.content.decode()
    (kept,) = page.context["kept"]
    with working_for(town):
        told = TrailEvent.objects.get(kind="cases.DuplicatesKept")
        assert told.subject_id == filed.pk
    browser.post(f"{url}again/{kept.pk}/", {"back": url})
    assert browser.get(url).context["pair"] is not None


def test_a_dropped_folder_keeps_its_folders(browser: Any, filed: CaseFile, town: Any) -> None:
    url = f"{DESK}/{filed.number}/upload/"
    for path in ("Obra/Plànols/a.txt", "Obra/Plànols/b.txt", "Obra/c.txt"):
        file = SimpleUploadedFile(path.rsplit("/", 1)[1], path.encode())
        sent = {"files": file, "path": path}
        assert browser.post(url, sent, headers={"X-Requested-With": "dropzone"}).status_code == 200

    with working_for(town):
        found = {folder.name: folder.leaves.count() for folder in Folder.objects.filter(case=filed)}
    assert found == {"Obra / Plànols": 2, "Obra": 1}


def test_keeping_one_brings_the_next_that_waits_until_none_does(
    browser: Any, filed: CaseFile, town: Any
) -> None:
    from consistori.catalogue.models import DocumentType

    with working_for(town):
        kind = DocumentType.objects.get(code="informe")
    url, seen = f"{DESK}/{filed.number}/papers/review/", []
    for _ in range(3):
        page = browser.get(url)
        paper, form = page.context["paper"], page.context["form"]
        seen.append(paper.document.title)
        sent = {name: form[name].value() or "" for name in form.fields} | {
            "type": str(kind.pk),
            "only": "open",
        }
        answer = browser.post(f"{DESK}/{filed.number}/papers/review/{paper.leaf.pk}/", sent)
        url = answer.headers["Location"]

    assert seen == ["Memòria", "Alçat", "Còpia"]
    assert browser.get(url).templates[0].name == "cases/papers/reviewed.html"
    with working_for(town):
        assert not table_of(filed).open


def test_a_fault_stays_at_its_field_and_nothing_is_lost(browser: Any, filed: CaseFile, town: Any) -> None:
    leaf = leaves(filed, town)[0]
    sent = {
        "title": "Memòria descriptiva",
        "date_on": "2199-01-01",
        "origin": "citizen",
        "elaboration": "EE99",
    }

    page = browser.post(f"{DESK}/{filed.number}/papers/review/{leaf.pk}/", sent)

    assert page.status_code == 422
    assert "Memòria descriptiva" in page.content.decode()
    assert page.context["form"].errors["date_on"]


def test_a_paper_is_described_as_the_one_before(browser: Any, filed: CaseFile, town: Any) -> None:
    from consistori.documents.services import describe_document

    one, two, _three = leaves(filed, town)
    with working_for(town):
        from consistori.catalogue.models import DocumentType
        from consistori.directory.models import Person
        from consistori.directory.selectors import actor_of

        by = actor_of(Person.objects.get(email__startswith="núria"), town)
        describe_document(one.document, by=by, type=DocumentType.objects.get(code="planol"), language="es")
    sent = {"title": "Alçat nord", "origin": "citizen", "elaboration": "EE01", "like": str(one.pk)}

    browser.post(f"{DESK}/{filed.number}/papers/review/{two.pk}/", sent)

    with working_for(town):
        kept = Document.objects.get(pk=two.document_id)
        assert (kept.title, kept.type.code, kept.language) == ("Alçat nord", "planol", "es")


def test_many_are_described_and_undone_from_the_contact_sheet(
    browser: Any, filed: CaseFile, town: Any
) -> None:
    chosen = [str(leaf.pk) for leaf in leaves(filed, town)[:2]]

    browser.post(f"{DESK}/{filed.number}/papers/describe/", {"leaf": chosen, "language": "es"})
    assert [leaf.document.language for leaf in leaves(filed, town)][:2] == ["es", "es"]
    page = browser.get(f"{DESK}/{filed.number}/papers/")
    (done,) = page.context["just_done"]
    browser.post(f"{DESK}/{filed.number}/papers/describe/undo/{done['record'].pk}/")

    assert "es" not in [leaf.document.language for leaf in leaves(filed, town)]


def test_papers_are_joined_and_it_is_undone(browser: Any, filed: CaseFile, town: Any) -> None:
    url = f"{DESK}/{filed.number}"
    file = SimpleUploadedFile("Secció.pdf", makers.plain_pdf(pages=1))
    browser.post(f"{url}/upload/", {"files": file})
    pdfs = [leaf for leaf in leaves(filed, town) if leaf.document.version.name.endswith(".pdf")]

    browser.post(f"{url}/papers/join/", {"leaf": [str(leaf.pk) for leaf in reversed(pdfs)]})
    assert [leaf.document.title for leaf in leaves(filed, town)] == ["Memòria", "Alçat", "Còpia"]
    assert leaves(filed, town)[1].document.version.pages == 3
    with working_for(town):
        done = PageAct.objects.get()
    browser.post(f"{url}/papers/pages/undo/{done.pk}/")

    assert [leaf.document.version.pages for leaf in leaves(filed, town) if leaf.document.version.pages] == [
        2,
        1,
    ]


def test_the_pages_of_a_paper_are_changed_without_scripts(browser: Any, filed: CaseFile, town: Any) -> None:
    document = leaves(filed, town)[1].document
    url = f"/e/vall-llobera/desk/documents/{document.pk}/pages/"

    assert browser.get(url).status_code == 200
    nothing = browser.post(url, {"version": str(document.version_id), "order-1": "1", "order-2": "2"})
    done = browser.post(
        url,
        {
            "version": str(document.version_id),
            "order-1": "2",
            "order-2": "1",
            "begins-1": "on",
            "title-1": "Final",
        },
    )

    assert nothing.status_code == 422
    assert done.status_code == 302
    assert [leaf.document.title for leaf in leaves(filed, town)] == ["Memòria", "Alçat", "Final", "Còpia"]


def test_chosen_papers_go_together_to_a_folder_or_the_bin(
    browser: Any, filed: CaseFile, town: Any, clerk: Any
) -> None:
    with working_for(town):
        folder = create_folder(filed, by=clerk, name="Repetits")
        move_document(selectors.leaves_of(filed)[0], by=clerk, folder=folder)
    chosen = [str(leaf.pk) for leaf in leaves(filed, town)[1:]]

    browser.post(f"{DESK}/{filed.number}/papers/move/", {"leaf": chosen, "folder": str(folder.pk)})
    assert {leaf.folder_id for leaf in leaves(filed, town)} == {folder.pk} or len(chosen) == 2
    browser.post(f"{DESK}/{filed.number}/papers/bin/", {"leaf": chosen})

    assert len(leaves(filed, town)) == 1


def test_reading_images_says_so_where_it_cannot_be(
    browser: Any, filed: CaseFile, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "languages", lambda: ())

    page = browser.get(f"{DESK}/{filed.number}/papers/")
    told = browser.post(f"{DESK}/{filed.number}/papers/read/", {}, follow=True)

    assert "tesseract" in page.content.decode()
    assert "tesseract" in told.content.decode()


def test_who_only_reads_changes_nothing(hire: Any, town: Any, sign_in: Any, filed: CaseFile) -> None:
    auditor = sign_in(hire(town, "auditor", "Ada", "Mira"))
    chosen = {"leaf": [str(leaf.pk) for leaf in leaves(filed, town)], "language": "es", "origin": "citizen"}

    for act in ("describe", "join", "read", "bin", "move", f"review/{chosen['leaf'][0]}"):
        auditor.post(f"{DESK}/{filed.number}/papers/{act}/", chosen)

    after = leaves(filed, town)
    assert len(after) == 3
    assert "es" not in [leaf.document.language for leaf in after]


def test_a_wrong_day_for_many_stays_at_its_field_with_what_was_chosen(
    browser: Any, filed: CaseFile, town: Any
) -> None:
    chosen = [str(leaf.pk) for leaf in leaves(filed, town)[:2]]
    url = f"{DESK}/{filed.number}/papers/describe/"

    wrong = browser.post(url, {"leaf": chosen, "date_on": "31/02/2019", "language": "es"})
    nothing = browser.post(url, {"leaf": chosen})

    assert wrong.status_code == nothing.status_code == 422
    assert wrong.context["wanted"] == chosen
    assert wrong.context["together"].errors["date_on"]
    assert wrong.content.decode().count(" checked") == 2
