"""Correction requests: asked point by point, notified, answered or not; what they stop, and what a person decides."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from consistori.cases.correcting import selectors
from consistori.cases.correcting.acts import (
    CorrectionEnded,
    NotSigned,
    PointSaid,
    ask_correction,
    give_more_days,
    record_notified,
)
from consistori.cases.correcting.answers import (
    Answered,
    NotUnanswered,
    begin_withdrawal,
    end_correction,
    record_answer,
)
from consistori.cases.correcting.reacting import follow_days
from consistori.cases.correcting.reading import drawn
from consistori.cases.correcting.rules import Standing, is_late, standing
from consistori.cases.deadlines.opening import TermOfProcedure, open_term
from consistori.cases.deadlines.selectors import main_term_of
from consistori.cases.models import CaseFile, CorrectionRequest, Step
from consistori.cases.services import add_party
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import CannotExtend, adopt_standard_calendars, close, publish_calendar
from consistori.deadlines.services.recounting import recount_for
from consistori.deadlines.term_events import TermMoved
from consistori.documents.models import Writing
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.signature.models import SignatureRequest
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk"
POINTS = (
    PointSaid("field", "Superfície de la façana", "Al plànol hi diu 40.", "area", "4 m²"),
    PointSaid("paper", "Assegurança", "Cal aportar-la.", "paper:insurance"),
)


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`frozen("2026-03-16")`: the clock of the house, at ten in the morning of that day."""

    def freeze(day: str) -> None:
        moment = datetime.combine(date.fromisoformat(day), time(10), tzinfo=ZoneInfo("Europe/Madrid"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return freeze


@pytest.fixture
def running(at_work: Any, town: Any, case: CaseFile, clerk: Any, neighbour: Any, frozen: Any) -> CaseFile:
    """E26: three months since Monday 2 March 2026, until Tuesday 2 June; Laia applies."""
    adopt_standard_calendars(town, Actor.system("install", town.pk))
    publish_calendar(
        place=place_of(town), year=2026, holidays=read_list("20-01 Sant Sebastià\n31-08 Festa major", 2026),
        source="DOGC 9999", published_on=date(2026, 1, 1), by=Actor.system("install", town.pk),
    )  # fmt: skip
    frozen("2026-03-12")
    add_party(case, neighbour, by=clerk, role="applicant")
    term = TermOfProcedure(
        "X", 3, Unit.MONTHS, "Llei 39/2015, art. 21.3", Ending.POSITIVE_SILENCE, StartKind.ENTRY
    )
    open_term(case, term, by=clerk, start_on=date(2026, 3, 2), reference="E2026000041")
    return case


@pytest.fixture
def asked(running: CaseFile, clerk: Any, neighbour: Any, mayor: Any) -> CorrectionRequest:
    """Two things asked of her, in a letter that is signed."""
    made = ask_correction(running, by=clerk, party=neighbour, points=POINTS)
    sign(made.document, mayor)
    return made


def sign(document: Any, by: Any) -> None:
    from consistori.kernel.clock import now

    SignatureRequest.objects.create(
        document=document, version=document.version, signer_id=by.person_id, state="signed",
        signed_sha256="a" * 64, stamped_at=now(),
    )  # fmt: skip


def notify(request: CorrectionRequest, by: Any, on: str = "2026-03-16", **said: Any) -> CorrectionRequest:
    return record_notified(
        request, by=by, on=date.fromisoformat(on), how="hand", reference="Rebut signat 12", **said
    )


def all_of(request: CorrectionRequest, *which: int) -> dict[Any, Answered]:
    points = list(request.points.all())
    return {points[n].pk: Answered("40 m²", "40") for n in which}


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({}, Standing.WRITING),
        ({"is_asked_to_sign": True}, Standing.SIGNING),
        ({"is_signed": True}, Standing.TO_NOTIFY),
        ({"notified_on": date(2026, 3, 16), "last_day": date(2026, 3, 30)}, Standing.RUNNING),
        ({"notified_on": date(2026, 3, 16), "last_day": date(2026, 3, 30), "answered": 1}, Standing.PARTLY),
        ({"notified_on": date(2026, 3, 2), "last_day": date(2026, 3, 16)}, Standing.UNANSWERED),
        ({"notified_on": date(2026, 3, 2), "last_day": date(2026, 3, 17)}, Standing.RUNNING),
        ({"notified_on": date(2026, 3, 2), "last_day": None}, Standing.RUNNING),
        ({"notified_on": date(2026, 3, 2), "complied_on": date(2026, 3, 9)}, Standing.ANSWERED),
        ({"is_closed": True, "notified_on": date(2026, 3, 2)}, Standing.CLOSED),
    ],
)
def test_where_it_stands(facts: dict[str, Any], where: Standing) -> None:
    said = {
        "is_closed": False, "is_signed": False, "is_asked_to_sign": False, "notified_on": None,
        "complied_on": None, "last_day": None, "answered": 0, "today": date(2026, 3, 17),
    }  # fmt: skip
    assert standing(**(said | facts)) is where


def test_an_answer_is_late_only_by_a_day_that_is_sure() -> None:
    assert not is_late(date(2026, 3, 30), date(2026, 3, 30))
    assert is_late(date(2026, 3, 31), date(2026, 3, 30))
    assert not is_late(date(2027, 3, 31), None)


def test_the_letter_says_each_point_and_agrees_that_the_term_stops(asked: CorrectionRequest) -> None:
    html = Writing.objects.get(document=asked.document).html

    assert "Superfície de la façana" in html and "Al plànol hi diu 40." in html and "4 m²" in html
    assert "S’acorda la suspensió del termini" in html and "22.1.a" in html
    assert "s’entendrà que desistiu" in html and "data-missing" not in html


