"""The terms of a case: opened with it, drawn on its page, stopped, extended, met; never by a sum that is not sure."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from consistori.cases.deadlines.opening import open_term, open_term_of_entry, term_of_sheet
from consistori.cases.deadlines.selectors import KIND, main_term_of, terms_of
from consistori.cases.deadlines.silence import granted_by_silence, what_follows
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.services import open_case
from consistori.catalogue.procedures.sheet import Sheet, Term
from consistori.deadlines.explaining import made_again, why_of
from consistori.deadlines.keeping import sum_from_data
from consistori.deadlines.models import Computation, Deadline
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import (
    CannotExtend,
    CannotSuspend,
    TermRuns,
    adopt_standard_calendars,
    extend,
    meet,
    open_deadline,
    publish_calendar,
    resume,
    suspend,
)
from consistori.deadlines.subjects import Subject
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk"


def local_days(town: Any, *, year: int = 2026, days: str = "20-01 Sant Sebastià\n31-08 Festa major") -> Any:
    return publish_calendar(
        place=place_of(town), year=year, holidays=read_list(days, year), source="DOGC 9999",
        published_on=date(2026, 1, 1), by=Actor.system("install", town.pk),
    )  # fmt: skip


@pytest.fixture
def calendars(at_work: Any, town: Any) -> None:
    """2026 is whole; 2027 has no local days."""
    adopt_standard_calendars(town, Actor.system("install", town.pk))
    local_days(town)


def sheet(silence: str = "positive", **fields: Any) -> Sheet:
    said = {"name": {"ca": "Llicència"}, "plain": {"ca": "Obres"}, "summary": {}, "who": {}, **fields}
    return Sheet(code="OBR-01", silence=silence, **said)


@pytest.fixture
def term(calendars: None, case: CaseFile, clerk: Any, frozen: Any) -> Deadline:
    """Three months from Monday 2 March 2026: until Tuesday 2 June (R-RES-03)."""
    frozen("2026-05-20")
    return open_term(
        case, term_of_sheet(sheet()), by=clerk, start_on=date(2026, 3, 2), reference="E2026000041"
    )


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`frozen("2026-05-20")`: the clock of the house, at ten in the morning of that day."""

    def freeze(day: str) -> None:
        moment = datetime.combine(date.fromisoformat(day), time(10), tzinfo=ZoneInfo("Europe/Madrid"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return freeze


def test_it_keeps_its_whole_sum_and_gives_the_same_for_ever(term: Deadline, town: Any) -> None:
    (made,) = Computation.objects.filter(deadline=term)
    kept = sum_from_data(made.found)
    local_days(town, days="20-01 Sant Sebastià\n02-06 Fira\n31-08 Festa major")

    assert term.last_day == kept.last_day == date(2026, 6, 2)
    assert made_again(made) == kept
    assert term.effects_from == date(2026, 6, 3)


def test_the_explanation_reads_as_a_secretary_would_write_it(term: Deadline) -> None:
    with translation.override("ca"):
        why = why_of(term)
        text = why.as_text

    assert why.lines[0].text == "Entrada al registre" and "E2026000041" in why.lines[0].note
    assert why.chip.question == "Per què el 2 de juny?"
    assert "3 mesos" in text and "art. 21.3" in text


def test_one_term_to_resolve_at_most_runs_in_a_case(term: Deadline, case: CaseFile, clerk: Any) -> None:
    with pytest.raises(TermRuns):
        open_term(case, term_of_sheet(sheet()), by=clerk, start_on=date(2026, 3, 3))


def test_a_correction_stops_it_only_if_the_party_was_told(term: Deadline, clerk: Any) -> None:
    with pytest.raises(BadInput) as refused:
        suspend(term, by=clerk, cause="22.1.a", since=date(2026, 3, 16))
    assert refused.value.article == "Llei 39/2015, art. 22.1.a"

    stop = suspend(term, by=clerk, cause="22.1.a", since=date(2026, 3, 16), communicated_on=date(2026, 3, 16))
    term.refresh_from_db()
    assert term.is_stopped and term.last_day is None and term.effects_from is None

    resume(stop, by=clerk, until=date(2026, 3, 25))
    term.refresh_from_db()
    assert term.last_day == date(2026, 6, 11)  # E27
    moved = Computation.objects.get(deadline=term, number=3)
    assert (moved.before, moved.moved) == (date(2026, 6, 2), 9)
    with pytest.raises(AlreadyDone):
        resume(stop, by=clerk, until=date(2026, 3, 26))


@pytest.mark.parametrize("cause", ["optional report", "22.3", ""])
def test_no_other_cause_stops_it(term: Deadline, clerk: Any, cause: str) -> None:
    with pytest.raises(BadInput) as refused:
        suspend(term, by=clerk, cause=cause, since=date(2026, 3, 16), communicated_on=date(2026, 3, 16))
    assert refused.value.article == "Llei 39/2015, art. 22"


def test_a_term_of_a_party_is_not_suspended(calendars: None, case: CaseFile, clerk: Any, frozen: Any) -> None:
    frozen("2026-03-20")
    hers = open_deadline(
        by=clerk, subject=Subject(KIND, case.pk), rule="correction", start_on=date(2026, 3, 16)
    )
    with pytest.raises(CannotSuspend):
        suspend(hers, by=clerk, cause="22.1.e", since=date(2026, 3, 17))


def test_one_that_ended_is_never_extended(term: Deadline, clerk: Any, frozen: Any) -> None:
    frozen("2026-06-10")
    with pytest.raises(CannotExtend) as refused:
        extend(term, by=clerk, decided_on=date(2026, 6, 3), justification="Falta l’informe")
    assert refused.value.article == "Llei 39/2015, art. 23"
    assert not term.extensions.exists()

    extend(term, by=clerk, decided_on=date(2026, 6, 1), justification="Mitjans exhaurits, Decret 12")
    term.refresh_from_db()
    assert term.last_day == date(2026, 9, 2)
    with pytest.raises(BadInput):
        extend(term, by=clerk, decided_on=date(2026, 6, 1), justification=" ")


def test_the_first_of_the_three_ways_meets_it(term: Deadline, clerk: Any, frozen: Any) -> None:
    frozen("2026-06-20")
    meet(term, by=clerk, on=date(2026, 6, 10), how=Deadline.How.NOTIFIED)
    term.refresh_from_db()
    assert term.was_met_late
    term = meet(term, by=clerk, on=date(2026, 6, 2), how=Deadline.How.AVAILABLE)
    assert not term.was_met_late
    with pytest.raises(AlreadyDone):
        meet(term, by=clerk, on=date(2026, 6, 5))


def test_silence_comes_the_day_after_and_only_of_what_is_sure(
    term: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    frozen("2026-06-02")
    assert what_follows(term) is None and granted_by_silence(case) is None
    frozen("2026-06-03")
    follows = what_follows(term)
    assert follows is not None and follows.since == date(2026, 6, 3)
    assert granted_by_silence(case) == date(2026, 6, 2)
    suspend(term, by=clerk, cause="22.1.f", since=date(2026, 5, 4))
    assert granted_by_silence(case) is None


def test_without_the_local_days_of_a_year_no_day_is_given(
    calendars: None, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    frozen("2027-06-01")
    term = open_term(case, term_of_sheet(sheet()), by=clerk, start_on=date(2026, 11, 20))

    assert term.last_day is None and term.not_before >= date(2027, 2, 19)
    assert term.missing == [{"place": "Vall-llobera", "year": 2027}]
    assert what_follows(term) is None and granted_by_silence(case) is None


def test_an_entry_of_a_procedure_opens_it(
    calendars: None, case: CaseFile, clerk: Any, enter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consistori.cases.deadlines import opening

    asked = term_of_sheet(sheet("negative", term=Term(length=1, unit="months", article="Ordenança, art. 12")))
    monkeypatch.setattr(opening, "term_of_code", lambda code: asked if code == "VIA-03" else None)
    entry = enter("Terrassa", procedure="VIA-03")
    term = open_term_of_entry(case, entry, by=clerk)

    assert term is not None and term.reference == entry.reference
    assert term.start_on == entry.registered_at.astimezone(ZoneInfo("Europe/Madrid")).date()
    assert (term.amount, term.unit, term.ending) == (1, "months", "negative_silence")
    assert main_term_of(case) == term and terms_of(case) == [term]


def test_with_the_switch_off_nothing_is_opened(case: CaseFile, clerk: Any, enter: Any, town: Any) -> None:
    town.switches = {"deadlines": False}
    assert open_term_of_entry(case, enter("Terrassa", procedure="VIA-03"), by=clerk) is None


def test_the_outsider_opens_and_stops_nothing(term: Deadline, case: CaseFile, outsider: Any) -> None:
    with pytest.raises(NotPermitted):
        open_deadline(by=outsider, subject=Subject(KIND, case.pk), rule="hearing", start_on=date(2026, 3, 2))
    with pytest.raises(NotPermitted):
        suspend(term, by=outsider, cause="22.1.f", since=date(2026, 3, 16))
    with pytest.raises(NotPermitted):
        meet(term, by=outsider, on=date(2026, 3, 16))


@pytest.fixture
def opened(town: Any, clerk: Any) -> CaseFile:
    """A committed case with its term to resolve."""
    from consistori.cases.tests.conftest import make_series

    with working_for(town):
        adopt_standard_calendars(town, Actor.system("install", town.pk))
        case: CaseFile = open_case(by=clerk, title="Terrassa", series=make_series())
        open_term(case, term_of_sheet(sheet()), by=clerk, start_on=date(2026, 3, 2), reference="E2026000041")
    return case


def test_the_page_of_a_case_shows_it_and_opens_its_sum(
    opened: CaseFile, clerk: Any, sign_in: Any, outsider: Any, town: Any
) -> None:
    browser = sign_in(clerk)
    page = browser.get(f"{DESK}/cases/{opened.number}/").content.decode()
    with working_for(town):
        url = terms_of(opened)[0].get_absolute_url().replace("/desk/", f"{DESK}/")

    assert "per què?" in page and "Resoldre i notificar" in page
    sheet_of = browser.get(url, headers={"X-Requested-With": "sheet"})
    assert sheet_of["X-Fragment"] == "yes" and "<html" not in sheet_of.content.decode()
    assert "E2026000041" in browser.get(url).content.decode()
    assert sign_in(outsider).get(url).status_code == 404


def test_acts_are_done_on_their_pages_and_refusals_stand_at_their_field(
    opened: CaseFile, clerk: Any, sign_in: Any, town: Any
) -> None:
    browser = sign_in(clerk)
    with working_for(town):
        term = terms_of(opened)[0]
    at = f"{DESK}/deadlines/{term.pk}"
    for deed in ("stop", "extend", "meet", "close"):
        assert browser.get(f"{at}/{deed}/").status_code == 200
    said = {"cause": "22.1.a", "since": "2026-03-16"}
    refused = browser.post(f"{at}/stop/", said)
    assert refused.status_code == 422 and "22.1.a" in refused.content.decode()
    assert browser.post(f"{at}/stop/", {**said, "communicated_on": "2026-03-16"}).status_code == 302
    assert browser.post(
        f"{DESK}/cases/{opened.number}/terms/open/", {"which": "hearing", "start_on": "2026-03-20"}
    ).status_code == 302  # fmt: skip
    with working_for(town):
        assert [one.purpose for one in terms_of(opened)] == ["resolve", "hearing"]


def test_its_explanation_is_put_in_the_case_as_a_text(
    opened: CaseFile, clerk: Any, sign_in: Any, outsider: Any, town: Any
) -> None:
    with working_for(town):
        term = terms_of(opened)[0]
    at = f"{DESK}/deadlines/{term.pk}/put/"

    assert sign_in(outsider).post(at).status_code == 404
    assert sign_in(clerk).post(at).status_code == 302

    with working_for(town):
        (leaf,) = CaseDocument.objects.filter(case=opened).select_related("document")
        assert leaf.document.title.startswith("Com es compta: Resoldre i notificar")
