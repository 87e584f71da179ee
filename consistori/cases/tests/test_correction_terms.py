"""What a correction request does to the terms: more days, two at once, on paper, a calendar that comes late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.cases.correcting import selectors
from consistori.cases.correcting.acts import (
    NotSigned,
    PointSaid,
    ask_correction,
    give_more_days,
    record_notified,
)
from consistori.cases.correcting.answers import (
    NotUnanswered,
    begin_withdrawal,
    end_correction,
    record_answer,
)
from consistori.cases.correcting.reacting import follow_days
from consistori.cases.correcting.reading import drawn
from consistori.cases.correcting.rules import Standing
from consistori.cases.deadlines.opening import TermOfProcedure, open_term
from consistori.cases.deadlines.selectors import main_term_of
from consistori.cases.models import CaseFile, CorrectionRequest, Step
from consistori.cases.services import add_party
from consistori.cases.tests.corrected import POINTS, all_of, asked, frozen, notify, running, sign
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import CannotExtend, close, publish_calendar
from consistori.deadlines.services.recounting import recount_for
from consistori.deadlines.term_events import TermMoved
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tenancy.scope import working_for

__all__ = ["asked", "frozen", "running"]


def test_five_days_more_by_68_2_and_what_it_stops_follows(
    asked: CorrectionRequest, clerk: Any, frozen: Any
) -> None:
    frozen("2026-03-27")
    made = notify(asked, clerk)
    made = give_more_days(made, by=clerk, decided_on=date(2026, 3, 27), reasons="El plànol costa", amount=5)

    assert made.term.last_day == date(2026, 4, 8)  # 31-03, 01-04, 02-04, 07-04 and 08-04: Easter between
    assert made.stop.granted_until == date(2026, 4, 8)
    assert main_term_of(asked.case).last_day == date(2026, 6, 25)
    assert Step.objects.get(case=asked.case, code="03").until == date(2026, 4, 8)
    with pytest.raises(CannotExtend):
        give_more_days(made, by=clerk, decided_on=date(2026, 3, 27), reasons="Més", amount=5)


def test_more_days_come_too_late_or_not_at_all_where_people_compete(
    asked: CorrectionRequest, clerk: Any, frozen: Any
) -> None:
    frozen("2026-04-01")
    made = notify(asked, clerk)
    with pytest.raises(CannotExtend) as late:
        give_more_days(made, by=clerk, decided_on=date(2026, 4, 1), reasons="Tard", amount=5)
    assert late.value.article == "Llei 39/2015, art. 32.3"
    CorrectionRequest.objects.filter(pk=made.pk).update(is_competitive=True)
    with pytest.raises(CannotExtend) as never:
        give_more_days(made, by=clerk, decided_on=date(2026, 3, 27), reasons="Concurs", amount=5)
    assert never.value.article == "Llei 39/2015, art. 68.2"


def test_two_requests_at_once_are_merged_and_not_added(
    asked: CorrectionRequest, running: CaseFile, clerk: Any, bakery: Any, mayor: Any, frozen: Any
) -> None:
    add_party(running, bakery, by=clerk, role="interested")
    other = ask_correction(running, by=clerk, party=bakery, points=POINTS[1:])
    sign(other.document, mayor)
    frozen("2026-03-31")
    notify(asked, clerk, "2026-03-16")
    notify(other, clerk, "2026-03-18")

    # 16-03 to 01-04 (ten working days since the 18th end on Wednesday 1 April): 16 days, rolled by nothing
    assert main_term_of(running).last_day == date(2026, 6, 18)


def test_it_is_notified_once_signed_with_its_proof_and_not_before(
    running: CaseFile, clerk: Any, neighbour: Any, mayor: Any, frozen: Any
) -> None:
    made = ask_correction(running, by=clerk, party=neighbour, points=POINTS)
    frozen("2026-03-16")
    with pytest.raises(NotSigned):
        notify(made, clerk)
    sign(made.document, mayor)
    for on, how, reference, field in (
        ("2026-03-17", "hand", "x", "on"), ("2026-03-15", "hand", "x", "on"),
        ("2026-03-16", "pigeon", "x", "how"), ("2026-03-16", "hand", " ", "reference"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            record_notified(made, by=clerk, on=date.fromisoformat(on), how=how, reference=reference)
        assert refused.value.field == field
    assert main_term_of(running).last_day == date(2026, 6, 2)


def test_filed_on_paper_by_whoever_must_not_it_counts_from_the_correction(
    running: CaseFile, clerk: Any, neighbour: Any, mayor: Any, enter: Any, frozen: Any
) -> None:
    """R-ELE-04: what was filed on 2 March counts from 25 March (68.4)."""
    points = [PointSaid("free", "Tota la sol·licitud", "Presenteu-la a la seu electrònica.")]
    made = ask_correction(running, by=clerk, party=neighbour, points=points, kind="electronic")
    sign(made.document, mayor)
    frozen("2026-03-25")
    made = notify(made, clerk)
    assert made.stop is None
    record_answer(made, enter("Sol·licitud"), by=clerk, points=all_of(made, 0))

    main = main_term_of(running)
    assert (main.start_on, main.last_day) == (date(2026, 3, 25), date(2026, 6, 25))
    assert main.follows is not None and main.follows.state == "closed"


def test_without_the_holidays_of_a_year_nobody_has_withdrawn(
    asked: CorrectionRequest, clerk: Any, town: Any, frozen: Any
) -> None:
    """The ten days end in a year without local days: no date, nothing happens; once published, all follows."""
    term = TermOfProcedure("X", 3, Unit.MONTHS, "art. 21.3", Ending.NEGATIVE_SILENCE, StartKind.ENTRY)
    close(main_term_of(asked.case), by=clerk, reason="Un altre")
    frozen("2027-03-01")
    open_term(asked.case, term, by=clerk, start_on=date(2026, 12, 10))
    made = notify(asked, clerk, "2026-12-28")
    assert made.term.last_day is None and drawn(made).standing is Standing.RUNNING
    assert made.stop.granted_until is None
    with pytest.raises(NotUnanswered):
        begin_withdrawal(made, by=clerk)

    version = publish_calendar(
        place=place_of(town), year=2027, holidays=read_list("20-01 Sant Sebastià\n30-08 Festa major", 2027),
        source="DOGC 9998", published_on=date(2027, 1, 2), by=Actor.system("install", town.pk),
    )  # fmt: skip
    recount_for(town, version.pk)
    follow_days(
        TermMoved(
            thing_id=asked.case.pk, thing_kind="case", deadline_id=made.term.pk, what="x", before="", number=2
        )
    )

    made = selectors.one_of(asked.case, made.pk)
    assert (
        made.term.last_day == made.stop.granted_until == date(2027, 1, 13)
    )  # 29-31 Dec; 4, 5, 7, 8, 11-13 Jan
    assert drawn(made).standing is Standing.UNANSWERED


def test_the_outsider_neither_asks_nor_ends(asked: CorrectionRequest, outsider: Any, town: Any) -> None:
    with working_for(town):
        for act in (
            lambda: ask_correction(asked.case, by=outsider, party=asked.party, points=POINTS),
            lambda: notify(asked, outsider),
            lambda: begin_withdrawal(asked, by=outsider),
            lambda: end_correction(asked, by=outsider, ending="called_off", note="x"),
        ):
            with pytest.raises(NotPermitted):
                act()
    assert list(CorrectionRequest.objects.values_list("notified_on", "closed_at")) == [(None, None)]
