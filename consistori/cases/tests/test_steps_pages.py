"""Steps on the page, as a browser without script sees them: written, skipped, come back to; where the case stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.cases.models import CaseDocument, CaseFile, Step
from consistori.cases.services import open_case
from consistori.cases.steps.acts import add_step
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/cases"


@pytest.fixture
def opened(town: Any, clerk: Any) -> CaseFile:
    """A committed case, as a page finds it."""
    from consistori.cases.tests.conftest import make_series

    with working_for(town):
        case: CaseFile = open_case(
            by=clerk, title="Obres menors al carrer Nou", series=make_series("F302", "Obres menors")
        )
    return case


@pytest.fixture
def browser(clerk: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(clerk)


def text_of(page: Any) -> str:
    return page.content.decode()


def test_the_journey_of_a_case_that_is_not_as_the_manual_says(
    browser: Any, opened: CaseFile, town: Any
) -> None:
    """The technician is on leave: skip, add the paper of last week on its real day, go on, come back."""
    one = f"{DESK}/{opened.number}/steps"
    week = today() - timedelta(days=7)

    added = browser.post(f"{one}/add/", {"code": "04", "how": "todo", "title": "Informe tècnic"}, follow=True)
    with working_for(town):
        step = Step.objects.get(code="04")
    browser.post(f"{one}/{step.pk}/skip/", {"reasons": "L’arquitecte és de vacances"})
    paper = SimpleUploadedFile("informe.txt", b"Informe de la setmana passada\n", content_type="text/plain")
    browser.post(
        f"{one}/add/",
        {"code": "F-VISITA", "how": "done", "on": week.isoformat(), "file": paper, "note": "Conforme"},
    )
    back = browser.post(f"{one}/{step.pk}/resume/", {"back": f"{one}/"}, follow=True)

    assert added.status_code == back.status_code == 200
    assert "Visita d’inspecció" in text_of(back)
    assert "Informe tècnic" in text_of(back)
    with working_for(town):
        visit = Step.objects.get(code="F-VISITA")
        assert visit.happened_on == week
        assert visit.document.date_on == week
        assert CaseDocument.objects.get(case=opened).document_id == visit.document_id
        assert Step.objects.get(pk=step.pk).is_todo
        opened.refresh_from_db()
        assert opened.state == "instruction"


def test_where_it_stands_is_on_the_page_of_the_case(
    browser: Any, opened: CaseFile, town: Any, clerk: Any
) -> None:
    with working_for(town):
        opened.refresh_from_db()
        add_step(opened, by=clerk, code="04", on=today())
        until = today() + timedelta(days=9)
        add_step(opened, by=clerk, code="06", standing="todo", until=until, until_why="Al·legacions del veí")

    page = text_of(browser.get(f"{DESK}/{opened.number}/"))

    for words in ("On som", "Espera: Audiència i al·legacions", "Al·legacions del veí", "no has de fer res"):
        assert words in page, words


def test_what_was_wrong_is_said_at_its_field_and_nothing_is_lost(
    browser: Any, opened: CaseFile, town: Any
) -> None:
    tomorrow = today() + timedelta(days=1)
    sent = {"code": "04", "how": "done", "on": tomorrow.isoformat(), "note": "Tot el que havia escrit"}

    page = browser.post(f"{DESK}/{opened.number}/steps/add/", sent)

    assert page.status_code == 422
    assert "Tot el que havia escrit" in text_of(page)
    assert "has-error" in text_of(page)
    with working_for(town):
        assert not Step.objects.exists()


def test_the_law_refuses_with_its_article_and_leaves_no_paper_behind(
    browser: Any, opened: CaseFile, town: Any, clerk: Any
) -> None:
    with working_for(town):
        opened.refresh_from_db()
        add_step(opened, by=clerk, code="S1", on=today() - timedelta(days=1))
    paper = SimpleUploadedFile("decret.txt", b"Denego\n", content_type="text/plain")
    sent = {"code": "08", "how": "done", "on": today().isoformat(), "sense": "refused", "file": paper}

    page = browser.post(f"{DESK}/{opened.number}/steps/add/", sent)

    assert page.status_code == 422
    assert "24.3" in text_of(page)
    with working_for(town):
        assert not CaseDocument.objects.filter(case=opened).exists()


@pytest.mark.parametrize("path", ["", "new/?code=04", "new/?code=06", "new/?code=08", "new/?code=own"])
def test_every_page_opens(browser: Any, opened: CaseFile, path: str) -> None:
    assert browser.get(f"{DESK}/{opened.number}/steps/{path}").status_code == 200


def test_the_page_of_a_step_explains_its_wait_and_the_timeline_tells_it(
    browser: Any, opened: CaseFile, town: Any
) -> None:
    browser.post(
        f"{DESK}/{opened.number}/steps/add/", {"code": "06", "how": "todo", "since": today().isoformat()}
    )
    with working_for(town):
        step = Step.objects.select_related("deadline").get(code="06")

    page = text_of(browser.get(f"{DESK}/{opened.number}/steps/{step.pk}/"))
    life = text_of(browser.get(f"{DESK}/{opened.number}/timeline/?only=steps"))

    assert "82.2" in page
    assert f"{step.deadline.get_absolute_url()}" in page and "per què?" in page
    assert "fegeix el tràmit «Audiència i al·legacions»" in life


def test_the_page_costs_few_statements(
    browser: Any, opened: CaseFile, town: Any, clerk: Any, statements: Callable[[], Any]
) -> None:
    with working_for(town):
        opened.refresh_from_db()
        for n in range(12):
            add_step(opened, by=clerk, code="04", title=f"Informe {n}", on=date(2026, 1, 1))
    browser.get(f"{DESK}/{opened.number}/steps/")

    with statements() as asked:
        browser.get(f"{DESK}/{opened.number}/steps/")

    assert asked.count <= 10, "\n".join(asked.sql)


def test_where_a_town_uses_no_steps_they_are_not_there(browser: Any, opened: CaseFile, town: Any) -> None:
    town.switches = {"steps": False}
    town.save(update_fields=["switches"])

    assert browser.get(f"{DESK}/{opened.number}/steps/").status_code == 404
    assert "/steps/" not in text_of(browser.get(f"{DESK}/{opened.number}/"))


def test_the_outsider_finds_no_step(opened: CaseFile, outsider: Any, sign_in: Any) -> None:
    browser = sign_in(outsider)

    for path in ("", "new/?code=04", "write/08/"):
        assert browser.get(f"{DESK}/{opened.number}/steps/{path}").status_code == 404
    for path in ("add/", "write/08/begin/"):
        sent = {"code": "04", "how": "done", "sense": "granted", "language": "ca", "template": "blank"}
        assert browser.post(f"{DESK}/{opened.number}/steps/{path}", sent).status_code == 404


@pytest.mark.parametrize(("path", "most"), [("new/?code=03", 10), ("write/08/", 10)])
def test_what_is_asked_around_a_step_costs_few_statements(
    browser: Any, opened: CaseFile, path: str, most: int, statements: Callable[[], Any]
) -> None:
    browser.get(f"{DESK}/{opened.number}/steps/{path}")

    with statements() as asked:
        browser.get(f"{DESK}/{opened.number}/steps/{path}")

    assert asked.count <= most, "\n".join(asked.sql)


def test_the_text_of_a_step_is_begun_in_its_sense_with_its_reasons(
    browser: Any, opened: CaseFile, town: Any
) -> None:
    at = f"{DESK}/{opened.number}/steps/write/08/begin/"
    sent = {"template": "blank", "language": "ca", "title": "Decret", "sense": "refused"}

    refused = browser.post(at, sent)
    done = browser.post(at, sent | {"reasons": "La façana fa menys de 4 metres"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "35.1.a" in text_of(refused)
    with working_for(town):
        step = Step.objects.select_related("document").get(code="08")
        assert (step.is_todo, step.sense, step.document.title) == (True, "refused", "Decret")


def test_its_reasons_stay_when_it_is_done_and_then_its_text_says_no_other_sense(
    browser: Any, opened: CaseFile, town: Any
) -> None:
    sent = {
        "template": "blank",
        "language": "ca",
        "title": "Decret",
        "sense": "refused",
        "reasons": "Massa estret",
    }
    browser.post(f"{DESK}/{opened.number}/steps/write/08/begin/", sent)
    with working_for(town):
        key = Step.objects.get(code="08").pk
    at = f"{DESK}/{opened.number}/steps/{key}"

    browser.post(f"{at}/done/")
    late = browser.post(f"{at}/write/begin/", sent | {"sense": "granted", "reasons": ""})

    assert late.status_code == 422
    with working_for(town):
        step = Step.objects.get(pk=key)
        assert (step.is_done, step.sense, step.reasons) == (True, "refused", "Massa estret")
