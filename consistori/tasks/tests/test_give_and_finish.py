"""Tasks are given, taken, done once, answered, given back, opened again; by whoever may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.directory.models import Person, Unit
from consistori.directory.services import tell_absence
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted, Stale
from consistori.tasks import selectors, services
from consistori.tasks.models import Point, Task
from consistori.tasks.services import give_task


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


@pytest.fixture
def given(at_work: Any, clerk: Any, secretary: Any) -> Task:
    """«Trucar a l’assegurança», of Núria, given by Mercè, for tomorrow."""
    return give_task(
        by=secretary, title="Trucar a l’assegurança", to=person(clerk), due_on=today() + timedelta(days=1)
    )


def test_a_task_without_case_is_in_the_list_and_in_today_of_whoever_has_it(given, clerk, secretary):
    assert [line.task for line in selectors.lines_of(selectors.rows_of(clerk, "mine"))] == [given]
    assert list(selectors.waiting_for(clerk.person_id)) == [given]
    assert list(selectors.waiting_for(secretary.person_id)) == []
    assert [one.pk for one in selectors.given_by(secretary.person_id)] == [given.pk]
    assert selectors.counts(secretary) == {"mine": 0, "given": 1, "nobody": 0, "all": 1}


def test_it_is_done_once_and_the_second_learns_by_whom(given, clerk, secretary):
    services.finish_task(given, by=clerk)

    with pytest.raises(AlreadyDone, match="Núria Camps"):
        services.finish_task(given, by=secretary)
    given.refresh_from_db()
    assert (given.state, given.ended_by_name) == ("done", "Núria Camps")
    assert list(selectors.waiting_for(clerk.person_id)) == []


def test_opened_again_it_is_in_the_same_hands(given, clerk):
    services.finish_task(given, by=clerk)
    again = services.reopen_task(given, by=clerk)

    assert again.is_open and again.assigned_to_id == clerk.person_id and again.ended_at is None


def test_a_request_is_answered_and_whoever_asked_reads_it(at_work, clerk, secretary):
    asked = give_task(by=secretary, title="Hi ha deutes?", kind="ask", to=person(clerk))
    with pytest.raises(BadInput):
        services.finish_task(asked, by=clerk)
    services.finish_task(asked, by=clerk, answer="Cap, consultat avui.")

    assert list(selectors.waiting_for(secretary.person_id)) == [asked]
    with pytest.raises(NotPermitted):
        services.hear(asked, by=clerk)
    services.hear(asked, by=secretary)
    assert list(selectors.waiting_for(secretary.person_id)) == []


def test_given_back_it_waits_for_whoever_gave_it_until_it_is_passed(given, clerk, secretary, mayor):
    with pytest.raises(BadInput):
        services.return_task(given, by=clerk, reason=" ")
    services.return_task(given, by=clerk, reason="És de la brigada")

    assert list(selectors.waiting_for(secretary.person_id)) == [given]
    passed = services.pass_task(given, by=secretary, to=person(mayor), note="Tu hi vas")
    assert passed.is_open and passed.reason == "" and passed.text == "Mercè Soldevila: Tu hi vas"
    assert list(selectors.waiting_for(mayor.person_id)) == [given]


def test_of_a_unit_whoever_takes_it_first_has_it(at_work, hire, secretary, town):
    brigade = Unit.objects.create(name="Brigada")
    two = [hire(town, "external", name, "Font", unit=brigade) for name in ("Pau", "Oriol")]
    task = give_task(by=secretary, title="Arreglar el banc", unit=brigade)

    assert all(list(selectors.waiting_for(one.person_id, [brigade.pk])) == [task] for one in two)
    services.take_task(task, by=two[0])
    with pytest.raises(AlreadyDone, match="Pau Font"):
        services.take_task(task, by=two[1])
    assert list(selectors.waiting_for(two[1].person_id, [brigade.pk])) == []


def test_the_list_is_ticked_and_keeps_its_ticks_when_it_is_written_again(given, clerk):
    services.write_list(given, ["Pòlissa", "Fotografies"], by=clerk)
    first = Point.objects.get(text="Pòlissa")
    services.tick(given, first.pk, by=clerk)
    services.write_list(given, ["Fotografies", "Pòlissa", "Pressupost"], by=clerk)

    assert [(one.text, bool(one.done_at)) for one in selectors.points_of(given)] == [
        ("Fotografies", False), ("Pòlissa", True), ("Pressupost", False),
    ]  # fmt: skip
    (line,) = selectors.lines_of(selectors.rows_of(clerk, "mine"))
    assert (line.ticked, line.points) == (1, 3)


def test_what_somebody_wrote_meanwhile_is_not_trodden_on(given, clerk, secretary):
    services.change_task(given, by=clerk, edition=1, title="Trucar demà")

    with pytest.raises(Stale):
        services.change_task(given, by=secretary, edition=1, title="Trucar avui")


def test_whoever_covers_sees_it_and_back_it_is_not_hers(given, clerk, secretary, mayor):
    absence = tell_absence(person(clerk), by=clerk, starts_on=today(), covered_by=person(mayor))

    assert list(selectors.waiting_for(mayor.person_id)) == [given]
    absence.cancelled_at = absence.told_at
    absence.save()
    assert list(selectors.waiting_for(mayor.person_id)) == []


def test_a_reminder_appears_on_its_day(at_work, clerk):
    later = give_task(
        by=clerk,
        title="Renovar el domini",
        kind="reminder",
        to=person(clerk),
        due_on=today() + timedelta(days=3),
    )

    assert list(selectors.waiting_for(clerk.person_id)) == []
    assert list(selectors.waiting_for(clerk.person_id, on=later.due_on)) == [later]


def test_the_load_is_told_by_name_without_order_of_merit(given, clerk, secretary, mayor):
    rows = selectors.load(secretary)

    assert [one.person.family_name for one in rows] == ["Bassols", "Camps", "Soldevila"]
    assert [(one.open, one.week, one.late) for one in rows] == [(0, 0, 0), (1, 1, 0), (0, 0, 0)]


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_task_says_what_is_to_be_done(at_work, clerk, title):
    with pytest.raises(BadInput):
        give_task(by=clerk, title=title)


def test_the_outsider_and_the_opposition_reach_none(given, outsider, hire, town, secretary):
    opposition = hire(town, "opposition", "Quim", "Serra")

    with pytest.raises(NotHere):
        services.finish_task(given, by=outsider)
    with pytest.raises(NotPermitted):
        give_task(by=opposition, title="Mirar-ho")
    with pytest.raises(NotHere):
        selectors.task_of(given.pk, opposition)
    with pytest.raises(BadInput):
        give_task(by=secretary, title="Mirar-ho", to=person(opposition))


def test_done_from_the_list_is_undone_from_the_list(given, clerk, sign_in, town):
    browser, where = sign_in(clerk), "/e/vall-llobera/desk/tasks/?view=all"
    done = browser.post(f"/e/vall-llobera/desk/tasks/{given.pk}/finish/", {"back": where})

    assert done.url == f"{where}&done={given.pk}"
    page = browser.get(done.url).content.decode()
    assert f"/desk/tasks/{given.pk}/reopen/" in page and "Fet: «Trucar a l’assegurança»" in page
    undone = browser.post(f"/e/vall-llobera/desk/tasks/{given.pk}/reopen/", {"back": where})
    assert undone.url == where
    assert f"/{given.pk}/reopen/" not in browser.get(done.url).content.decode()


def test_nobody_else_is_offered_to_undo_it(given, clerk, secretary, sign_in):
    services.finish_task(given, by=clerk)

    page = sign_in(secretary).get(f"/e/vall-llobera/desk/tasks/?view=all&done={given.pk}").content.decode()

    assert f"/{given.pk}/reopen/" not in page


def test_done_from_an_address_that_is_none_goes_to_the_list(given, clerk, sign_in):
    done = sign_in(clerk).post(f"/e/vall-llobera/desk/tasks/{given.pk}/finish/", {"back": "//[vall"})

    assert (done.status_code, done.url) == (302, "/e/vall-llobera/desk/tasks/")
    given.refresh_from_db()
    assert given.state == "done"
