"""Steps in any order, on their real day; waits that say until when; skipped and come back to; what the law refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from consistori.cases.models import CaseFile, Step
from consistori.cases.rules import State, missing_to_close
from consistori.cases.selectors import closing_facts, leaves_of
from consistori.cases.services import add_document, close_case
from consistori.cases.steps import acts, ports, rules, selectors
from consistori.cases.steps.acts import (
    add_step,
    change_step,
    complete_step,
    extend_wait,
    resume_step,
    skip_step,
)
from consistori.cases.steps.palette import everything, palette_of
from consistori.cases.steps.words import AgainstTheLaw
from consistori.directory.models import Person
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Stale
from consistori.tenancy.scope import current_scope


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def told() -> list[str]:
    return [p.event.kind() for p in current_scope().pending]


def glance(case: CaseFile) -> selectors.Glance:
    return selectors.glance_of(selectors.steps_of(case))


# --- rules, without database -------------------------------------------------------------------------------

SILENCE = date(2026, 6, 2)
DAY = date(2026, 6, 3)


@pytest.mark.parametrize(
    ("sense", "on", "silence", "reasons", "document", "code", "article"),
    [
        ("granted", DAY, SILENCE, False, False, "", ""),
        ("refused", DAY, SILENCE, True, True, "silence_binds", "24.3.a"),
        ("partly", DAY, SILENCE, True, True, "silence_binds", "24.3.a"),
        ("ended", DAY, SILENCE, True, True, "silence_binds", "24.3.a"),
        ("refused", SILENCE, SILENCE, True, False, "", ""),
        ("refused", DAY, None, False, False, "reasons", "35.1.a"),
        ("limits", DAY, None, False, False, "reasons", "35.1.a"),
        ("ended", DAY, None, False, False, "reasons", "35.1.g"),
        ("refused", DAY, None, False, True, "", ""),
        ("granted", DAY, None, False, False, "", ""),
        ("", DAY, None, False, False, "sense", ""),
    ],
)
def test_what_a_resolution_may_be(
    sense: str, on: date, silence: date | None, reasons: bool, document: bool, code: str, article: str
) -> None:
    fault = rules.resolution_fault(
        sense, on=on, silence_on=silence, has_reasons=reasons, has_document=document
    )

    assert (fault.code if fault else "") == code
    assert article in (fault.article if fault else "")


@pytest.mark.parametrize(
    ("decided", "reasons", "code"),
    [
        (date(2026, 6, 2), "Hi ha un informe pendent", ""),
        (date(2026, 6, 3), "Hi ha un informe pendent", "expired"),
        (date(2026, 6, 1), " ", "extension_reasons"),
        (date(2026, 6, 11), "Tard", "future"),
    ],
)
def test_a_term_that_ended_is_never_extended(decided: date, reasons: str, code: str) -> None:
    fault = rules.extension_fault(decided_on=decided, until=SILENCE, reasons=reasons, today=date(2026, 6, 10))

    assert (fault.code if fault else "") == code


def test_the_palette_has_the_thirteen_and_those_of_each_series() -> None:
    generic = [line.code for line in palette_of() if line.number]
    assert generic == [f"{n:02d}" for n in range(13)]
    assert {line.code for line in palette_of("F302")} > {"F-VISITA", "04"}
    assert "F-VISITA" not in {line.code for line in palette_of("J101")}
    assert all(line.ca and line.es for line in everything().values())


# --- acts --------------------------------------------------------------------------------------------------


def test_any_order_and_as_many_times_as_needed(case: CaseFile, clerk: Any) -> None:
    add_step(case, by=clerk, code="07")
    add_step(case, by=clerk, code="04", title="Informe de la policia", on=ago(0))
    add_step(case, by=clerk, code="04", title="Informe tècnic", on=ago(0))
    add_step(case, by=clerk, title="Trucada al veí", kind="work", on=ago(0))

    assert sorted(step.code for step in glance(case).done) == ["", "04", "04", "07"]


def test_a_paper_of_last_week_has_its_real_day_and_the_day_of_writing(
    case: CaseFile, clerk: Any, paper: Any
) -> None:
    report = paper("Informe", "TD13")
    add_document(case, report, by=clerk)

    step = add_step(case, by=clerk, code="04", on=ago(7), document=report)

    step.refresh_from_db()
    assert (step.happened_on, step.recorded_at.date()) == (ago(7), today())
    assert step.was_written_later
    assert step.is_from_before
    assert told()[-1] == "cases.StepDone"


@pytest.mark.parametrize(("on", "fault"), [(1, "on"), (-50000, "on")])
def test_no_step_happens_tomorrow(case: CaseFile, clerk: Any, on: int, fault: str) -> None:
    with pytest.raises(BadInput) as refused:
        add_step(case, by=clerk, code="04", on=today() + timedelta(days=on))

    assert refused.value.field == fault
    assert not Step.objects.exists()


def test_a_wait_says_until_when_and_is_no_work(case: CaseFile, clerk: Any) -> None:
    wait = add_step(
        case, by=clerk, code="06", standing="todo", on=ago(1), until=today() + timedelta(days=9),
        until_why="10 dies per al·legar",
    )  # fmt: skip

    now = glance(case)
    assert ([s.pk for s in now.waits], now.next) == ([wait.pk], [])
    assert case.state == State.INSTRUCTION


def test_a_wait_without_a_day_is_asked_for_it(case: CaseFile, clerk: Any) -> None:
    for said in ({"title": "Espera", "kind": "wait"}, {"code": "06", "until": today()}):
        with pytest.raises(BadInput):
            add_step(case, by=clerk, standing="todo", **said)


def test_without_local_holidays_a_term_of_the_law_gives_no_day(case: CaseFile, clerk: Any) -> None:
    wait = add_step(case, by=clerk, code="06", standing="todo")

    assert wait.until is None
    assert wait.not_before is not None and wait.not_before > today()
    assert "82.2" in wait.until_why
    assert glance(case).waits


def test_a_wait_that_ended_is_ones_turn_and_nothing_happens_by_itself(case: CaseFile, clerk: Any) -> None:
    wait = add_step(
        case, by=clerk, code="06", standing="todo", on=ago(20), until=ago(2), until_why="Al·legacions"
    )

    assert [step.pk for step in glance(case).next] == [wait.pk]
    with pytest.raises(AgainstTheLaw) as refused:
        extend_wait(wait, by=clerk, reasons="Ho demana l’interessat")
    assert "32.3" in refused.value.article
    longer = extend_wait(wait, by=clerk, reasons="Decidit a temps", decided_on=ago(3), until=today())
    assert longer.until == today()
    with pytest.raises(AgainstTheLaw):
        extend_wait(longer, by=clerk, reasons="Un altre cop", until=today() + timedelta(days=1))


def test_half_is_the_most_that_is_added(case: CaseFile, clerk: Any) -> None:
    wait = add_step(
        case, by=clerk, code="06", standing="todo", until=today() + timedelta(days=10), until_why="Audiència"
    )

    with pytest.raises(AgainstTheLaw):
        extend_wait(wait, by=clerk, reasons="Vacances", until=today() + timedelta(days=16))
    assert extend_wait(wait, by=clerk, reasons="Vacances", until=today() + timedelta(days=15)).extensions


def test_a_step_is_skipped_with_its_reason_and_come_back_to(case: CaseFile, clerk: Any) -> None:
    step = add_step(case, by=clerk, code="04", standing="todo")
    with pytest.raises(BadInput):
        skip_step(step, by=clerk, reasons=" ")

    skipped = skip_step(step, by=clerk, reasons="L’arquitecte és de vacances")
    add_step(case, by=clerk, code="07")
    back = resume_step(skipped, by=clerk)
    complete_step(back, by=clerk, on=today())

    assert {s.code for s in glance(case).done} == {"04", "07"}
    assert [k.split(".")[1] for k in told() if ".Step" in k] == [
        "StepAdded", "StepSkipped", "StepDone", "StepResumed", "StepDone",
    ]  # fmt: skip


def test_after_positive_silence_only_what_confirms_it(case: CaseFile, clerk: Any) -> None:
    add_step(case, by=clerk, code="S1", on=ago(1))

    with pytest.raises(AgainstTheLaw) as refused:
        add_step(case, by=clerk, code="08", sense="refused", reasons="No compleix")
    assert "24.3" in refused.value.article
    add_step(case, by=clerk, code="08", sense="granted")


def test_the_silence_that_the_terms_tell_binds_too(
    case: CaseFile, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "silences", [lambda case: ago(1)])

    with pytest.raises(AgainstTheLaw):
        add_step(case, by=clerk, code="08", sense="refused", reasons="No compleix")


def test_a_refusal_without_reasons_is_refused_with_its_article(case: CaseFile, clerk: Any) -> None:
    with pytest.raises(AgainstTheLaw) as refused:
        add_step(case, by=clerk, code="08", sense="refused")

    assert (refused.value.field, "35.1" in refused.value.article) == ("reasons", True)


def test_request_and_closing_are_not_written_by_hand(case: CaseFile, clerk: Any) -> None:
    with pytest.raises(BadInput):
        add_step(case, by=clerk, code="02")
    with pytest.raises(AgainstTheLaw) as refused:
        add_step(case, by=clerk, code="12")
    assert "21.1" in refused.value.article


def test_closing_makes_its_own_step_and_says_what_is_pending(resolved: CaseFile, clerk: Any) -> None:
    step = add_step(resolved, by=clerk, code="11", standing="todo")
    facts = closing_facts(resolved, leaves_of(resolved), ending="resolution")
    assert [(m.names, m.blocks) for m in missing_to_close(facts) if m.code == "steps"] == [
        ((step.name,), False)
    ]

    close_case(resolved, by=clerk, ending="resolution")

    assert [one.line.code for one in selectors.derived_of(resolved)] == ["12"]
    with pytest.raises(NotPermitted):
        complete_step(step, by=clerk)


def test_two_say_it_is_done_and_one_is_told(case: CaseFile, clerk: Any, secretary: Any) -> None:
    step = add_step(case, by=clerk, code="04", standing="todo")
    complete_step(step, by=clerk)

    with pytest.raises(AlreadyDone):
        complete_step(step, by=secretary)
    with pytest.raises(Stale):
        change_step(step, by=secretary, changes={"note": "Favorable"}, if_version=1)


def test_what_was_written_is_corrected_and_taken_back(case: CaseFile, clerk: Any, secretary: Any) -> None:
    step = add_step(case, by=clerk, code="04", on=ago(1))
    person = Person.objects.get(pk=secretary.person_id)

    change_step(step, by=clerk, changes={"on": ago(2), "note": "Favorable", "assigned_to": person})
    acts.take_back_step(step, by=clerk, reasons="Era d’un altre expedient")

    assert glance(case).count == 0
    assert told()[-2:] == ["cases.StepChanged", "cases.StepTakenBack"]


def test_a_paper_of_another_case_is_not_its_document(case: CaseFile, clerk: Any, paper: Any) -> None:
    with pytest.raises(BadInput):
        add_step(case, by=clerk, code="04", document=paper("Informe", "TD13"))


def test_the_outsider_does_nothing(case: CaseFile, clerk: Any, outsider: Any) -> None:
    step = add_step(case, by=clerk, code="06", standing="todo", until=today(), until_why="Al·legacions")
    for act in (
        lambda: add_step(case, by=outsider, code="04"),
        lambda: complete_step(step, by=outsider),
        lambda: skip_step(step, by=outsider, reasons="perquè sí"),
        lambda: resume_step(step, by=outsider),
        lambda: extend_wait(step, by=outsider, reasons="perquè sí"),
        lambda: change_step(step, by=outsider, changes={"note": "meu"}),
        lambda: acts.take_back_step(step, by=outsider, reasons="perquè sí"),
    ):
        with pytest.raises(NotPermitted):
            act()
