"""Correction requests: asked point by point, notified, answered or not; and what a person decides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from consistori.cases.correcting import answers, selectors
from consistori.cases.correcting.acts import (
    CorrectionEnded,
    ask_correction,
)
from consistori.cases.correcting.answers import (
    NotUnanswered,
    begin_withdrawal,
    end_correction,
    record_answer,
)
from consistori.cases.correcting.letters import of_request
from consistori.cases.correcting.reading import drawn
from consistori.cases.correcting.rules import Standing, is_late, standing
from consistori.cases.deadlines.selectors import main_term_of
from consistori.cases.models import CaseFile, CorrectionRequest, Step
from consistori.cases.tests.corrected import POINTS, all_of, asked, frozen, notify, running, sign
from consistori.documents.models import Writing
from consistori.documents.templating.fields import Subject
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput
from consistori.signature.models import SignatureRequest

__all__ = ["asked", "frozen", "running"]


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
    asked: CorrectionRequest, clerk: Any, mayor: Any, secretary: Any, frozen: Any, town: Any
) -> None:
    """In a town that does not notify with the program; where it does, see `test_notifying`."""
    town.switches = {**town.switches, "notifications": False}
    town.save(update_fields=["switches"])
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
    second = SignatureRequest.objects.create(
        document=document, version=document.version, signer_id=secretary.person_id, state="waiting"
    )
    with pytest.raises(NotUnanswered):
        end_correction(made, by=clerk, ending="withdrawn")
    second.delete()
    end_correction(made, by=clerk, ending="withdrawn")

    made.refresh_from_db()
    assert made.ending == "withdrawn" and asked.case.is_open


def test_two_who_write_the_same_answer_at_once_write_it_once(
    asked: CorrectionRequest, clerk: Any, enter: Any, frozen: Any, monkeypatch: Any
) -> None:
    frozen("2026-03-16")
    made, entry = notify(asked, clerk), enter("Esmena")
    held = answers.held
    first: list[Any] = []

    def while_it_waits(request: CorrectionRequest) -> CorrectionRequest:
        monkeypatch.setattr(answers, "held", held)
        first.append(record_answer(made, entry, by=clerk, points=all_of(made, 0)))
        return held(request)

    monkeypatch.setattr(answers, "held", while_it_waits)
    again = record_answer(made, entry, by=clerk, points=all_of(made, 0))

    assert again == first[0] and made.answers.count() == 1


def test_the_letter_says_the_day_of_the_town_on_which_the_entry_came(
    asked: CorrectionRequest, enter: Any
) -> None:
    """Half past midnight of the 6th, which in UTC is still the 5th."""
    asked.entry = enter("De nit")
    asked.entry.registered_at = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)

    said = of_request(Subject(by=Actor.program(), language="ca", matter=asked))

    assert said["entry_day"].startswith("6 de març")
