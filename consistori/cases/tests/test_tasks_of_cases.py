"""Tasks of cases: on its page and in its life, who reads a case because of one, and from a task to a case."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases.models import CaseFile, CaseTask
from consistori.cases.policies import may_read
from consistori.cases.services import open_case, reserve_case
from consistori.cases.tasks.threads import promote, subject_of
from consistori.cases.visibility import readable_by
from consistori.directory.models import Person
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere
from consistori.tasks.selectors import task_of
from consistori.tasks.services import finish_task, give_task
from consistori.tenancy.scope import current_entity, working_for

DESK = "/e/vall-llobera/desk"


@pytest.fixture
def open_a_case() -> Any:
    """`open_a_case(clerk, "Terrassa")` inside the scope of her town; series are not compulsory here."""

    def make(by: Any, title: str) -> CaseFile:
        current_entity().switches = {"series_compulsory": False}
        return open_case(by=by, title=title)

    return make


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def test_a_request_is_given_and_answered_on_the_page_of_the_case(
    clerk, secretary, town, sign_in, open_a_case
):
    with working_for(town):
        case = open_a_case(clerk, "Terrassa a la plaça")
    browser = sign_in(secretary)
    form = browser.get(f"{DESK}/tasks/new/?about=case:{case.number}&kind=ask").content.decode()
    said = {
        "about": f"case:{case.number}",
        "kind": "ask",
        "title": "Té deutes?",
        "to": f"p:{clerk.person_id}",
    }
    given = browser.post(f"{DESK}/tasks/new/", said)

    assert case.number in form and given["Location"].endswith(f"/cases/{case.number}/")
    browser = sign_in(clerk)
    page = browser.get(f"{DESK}/cases/{case.number}/").content.decode()
    assert "Té deutes?" in page and "la tasca «Té deutes?» a Núria Camps" in page
    with working_for(town):
        task = CaseTask.objects.get(case=case).task
    back = f"{DESK}/cases/{case.number}/"
    empty = browser.post(f"{DESK}/tasks/{task.pk}/finish/", {"answer": " ", "back": back})
    done = browser.post(f"{DESK}/tasks/{task.pk}/finish/", {"answer": "Cap deute", "back": back})

    assert empty.status_code == 422 and "Escriu la resposta" in empty.content.decode()
    assert done["Location"] == back and "Cap deute" in browser.get(back).content.decode()
    assert "Cap deute" in sign_in(secretary).get(f"{DESK}/tasks/{task.pk}/").content.decode()


def test_a_technician_from_outside_reads_the_case_of_her_task_unless_it_is_reserved(
    at_work, hire, town, clerk, secretary, open_a_case
):
    architect = hire(town, "external", "Arnau", "Vidal")
    case, other = open_a_case(clerk, "Obres al carrer Nou"), open_a_case(clerk, "Ajut social")
    assert not may_read(architect, case)
    give_task(by=clerk, title="Informe", to=person(architect), about=subject_of(case))

    assert may_read(architect, case) and not may_read(architect, other)
    assert list(CaseFile.objects.filter(readable_by(architect))) == [case]
    reserve_case(case, by=secretary, reason="Dades de salut")
    case.refresh_from_db()
    assert not may_read(architect, case)
    assert list(CaseFile.objects.filter(readable_by(architect))) == []


def test_a_task_opens_no_reserve_and_is_hidden_with_it(
    at_work, clerk, secretary, mayor, open_a_case, hire, town
):
    case = open_a_case(secretary, "Ajut social")
    reserve_case(case, by=secretary, reason="Dades de salut")
    case.refresh_from_db()
    with pytest.raises(BadInput) as refused:
        give_task(by=secretary, title="Visita", to=person(clerk), about=subject_of(case))
    mine = give_task(by=secretary, title="Visita a la família", to=person(secretary), about=subject_of(case))

    assert refused.value.field == "to"
    assert task_of(mine.pk, secretary) == mine
    with pytest.raises(NotHere):
        task_of(mine.pk, clerk)
    with pytest.raises(NotHere):
        finish_task(mine, by=clerk)


def test_a_task_becomes_a_case_once_and_goes_on_inside_it(at_work, clerk):
    task = give_task(by=clerk, title="Arreglar la font", to=person(clerk))
    at_work.switches = {"series_compulsory": False}
    case = promote(task, by=clerk, title="Reparació de la font de la plaça")

    assert CaseTask.objects.get(task=task).promoted
    task.refresh_from_db()
    assert task.is_open and case.carried_by_id == clerk.person_id
    with pytest.raises(AlreadyDone, match=case.number):
        promote(task, by=clerk)


def test_the_outsider_finds_none(outsider, town, sign_in, clerk, open_a_case):
    with working_for(town):
        case = open_a_case(clerk, "Gual")
        task = give_task(by=clerk, title="Pintar", to=person(clerk), about=subject_of(case))
    browser = sign_in(outsider)

    for path in (
        f"tasks/{task.pk}/",
        "tasks/",
        f"tasks/new/?about=case:{case.number}",
        f"cases/from-task/{task.pk}/",
    ):
        assert browser.get(f"{DESK}/{path}").status_code == 404, path
    assert browser.post(f"{DESK}/tasks/{task.pk}/finish/").status_code == 404
    with working_for(town):
        task.refresh_from_db()
        assert task.is_open
