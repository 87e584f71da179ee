"""What is published for an incident moves the terms that had begun and not ended, and the sum says so (R-REG-16)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from consistori.deadlines.asking import Question, answer
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.sums import StepKind
from consistori.deadlines.rules.values import StartKind, Unit
from consistori.deadlines.selectors import place_of
from consistori.deadlines.sentences import of_sum
from consistori.eoffice.office.services import change_incident, publish_incident

MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture
def incident(at_work: Any, secretary: Any) -> Any:
    """The office did not work on the 15th and the 16th of June 2026."""
    return publish_incident(
        by=secretary,
        what_ca="La seu no funcionava",
        starts_at=datetime(2026, 6, 15, 9, 0, tzinfo=MADRID),
        ends_at=datetime(2026, 6, 16, 12, 0, tzinfo=MADRID),
    )


def _extend(incident: Any, secretary: Any, *, is_general: bool = False) -> None:
    change_incident(
        incident, by=secretary, ends_at=incident.ends_at, extended_to=date(2026, 6, 19),
        decision="Decret 2026/0187", is_general=is_general,
    )  # fmt: skip


def _ends(town: Any, start: date, *, whose: Whose = Whose.PARTY, seat: Place | None = None) -> Any:
    return answer(
        Question(
            start_on=start, seat=seat or place_of(town), amount=10, unit=Unit.WORKING_DAYS, whose=whose,
            start=StartKind.NOTIFICATION,
        )
    )  # fmt: skip


def test_an_incident_alone_extends_nothing(at_work: Any, incident: Any) -> None:
    found = _ends(at_work, date(2026, 6, 1))

    assert found.not_before == date(2026, 6, 15)
    assert found.step(StepKind.INCIDENT) is None


def test_its_decision_moves_the_terms_of_people_and_the_explanation_names_it(
    at_work: Any, incident: Any, secretary: Any
) -> None:
    _extend(incident, secretary)

    found = _ends(at_work, date(2026, 6, 1))

    assert found.not_before == date(2026, 6, 19)
    (said,) = [line for line in of_sum(found) if "Decret 2026/0187" in line.note]
    assert "32.4" in said.note


@pytest.mark.parametrize(
    ("start", "ends"),
    [
        (date(2026, 5, 25), date(2026, 6, 8)),
        (date(2026, 6, 17), date(2026, 7, 1)),
        (date(2026, 6, 8), date(2026, 6, 22)),
    ],
    ids=["it had ended", "it begins afterwards", "it ends later than the extension"],
)
def test_the_others_stay_as_they_were(
    at_work: Any, incident: Any, secretary: Any, start: date, ends: date
) -> None:
    _extend(incident, secretary)

    assert _ends(at_work, start).not_before == ends


def test_a_term_that_begins_after_the_incident_is_not_moved_by_it(at_work: Any, secretary: Any) -> None:
    one = publish_incident(
        by=secretary, what_ca="x", starts_at=datetime(2026, 6, 15, 9, 0, tzinfo=MADRID),
        ends_at=datetime(2026, 6, 16, 12, 0, tzinfo=MADRID), extended_to=date(2026, 7, 31), decision="Decret",
    )  # fmt: skip

    assert one.extended_to == date(2026, 7, 31)
    assert _ends(at_work, date(2026, 6, 17)).not_before == date(2026, 7, 1)
    assert _ends(at_work, date(2026, 6, 12)).not_before == date(2026, 7, 31)


def test_our_own_terms_move_only_when_the_decision_is_general(
    at_work: Any, incident: Any, secretary: Any
) -> None:
    _extend(incident, secretary)
    assert _ends(at_work, date(2026, 6, 1), whose=Whose.ADMINISTRATION).not_before == date(2026, 6, 15)

    _extend(incident, secretary, is_general=True)

    found = _ends(at_work, date(2026, 6, 1), whose=Whose.ADMINISTRATION)
    assert found.not_before == date(2026, 6, 19)
    step = found.step(StepKind.INCIDENT)
    assert step is not None and step.article.endswith("32.5")


def test_the_office_of_another_town_extends_nothing_here(at_work: Any, incident: Any, secretary: Any) -> None:
    _extend(incident, secretary)

    elsewhere = _ends(at_work, date(2026, 6, 1), seat=Place("080193", "Barcelona"))

    assert elsewhere.not_before == date(2026, 6, 15)
