"""Terms counted again when a calendar changes, the certificate that silence owes, and terms of a case that closes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.cases.deadlines.jobs import owe_certificates
from consistori.cases.deadlines.opening import TermOfProcedure, open_term
from consistori.cases.deadlines.reacting import close_terms
from consistori.cases.deadlines.selectors import terms_of
from consistori.cases.events import CaseClosed
from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.deadlines.explaining import made_again
from consistori.deadlines.keeping import sum_from_data
from consistori.deadlines.models import Computation, Deadline, Recount
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import adopt_standard_calendars, close, publish_calendar
from consistori.deadlines.services.recounting import recount_for
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for

MONTHS = TermOfProcedure("X", 3, Unit.MONTHS, "Ordenança, art. 12", Ending.POSITIVE_SILENCE, StartKind.ENTRY)
DAYS = "20-01 Sant Sebastià\n31-08 Festa major"


def publish(town: Any, days: str = DAYS, year: int = 2026) -> Any:
    return publish_calendar(
        place=place_of(town), year=year, holidays=read_list(days, year), source="DOGC 9999",
        published_on=date(2026, 1, 1), by=Actor.system("install", town.pk),
    )  # fmt: skip


@pytest.fixture
def opened(town: Any, clerk: Any) -> CaseFile:
    """A committed case whose term to resolve ended on Tuesday 2 June 2026."""
    with working_for(town):
        adopt_standard_calendars(town, Actor.system("install", town.pk))
        publish(town)
        case: CaseFile = open_case(by=clerk, title="Terrassa", series=make_series())
        open_term(case, MONTHS, by=clerk, start_on=date(2026, 3, 2), reference="E2026000041")
    return case


def test_a_new_calendar_puts_another_sum_beside_the_old_one(
    opened: CaseFile, town: Any, clerk: Any, sign_in: Any
) -> None:
    with working_for(town):
        version = publish(town, f"{DAYS}\n02-06 Fira")
    tally = recount_for(town, version.pk)
    assert (tally.looked_at, tally.moved) == (1, 1)

    with working_for(town):
        (term,) = terms_of(opened)
        second, first = Computation.objects.filter(deadline=term)
        recount = Recount.objects.get(calendar=version)
        assert term.last_day == date(2026, 6, 3)
        assert (second.before, second.moved, second.calendar) == (date(2026, 6, 2), 1, version)
        assert made_again(first) == sum_from_data(first.found) != made_again(second)
    browser = sign_in(clerk)
    desk = "/e/vall-llobera/desk/calendars"
    page = browser.get(f"{desk}/recounts/{recount.pk}/").content.decode()
    assert opened.number in page and "Núria Camps" in page
    assert "1" in browser.get(f"{desk}/versions/{version.pk}/").content.decode()
    assert recount_for(town, version.pk).moved == 0  # done twice it is the same


def test_a_calendar_that_comes_late_gives_the_day_that_was_missing(
    opened: CaseFile, town: Any, clerk: Any
) -> None:
    with working_for(town):
        close(terms_of(opened)[0], by=clerk, reason="Es va obrir malament")
        term = open_term(opened, MONTHS, by=clerk, start_on=date(2026, 11, 20))
        assert term.last_day is None
        version = publish(town, "20-01 Sant Sebastià\n22-02 Fira", 2027)
    assert recount_for(town, version.pk).settled == 1
    with working_for(town):
        term.refresh_from_db()
        assert (term.last_day, term.missing) == (date(2027, 2, 23), [])


def test_silence_owes_its_certificate_once(opened: CaseFile, town: Any) -> None:
    assert (owe_certificates(town), owe_certificates(town)) == (1, 0)
    with working_for(town):
        owed = Deadline.objects.get(rule="silence_certificate")
        assert owed.last_day == date(2026, 6, 23)  # R-SIL-05
        assert owed.follows is not None and owed.whose == "administration"


def test_a_case_that_closes_has_no_terms_that_run(opened: CaseFile, town: Any) -> None:
    fact = CaseClosed(
        case_id=opened.pk, number=opened.number, ending="resolution", closed_on="", documents=0, folios=0
    )
    with working_for(town):
        close_terms(fact)
        assert terms_of(opened)[0].is_running  # it is open: the fact is old
        CaseFile.objects.filter(pk=opened.pk).update(
            situation="closed", closed_at=opened.created_at, ending="resolution"
        )
        close_terms(fact)
        assert [term.state for term in terms_of(opened)] == ["closed"]
