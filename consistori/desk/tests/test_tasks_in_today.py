"""Tasks in Today: one arm more of a statement that was there, over all the towns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consistori.cases.tasks.threads import subject_of
from consistori.directory.models import Person
from consistori.kernel.clock import today
from consistori.tasks.services import give_task, return_task
from consistori.tenancy.scope import working_for


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def test_a_task_is_done_from_today_without_leaving_it(clerk, secretary, town, sign_in, open_a_case):
    with working_for(town):
        case = open_a_case(secretary, "Terrassa a la plaça")
        give_task(by=secretary, title="Amidar la vorera", to=person(clerk), about=subject_of(case))
        late = today() - timedelta(days=2)
        task = give_task(by=secretary, title="Trucar al gestor", to=person(clerk), due_on=late)
    browser = sign_in(clerk)
    page = browser.get("/e/vall-llobera/desk/").content.decode()

    assert "Tasques" in page and "Mercè Soldevila" in page and case.number in page
    assert page.index("Trucar al gestor") < page.index("Amidar la vorera")  # with a day, before without
    assert f"/e/vall-llobera/desk/tasks/{task.pk}/finish/" in page
    done = browser.post(f"/e/vall-llobera/desk/tasks/{task.pk}/finish/", {"back": "/e/vall-llobera/desk/"})
    assert done["Location"] == "/e/vall-llobera/desk/"
    after = browser.get("/e/vall-llobera/desk/").content.decode()
    assert f"{task.pk}/finish" not in after and "Amidar la vorera" in after


def test_what_comes_back_says_why(clerk, secretary, town, sign_in):
    with working_for(town):
        task = give_task(by=secretary, title="Obrir el pavelló", to=person(clerk))
        return_task(task, by=clerk, reason="No tinc les claus")

    assert "Núria Camps ho retorna: «No tinc les claus»" in sign_in(secretary).get(
        "/e/vall-llobera/desk/"
    ).content.decode()  # fmt: skip


def test_many_tasks_of_three_towns_cost_no_statement_more(hire, town, other_town, sign_in, statements):
    from conftest import _make_town

    towns = [town, other_town, _make_town("serradoix", "Serradoix", "SER", modality="complete")]
    mine = [hire(one, "secretary", "Mercè", "Soldevila") for one in towns]
    for one, me in zip(towns, mine, strict=True):
        with working_for(one):
            for n in range(35):
                give_task(by=me, title=f"Tasca {n} de {one.short_name}", to=person(me))
    browser = sign_in(mine[0])

    with statements() as asked:
        page = browser.get("/desk/")

    text = page.content.decode()
    assert asked.count <= 12, "\n".join(asked.sql)
    assert "70 tasques" in text and "Tasca 0 de Serradoix" in text
    assert "de Els Molinars" not in text  # basic: tasks are not turned on there, and nothing is lost