def test_to_improve_neither_warns_nor_stops(
    running: CaseFile, clerk: Any, neighbour: Any, mayor: Any
) -> None:
    """R-INI-04: voluntary, and said so in the letter (68.3)."""
    made = ask_correction(running, by=clerk, party=neighbour, points=POINTS, kind="improvement")
    html = Writing.objects.get(document=made.document).html
    sign(made.document, mayor)
    notify(made, clerk, "2026-03-12")

    assert "desistiu" not in html and "suspensió" not in html and "68.3" in html
    made.refresh_from_db()
    assert (made.term, made.stop) == (None, None)
    assert main_term_of(running).last_day == date(2026, 6, 2)


def test_nothing_is_asked_without_points_nor_of_a_stranger(
    running: CaseFile, clerk: Any, bakery: Any
) -> None:
    party = running.parties.get().party
    with pytest.raises(BadInput) as nothing:
        ask_correction(running, by=clerk, party=party, points=[])
    assert (nothing.value.field, nothing.value.article) == ("points", "Llei 39/2015, art. 68.1")
    with pytest.raises(BadInput) as refused:
        ask_correction(running, by=clerk, party=bakery, points=POINTS)
    assert refused.value.field == "party"
    assert not CorrectionRequest.objects.exists()


def test_e27_answered_on_the_25th_it_ends_on_the_11th_of_june(
    asked: CorrectionRequest, clerk: Any, enter: Any, frozen: Any
) -> None:
    frozen("2026-03-16")
    made = notify(asked, clerk)
    assert made.term.last_day == date(2026, 3, 30)
    assert made.stop.granted_until == date(2026, 3, 30)
    frozen("2026-03-25")
    entry = enter("Esmena")
    record_answer(made, entry, by=clerk, points=all_of(made, 0, 1))
    record_answer(made, entry, by=clerk, points=all_of(made, 0, 1))

    assert main_term_of(asked.case).last_day == date(2026, 6, 11)
    made = selectors.one_of(asked.case, made.pk)
    assert made.complied_on == date(2026, 3, 25) and made.answers.count() == 1
    assert drawn(made).standing is Standing.ANSWERED
    assert Step.objects.get(case=asked.case, code="03").happened_on == date(2026, 3, 25)
    assert asked.case.entries.get().entry == entry


def test_e28_never_answered_it_stops_only_the_days_granted(
    asked: CorrectionRequest, clerk: Any, frozen: Any
) -> None:
    frozen("2026-03-31")
    made = notify(asked, clerk)

    assert main_term_of(asked.case).last_day == date(2026, 6, 16)
    assert drawn(made).standing is Standing.UNANSWERED
    (waiting,) = selectors.to_attend_of([asked.case.carried_by_id], date(2026, 3, 31))
    assert (waiting.pk, waiting.what) == (made.pk, "unanswered")
    assert not selectors.to_attend_of([asked.case.carried_by_id], date(2026, 3, 30)).exists()


def test_half_an_answer_does_not_start_the_count_again(
    asked: CorrectionRequest, clerk: Any, enter: Any, frozen: Any
) -> None:
    frozen("2026-03-16")
    made = notify(asked, clerk)
    frozen("2026-03-18")
    record_answer(made, enter("Plànol"), by=clerk, points=all_of(made, 0))
    assert main_term_of(asked.case).is_stopped or main_term_of(asked.case).last_day == date(2026, 6, 16)
    assert drawn(selectors.one_of(asked.case, made.pk)).standing is Standing.PARTLY
    frozen("2026-03-20")
    record_answer(made, enter("Assegurança"), by=clerk, points=all_of(made, 1))

    assert main_term_of(asked.case).last_day == date(2026, 6, 8)


def test_what_comes_late_counts_until_somebody_ends_it(
    asked: CorrectionRequest, clerk: Any, enter: Any, frozen: Any
) -> None:
    """73.3: and no withdrawal is written any more; the days that it stopped are those granted."""
    frozen("2026-04-10")
    made = notify(asked, clerk)
    answer = record_answer(made, enter("Tard"), by=clerk, points=all_of(made, 0, 1))

    assert answer.is_late
    assert main_term_of(asked.case).last_day == date(2026, 6, 16)
    with pytest.raises(NotUnanswered):
        begin_withdrawal(made, by=clerk)
    end_correction(made, by=clerk, ending="enough")
    with pytest.raises(CorrectionEnded):
        record_answer(made, enter("Encara més tard"), by=clerk, points=all_of(made, 0))


def test_the_withdrawal_is_proposed_when_the_days_have_ended_and_decided_by_a_signature(
    asked: CorrectionRequest, clerk: Any, mayor: Any, frozen: Any
) -> None:
    frozen("2026-03-30")
    made = notify(asked, clerk)
    with pytest.raises(NotUnanswered) as refused:
        begin_withdrawal(made, by=clerk)
    assert refused.value.article == "Llei 39/2015, art. 68.1"
    frozen("2026-03-31")
    document = begin_withdrawal(made, by=clerk)
    html = Writing.objects.get(document=document).html
    assert "ha desistit de la sol·licitud" in html and "30 de març de 2026" in html and "Assegurança" in html
    assert begin_withdrawal(made, by=clerk) == document
    with pytest.raises(NotUnanswered):
        end_correction(made, by=clerk, ending="withdrawn")
    sign(document, mayor)
    end_correction(made, by=clerk, ending="withdrawn")

    made.refresh_from_db()
    assert made.ending == "withdrawn" and asked.case.is_open


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
