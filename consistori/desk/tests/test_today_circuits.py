"""What Today says of circuits."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.desk.today import today_of
from consistori.directory.models import Person, Post
from consistori.directory.selectors import standings_of
from consistori.documents.writing.services import start_text
from consistori.kernel.clock import now, today
from consistori.signature.circuits.services import follow_posts, return_step, settle_step
from consistori.signature.models import CircuitStep
from consistori.signature.tests.circuiting import begin, signature, visa


@pytest.fixture
def text(at_work: Any, clerk: Any) -> Any:
    return start_text(by=clerk, title="Decret de la terrassa", html="<p>Concedir-la.</p>")


def _today(actor: Any, town: Any) -> Any:
    person = Person.objects.get(pk=actor.person_id)
    return today_of(person.pk, standings_of(person), [town])


def test_what_i_must_approve_is_my_turn_until_i_do(
    text: Any, clerk: Any, secretary: Any, mayor: Any, at_work: Any
) -> None:
    _circuit, (step, _later) = begin(clerk, text, visa(secretary, days=2), signature(mayor, 1))

    page = _today(secretary, at_work)
    assert [row.title for row in page.sections[0].rows] == ["Decret de la terrassa"]
    assert "Núria Camps" in page.sections[0].rows[0].reason and page.waiting[at_work.pk] == 1
    assert not _today(mayor, at_work).sections
    settle_step(step, by=secretary)

    assert not _today(secretary, at_work).sections
    assert _today(mayor, at_work).sections[0].key == "sign"


def test_what_is_late_is_told_to_whoever_sent_it(text: Any, clerk: Any, secretary: Any, at_work: Any) -> None:
    begin(clerk, text, visa(secretary, days=2))
    assert not _today(clerk, at_work).others
    CircuitStep.objects.update(due_on=today().replace(year=today().year - 1), began_at=now())

    (row,) = _today(clerk, at_work).others

    assert "Mercè Soldevila" in row.reason and row.tone == "ochre"


def test_what_came_back_is_my_turn_until_it_is_sent_again(
    text: Any, clerk: Any, secretary: Any, mayor: Any, at_work: Any
) -> None:
    _circuit, (step,) = begin(clerk, text, visa(secretary))
    return_step(step, by=secretary, reason="Falta l’informe")

    (row,) = _today(clerk, at_work).sections[0].rows
    assert "Falta l’informe" in row.reason
    begin(clerk, text, visa(secretary))

    assert not _today(clerk, at_work).sections


def test_returned_by_whoever_signs_it_is_told_once(text: Any, clerk: Any, mayor: Any, at_work: Any) -> None:
    _circuit, (step,) = begin(clerk, text, signature(mayor))
    return_step(step, by=mayor, reason="L’import")

    assert len(_today(clerk, at_work).sections[0].rows) == 1


def test_a_post_that_nobody_holds_is_told_to_whoever_manages_people_without_the_title(
    text: Any, clerk: Any, secretary: Any, administrator: Any, at_work: Any
) -> None:
    begin(clerk, text, visa(secretary))
    Post.objects.filter(person_id=secretary.person_id).update(ends_on=today())
    follow_posts()

    (row,) = _today(administrator, at_work).sections[0].rows

    assert "secretary" in row.title and "terrassa" not in row.title


def test_today_costs_no_statement_more(
    text: Any, clerk: Any, secretary: Any, at_work: Any, statements: Any
) -> None:
    person = Person.objects.get(pk=secretary.person_id)
    standings = standings_of(person)
    with statements() as empty:
        today_of(person.pk, standings, [at_work])
    begin(clerk, text, visa(secretary))

    with statements() as asked:
        today_of(person.pk, standings, [at_work])

    assert asked.count == empty.count <= 8
