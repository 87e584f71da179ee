"""How a procedure goes (by urgency, simplified), what ends it, and which appeals its acts tell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.cases.deadlines.opening import open_term, term_of_sheet
from consistori.cases.deadlines.selectors import main_term_of, terms_of
from consistori.cases.models import CaseFile
from consistori.cases.steps.acts import (
    Links,
    add_step,
    complete_step,
)
from consistori.cases.steps.amending import change_step, take_back_step
from consistori.cases.steps.footers import footing_of
from consistori.cases.steps.words import AgainstTheLaw
from consistori.cases.tests.terms_of_steps import START, frozen, local_days, main, sheet_of, wait
from consistori.deadlines.models import Deadline
from consistori.deadlines.services import (
    TermEnded,
    adopt_standard_calendars,
    close,
    hurry,
    meet,
    reopen,
)
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotPermitted

__all__ = ["frozen", "main"]
"""Fixtures that the stories ask for by name."""


# --- how it goes -------------------------------------------------------------------------------------------


def test_urgency_halves_what_is_opened_after_it_and_the_term_to_resolve(
    main: Deadline, case: CaseFile, clerk: Any
) -> None:
    with pytest.raises(AgainstTheLaw) as refused:
        add_step(case, by=clerk, code="R-URG", on=date(2026, 3, 16))
    assert "35.1.e" in refused.value.article
    add_step(case, by=clerk, code="R-URG", on=date(2026, 3, 16), reasons="Perill d’esfondrament")

    main.refresh_from_db()
    hearing, appeal = wait(case, clerk, code="06"), wait(case, clerk, code="10")
    assert main.is_urgent and main.last_day == date(2026, 4, 17)
    assert hearing.until == date(2026, 3, 23) and "urg" in hearing.until_why
    assert appeal.until == date(2026, 4, 16) and not appeal.deadline.is_urgent


def test_urgency_that_would_leave_it_ended_is_refused(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    frozen("2026-05-20")

    with pytest.raises(TermEnded) as refused:
        add_step(case, by=clerk, code="R-URG", on=date(2026, 5, 20), reasons="Pressa")

    assert "33" in refused.value.article


def test_a_simplified_procedure_has_its_term_its_days_and_no_other_steps(
    main: Deadline, case: CaseFile, clerk: Any
) -> None:
    add_step(case, by=clerk, code="R-SIMP", on=date(2026, 3, 16))

    short = main_term_of(case)
    assert short is not None and short.purpose == "simplified" and short.last_day == date(2026, 4, 29)
    assert short.follows == main and short.ending == main.ending
    assert wait(case, clerk, code="06").until == date(2026, 3, 23)
    for code, article in (("05", "96.7"), ("04", "96.7")):
        with pytest.raises(AgainstTheLaw) as refused:
            add_step(case, by=clerk, code=code, standing="todo")
        assert article in refused.value.article
    add_step(case, by=clerk, code="04", standing="todo", links=Links(is_compulsory=True))

    add_step(case, by=clerk, code="R-ORD", on=date(2026, 3, 16))
    ordinary = main_term_of(case)
    assert ordinary is not None and (ordinary.pk, ordinary.last_day) == (main.pk, date(2026, 6, 2))
    add_step(case, by=clerk, code="05", standing="todo")


def test_the_ordinary_term_does_not_come_back_when_the_short_one_ended(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    add_step(case, by=clerk, code="R-SIMP", on=date(2026, 3, 16))
    frozen("2026-05-04")

    with pytest.raises(TermEnded) as refused:
        add_step(case, by=clerk, code="R-ORD", on=date(2026, 4, 30))

    assert "96.6" in refused.value.article
    short = main_term_of(case)
    assert short is not None and (short.purpose, short.last_day) == ("simplified", date(2026, 4, 29))
    add_step(case, by=clerk, code="R-ORD", on=date(2026, 4, 29))
    assert main_term_of(case) == main


def test_what_is_left_of_the_ordinary_term_holds_when_it_is_less(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    frozen("2026-05-20")
    add_step(case, by=clerk, code="R-SIMP", on=date(2026, 5, 20))

    assert main_term_of(case) == main and [one.pk for one in terms_of(case)] == [main.pk]


# --- what ends it ------------------------------------------------------------------------------------------


def test_of_what_expired_only_its_expiry_is_resolved(
    at_work: Any, town: Any, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    frozen("2026-03-16")
    adopt_standard_calendars(town, Actor.system("install", town.pk))
    local_days(town)
    open_term(case, term_of_sheet(sheet_of("caducity")), by=clerk, start_on=START)
    frozen("2026-06-03")

    with pytest.raises(AgainstTheLaw) as refused:
        add_step(case, by=clerk, code="08", sense="limits", reasons="Sanció de 300 euros")
    assert "25.1.b" in refused.value.article
    add_step(case, by=clerk, code="08", sense="ended", reasons="Ha caducat")


def test_the_notice_of_the_resolution_meets_the_term_by_its_first_way(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    add_step(case, by=clerk, code="08", sense="granted")
    notice = wait(case, clerk, code="09", notifies=True)
    frozen("2026-03-20")
    complete_step(notice, by=clerk, on=date(2026, 3, 20), links=Links(notifies=True))

    main.refresh_from_db()
    assert (main.state, main.met_on, main.met_how) == ("met", date(2026, 3, 16), "available")


def test_a_notice_that_was_never_to_be_lets_the_term_run_again(
    main: Deadline, case: CaseFile, clerk: Any
) -> None:
    notice = add_step(
        case, by=clerk, code="09", standing="done", on=date(2026, 3, 16), links=Links(notifies=True)
    )
    main.refresh_from_db()
    assert main.state == "met"

    take_back_step(notice, by=clerk, reasons="No era d’aquest expedient")

    main.refresh_from_db()
    assert (main.state, main.met_on) == ("running", None)


def test_the_right_day_of_a_notice_is_the_one_that_meets_the_term(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    notice = add_step(
        case, by=clerk, code="09", standing="done", on=date(2026, 3, 16), links=Links(notifies=True)
    )

    change_step(notice, by=clerk, changes={"on": date(2026, 3, 11)})

    main.refresh_from_db()
    assert (main.state, main.met_on, main.met_how) == ("met", date(2026, 3, 11), "notified")


def test_what_met_the_term_otherwise_stays_when_a_notice_is_taken_back(
    main: Deadline, case: CaseFile, clerk: Any
) -> None:
    meet(main, by=clerk, on=date(2026, 3, 12))
    notice = add_step(
        case, by=clerk, code="09", standing="done", on=date(2026, 3, 16), links=Links(notifies=True)
    )

    take_back_step(notice, by=clerk, reasons="No era d’aquest expedient")

    main.refresh_from_db()
    assert (main.state, main.met_on) == ("met", date(2026, 3, 12))


@pytest.mark.parametrize(
    ("facts", "appeal", "article"),
    [
        ({"decides": False}, "step", "112.1"),
        ({"decides": True}, "ends_way", "52.2"),
        ({"decides": True, "series": "E507"}, "local_tax", "14.2"),
        ({"decides": True, "series": "E507", "to_administration": True}, "other_body", "44"),
        ({"decides": True, "has_superior": True}, "not_ends", "121"),
        ({"decides": True, "series": "E507", "of_appeal": True}, "court_only", "124.3"),
    ],
)
def test_each_act_has_its_footer(facts: dict[str, Any], appeal: str, article: str) -> None:
    found = footing_of(**facts)

    assert (found.appeal, article in found.article) == (appeal, True)


def test_the_outsider_opens_and_stops_nothing(
    main: Deadline, case: CaseFile, clerk: Any, outsider: Any
) -> None:
    with pytest.raises(NotPermitted):
        wait(case, outsider, stops=True)
    assert [one.pk for one in terms_of(case)] == [main.pk]
    with pytest.raises(NotPermitted):
        hurry(main, by=outsider, decided_on=date(2026, 3, 16), justification="Pressa")
    close(main, by=clerk, reason="Es va obrir per error.")
    with pytest.raises(NotPermitted):
        reopen(main, by=outsider, reason="Torna a córrer")
    main.refresh_from_db()
    assert main.state == Deadline.State.CLOSED and not main.is_urgent
