"""What the stories of the weekly meeting begin from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.deadlines.services import open_deadline
from consistori.deadlines.subjects import Subject
from consistori.desk.meeting import agenda as agendas
from consistori.desk.meeting.proposals import likely
from consistori.desk.meeting.selectors import this_week
from consistori.directory.models import Person
from consistori.kernel.clock import today


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


@pytest.fixture
def a_term(open_a_case, clerk):
    """`a_term(days_left)` opens a case of the clerk whose term to resolve ends about then."""

    def make(title="Gual del carrer de les Escoles", *, left=5, **more):
        case = open_a_case(clerk, title, carried_by=person(clerk), **more)
        open_deadline(
            by=clerk, subject=Subject("case", case.pk), start_on=today() - timedelta(days=30 - left), amount=30,
            unit="natural_days", article="Llei 39/2015, art. 21", ending="positive_silence", whose="administration",
            start="agreement", purpose="resolve",
        )  # fmt: skip
        return case

    return make


def matters(actor: Any, point: str) -> Any:
    look = agendas.look_of(actor, this_week())
    return look, agendas.prepare_point(look, point).matters


def choice_of(actor: Any, point: str, code: str) -> Any:
    look, found = matters(actor, point)
    people = {p.pk: p for p in Person.objects.all()}
    return found[0], next(one for one in likely(found[0], look, people) if one.code == code)


@pytest.fixture
def auditor(town, hire):
    return hire(town, "auditor", "Ona", "Pla")


@pytest.fixture
def architect(town, hire):
    return hire(town, "external", "Arnau", "Vidal")
