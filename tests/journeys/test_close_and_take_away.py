"""Close and take away: what is missing is mended there, closed stays closed, and the whole case leaves."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.services import comment_on_case, mark_document, open_case, receive_into_case
from consistori.catalogue.models import DocumentType
from consistori.directory.models import Person
from consistori.signature.services import request_signature, sign_requests
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import working_for
from consistori.trail.services import verify_chain

DESK = "/e/vall-llobera/desk/"


@pytest.fixture
def browser(clerk: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(clerk)


@pytest.fixture
def case(town: Any, clerk: Any, series_called: Any, received: Any) -> CaseFile:
    """A driveway permit with its application, an attachment without type, a draft, a note and a comment."""
    series = series_called("gual")
    with working_for(town):
        made: CaseFile = open_case(by=clerk, title="Gual al carrer de les Escoles, 8", series=series)
        kinds = {kind.code: kind for kind in DocumentType.objects.all()}
        known = {"date_on": made.opened_on, "language": "ca"}
        receive_into_case(
            made, received("sol·licitud gual.docx"), by=clerk, type=kinds["APPLICATION"], **known
        )
        receive_into_case(made, received("planol_gual.pdf"), by=clerk, title="Full 2", **known)
        receive_into_case(
            made, received("Bases subvencions entitats 2027.odt"), by=clerk, title="Esborrany", state="draft"
        )
        note = receive_into_case(made, received("inventari camins.ods"), by=clerk, title="Full de càlcul")
        mark_document(note, by=clerk, is_auxiliary=True)
        comment_on_case(made, by=clerk, text="Comentari de la casa")
    return made


@pytest.fixture
def decided(case: CaseFile, clerk: Any, mayor: Any, town: Any, received: Any, give_key: Any) -> CaseFile:
    """The same with its decree, signed by the mayor."""
    give_key(mayor, town)
    with working_for(town):
        leaf = receive_into_case(
            case,
            received("Decret gual Escoles 8.pdf"),
            by=clerk,
            type=DocumentType.objects.get(code="DECREE"),
            title="Decret",
            date_on=case.opened_on,
            language="ca",
        )
        person = Person.objects.get(pk=mayor.person_id)
        request = request_signature(by=clerk, document=leaf.document, signer=person)
    sign_requests([request], by=mayor, passphrase=PASSPHRASE)
    return case


@pytest.fixture
def complete(decided: CaseFile, browser: Any, town: Any) -> CaseFile:
    """Núria says what the untyped attachment is."""
    with working_for(town):
        leaf = CaseDocument.objects.get(case=decided, document__title="Full 2")
        plan = DocumentType.objects.get(code="PLAN")
    address = f"{DESK}cases/{decided.number}/leaves/{leaf.pk}/describe/"
    browser.post(address, {"title": "Plànol de situació", "type": str(plan.pk)})
    return decided


def act(browser: Any, act_name: str, case: CaseFile, **said: Any) -> Any:
    return browser.post(f"/e/vall-llobera{reverse(f'cases:{act_name}', args=[case.number])}", said)


def closed(case: CaseFile, town: Any) -> bool:
    with working_for(town):
        return bool(CaseFile.objects.get(pk=case.pk).is_closed)


def test_closing_says_what_is_missing_each_with_the_way_to_mend_it(
    browser: Any, case: CaseFile, town: Any
) -> None:
    page = browser.get(f"{DESK}cases/{case.number}/close/", {"ending": "resolution"})
    act(browser, "close", case, ending="resolution")

    blocking = page.context["blocking"]
    assert len(blocking) >= 2
    assert all(thing["sentence"] and thing["href"] for thing in blocking)
    assert any("21.1" in thing["article"] for thing in blocking)
    assert not closed(case, town)


def test_a_case_that_waits_for_a_signature_stays_open(
    browser: Any, case: CaseFile, clerk: Any, mayor: Any, town: Any, received: Any
) -> None:
    with working_for(town):
        decree = DocumentType.objects.get(code="DECREE")
        leaf = receive_into_case(case, received("Decret gual Escoles 8.pdf"), by=clerk, type=decree)
        request_signature(by=clerk, document=leaf.document, signer=Person.objects.get(pk=mayor.person_id))

    page = browser.get(f"{DESK}cases/{case.number}/close/", {"ending": "resolution"}).content.decode()

    assert "Rosa Bassols" in page


def test_mended_there_it_closes_and_nothing_in_it_changes(
    browser: Any, complete: CaseFile, town: Any, real_file: Any
) -> None:
    act(browser, "close", complete, ending="resolution")
    act(browser, "rename", complete, title="Un altre títol")
    act(browser, "upload", complete, files=[real_file("nota-simple.pdf")])
    act(browser, "label", complete, name="tard")

    with working_for(town):
        case = CaseFile.objects.get(pk=complete.pk)
        assert case.is_closed
        assert case.title == "Gual al carrer de les Escoles, 8"
        assert CaseDocument.objects.filter(case=case).count() == 5
        folios = CaseDocument.objects.filter(case=case).exclude(first_folio=None).count()
        assert folios == 3
        assert not case.case_labels.exists()


def test_reopening_needs_a_reason(browser: Any, complete: CaseFile, town: Any) -> None:
    act(browser, "close", complete, ending="resolution")

    act(browser, "reopen", complete, reason="")
    still = closed(complete, town)
    act(browser, "reopen", complete, reason="Ha arribat un recurs")

    assert still
    assert not closed(complete, town)


def test_the_whole_case_comes_from_the_tray_of_jobs_without_drafts_notes_or_comments(
    browser: Any, complete: CaseFile, town: Any, run_jobs: Any
) -> None:
    act(browser, "close", complete, ending="resolution")

    act(browser, "take", complete)
    run_jobs()
    with working_for(town):
        run = JobRun.objects.get()
    answer = browser.get(f"{DESK}jobs/{run.pk}/file/")

    whole = b"".join(answer.streaming_content)
    check_package(whole)


def check_package(whole: bytes) -> None:
    """What any administration finds in the ZIP, and what it must not find."""
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        names = package.namelist()
        text = b"".join(package.read(name) for name in names if name.endswith((".xml", ".html"))).decode()
        assert package.testzip() is None
    assert "expediente.xml" in names
    assert any(name.endswith("index.html") for name in names)
    assert any(name.endswith(".docx") for name in names)
    assert not any(re.search(r"\.(odt|ods)$", name) for name in names)
    assert "Comentari de la casa" not in text
    assert "Esborrany" not in text
    assert "Full de càlcul" not in text


def test_only_who_asked_for_it_downloads_it(
    browser: Any,
    complete: CaseFile,
    town: Any,
    run_jobs: Any,
    administrator: Any,
    outsider: Any,
    sign_in: Any,
) -> None:
    act(browser, "take", complete)
    run_jobs()
    with working_for(town):
        run = JobRun.objects.get()

    for somebody in (administrator, outsider):
        assert sign_in(somebody).get(f"{DESK}jobs/{run.pk}/file/").status_code == 404


def test_the_command_gives_the_same(complete: CaseFile, browser: Any, town: Any, tmp_path: Path) -> None:
    act(browser, "close", complete, ending="resolution")

    call_command("case_export", complete.number, entity="vall-llobera", to=tmp_path)

    check_package((tmp_path / f"{complete.number}.zip").read_bytes())


def test_all_of_it_stays_in_a_chain_that_holds(browser: Any, complete: CaseFile, town: Any) -> None:
    act(browser, "close", complete, ending="resolution")

    with working_for(town):
        assert verify_chain().holds
