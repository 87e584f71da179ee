"""Where the law puts a date: Today shows it first, with its reason, to whoever can still do something."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseFile, Step
from consistori.cases.services import hand_over
from consistori.cases.steps.acts import add_step
from consistori.deadlines.models import Deadline
from consistori.desk.calendar.services import What, add_event
from consistori.desk.services import mark_lesson_learnt
from consistori.desk.today import Today, today_of
from consistori.directory.models import Absence, Person, Post
from consistori.directory.selectors import standings_of
from consistori.kernel.clock import now, today
from consistori.tasks.services import give_task
from consistori.tenancy.scope import across, working_for

DESK = "/e/vall-llobera/desk/"


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def term(case: CaseFile, ends_in: int, *, long: int = 90, **said: Any) -> Deadline:
    """The term to resolve of a case, that ends in so many days."""
    last = today() + timedelta(days=ends_in)
    fields: dict[str, Any] = {
        "purpose": "resolve", "is_main": True, "amount": 3, "unit": "months", "article": "Llei 39/2015, art. 21.3",
        "ending": "negative_silence", "whose": "administration", "start": "entry",
        "start_on": last - timedelta(days=long), "seat_code": "08000", "seat_name": "Vall-llobera",
        "last_day": last, "not_before": last, **said,
    }  # fmt: skip
    return Deadline.objects.create(subject_kind=KIND, subject_id=case.pk, **fields)


def today_for(actor: Any, towns: list[Any]) -> Today:
    with across(towns):
        return today_of(actor.person_id, standings_of(person(actor)), towns)


def law(page: Today) -> list[Any]:
    return [row for section in page.sections if section.key == "law" for row in section.rows]


def test_the_most_at_risk_comes_first_with_its_reason_and_its_article(
    clerk: Any, town: Any, sign_in: Any, open_a_case: Any
) -> None:
    with working_for(town):
        term(open_a_case(clerk, "Terrassa"), 12)
        term(open_a_case(clerk, "Gual"), 0)
        late = term(open_a_case(clerk, "Parcel·lació"), -2, ending="positive_silence")
        term(open_a_case(clerk, "Amb temps"), 60)
    page = today_for(clerk, [town])

    titles = [row.title for row in law(page)]
    assert [title.split(" · ")[1] for title in titles] == ["Parcel·lació", "Gual", "Terrassa"]
    assert [row.tone for row in law(page)] == ["rubric", "rubric", "ochre"]
    assert (page.ended, page.at_risk) == (1, {town.pk: page.ended + page.week})
    text = sign_in(clerk).get(DESK).content.decode()
    assert "La llei hi posa data" in text and "1 termini legal s’ha acabat" in text
    assert "<b>Si no es notifica avui, es pot entendre desestimat</b> · Llei 39/2015, art. 24.1" in text
    assert "<b>Sense notificar a temps, s’entén concedit per silenci</b>" in text
    assert f"{DESK}deadlines/{late.pk}/" in text


def test_what_is_not_sure_says_what_is_missing_and_threatens_with_nothing(
    clerk: Any, town: Any, open_a_case: Any
) -> None:
    with working_for(town):
        term(open_a_case(clerk, "Gual"), 2, last_day=None)

    (row,) = law(today_for(clerk, [town]))

    assert row.tone == "ochre" and row.effect == "" and "falta un calendari" in row.reason


def test_a_term_that_is_stopped_or_of_somebody_else_waits_aside(
    clerk: Any, town: Any, sign_in: Any, open_a_case: Any
) -> None:
    with working_for(town):
        term(open_a_case(clerk, "Aturat"), 3, is_stopped=True, last_day=None)
        term(open_a_case(clerk, "Esmena"), 6, whose="party", is_main=False, purpose="correction")
        term(open_a_case(clerk, "Sense resposta"), -1, whose="party", is_main=False, purpose="correction")
    page = today_for(clerk, [town])

    assert [row.title.split(" · ")[1] for row in law(page)] == ["Sense resposta"]
    assert law(page)[0].tone == "ochre" and page.ended == 0
    assert [row.title for row in page.others] == ["Aturat", "Esmena"]
    assert "No has de fer res" in sign_in(clerk).get(DESK).content.decode()


def test_whoever_answers_for_it_sees_it_at_risk_and_not_before(
    clerk: Any, secretary: Any, mayor: Any, outsider: Any, town: Any, other_town: Any, open_a_case: Any
) -> None:
    with working_for(town):
        term(open_a_case(clerk, "Gual"), 1)
        term(open_a_case(clerk, "Terrassa"), 12)
        Absence.objects.create(person=person(clerk), starts_on=today())

    (row,) = law(today_for(secretary, [town]))

    assert "El porta Núria Camps, que no hi és." in row.reason
    assert law(today_for(mayor, [town])) == [] and law(today_for(outsider, [other_town])) == []


def test_whoever_covers_sees_them_until_the_other_is_back(
    clerk: Any, mayor: Any, town: Any, sign_in: Any, open_a_case: Any
) -> None:
    with working_for(town):
        term(open_a_case(clerk, "Gual"), 9)
        back = today() + timedelta(days=4)
        absence = Absence.objects.create(
            person=person(clerk), covered_by=person(mayor), starts_on=today(), ends_on=back
        )

    (row,) = law(today_for(mayor, [town]))
    text = sign_in(mayor).get(DESK).content.decode()

    assert "Cobreixes Núria Camps." in row.reason and "Cobreixes Núria Camps" in text.split("<aside")[1]
    assert "et cobreix Rosa Bassols" in sign_in(clerk).get(DESK).content.decode()
    with working_for(town):
        Absence.objects.filter(pk=absence.pk).update(cancelled_at=now())
    assert law(today_for(mayor, [town])) == []


def test_a_statement_that_two_secretaries_share_shows_to_each_her_own(
    hire: Any, secretary: Any, clerk: Any, town: Any, open_a_case: Any
) -> None:
    other = hire(town, "secretary", "Joan", "Serra")
    with working_for(town):
        reserved = open_a_case(clerk, "Cosa reservada")
        hand_over(reserved, by=secretary, to=person(secretary), note="Per a mi")
        term(reserved, 1)
        CaseFile.objects.filter(pk=reserved.pk).update(
            reserved=True, reserved_cause="decision", reserved_reason="Dades"
        )

    assert [row.number for row in law(today_for(secretary, [town]))] == [reserved.number]
    assert "turn" in [s.key for s in today_for(secretary, [town]).sections]
    assert law(today_for(other, [town])) == [] and today_for(other, [town]).is_empty


def test_whoever_covers_is_told_of_no_reserved_case_that_she_may_not_read(
    clerk: Any, mayor: Any, town: Any, open_a_case: Any
) -> None:
    with working_for(town):
        reserved = open_a_case(clerk, "Cosa reservada")
        term(reserved, 1)
        term(open_a_case(clerk, "Gual"), 9)
        CaseFile.objects.filter(pk=reserved.pk).update(
            reserved=True, reserved_cause="decision", reserved_reason="Dades"
        )
        Absence.objects.create(person=person(clerk), covered_by=person(mayor), starts_on=today())

    assert len(law(today_for(clerk, [town]))) == 2
    page = today_for(mayor, [town])
    assert [row.title.split(" · ")[1] for row in law(page)] == ["Gual"]
    assert (page.at_risk, page.count) == ({town.pk: 0}, 1)


def test_each_town_has_its_own_thresholds(clerk: Any, town: Any, open_a_case: Any) -> None:
    with working_for(town):
        term(open_a_case(clerk, "Gual"), 20)
    assert law(today_for(clerk, [town])) == []

    town.thresholds = {"soon_days": 30}
    town.save(update_fields=["thresholds"])

    assert len(law(today_for(clerk, [town]))) == 1


def test_what_was_left_by_whoever_works_here_no_more_comes_to_whoever_can_give_it(
    clerk: Any, secretary: Any, town: Any, open_a_case: Any
) -> None:
    with working_for(town):
        open_a_case(clerk, "Gual")
        Post.objects.filter(person_id=clerk.person_id).update(starts_on=date(2020, 1, 1), ends_on=today())

    (turn,) = today_for(secretary, [town]).sections

    assert (
        turn.key == "turn"
        and "1 expedient obert és a les mans de qui ja no treballa aquí" in turn.rows[0].title
    )


@pytest.mark.parametrize("days", [3, 40])
def test_whoever_leaves_soon_is_told_to_hand_over(days: int, clerk: Any, town: Any) -> None:
    with working_for(town):
        Post.objects.filter(person_id=clerk.person_id).update(ends_on=today() + timedelta(days=days))

    titles = [row.title for section in today_for(clerk, [town]).sections for row in section.rows]

    assert [title.startswith("El teu lloc s’acaba") for title in titles] == ([True] if days == 3 else [])


def test_a_case_that_does_not_move_nor_wait_asks_for_a_look(clerk: Any, town: Any, open_a_case: Any) -> None:
    with working_for(town):
        for days in (10, 40):
            case = open_a_case(clerk, f"Quiet fa {days}")
            CaseFile.objects.filter(pk=case.pk).update(last_moved_at=now() - timedelta(days=days))

    titles = [row.title for s in today_for(clerk, [town]).sections if s.key == "turn" for row in s.rows]

    assert titles == ["1 expedient teu no es mou"]


def test_a_step_in_my_hands_is_my_turn_and_a_wait_is_not_until_its_day(
    clerk: Any, town: Any, open_a_case: Any
) -> None:
    with working_for(town):
        case = open_a_case(clerk, "Gual")
        day = today()
        add_step(case, by=clerk, code="04", standing="todo", due_on=day)
        add_step(
            case,
            by=clerk,
            title="Exposició",
            kind="wait",
            standing="todo",
            until=day + timedelta(days=5),
            until_why="Al tauler",
        )
        add_step(
            case,
            by=clerk,
            title="Informe extern",
            kind="wait",
            standing="todo",
            until=day,
            until_why="L’han promès",
        )
        Step.objects.filter(title="Informe extern").update(until=day - timedelta(days=1))
    page = today_for(clerk, [town])

    titles = [row.title for s in page.sections if s.key == "turn" for row in s.rows]
    assert titles[0] == "Informe extern · Gual" and titles[1].endswith("· Gual") and len(titles) == 2
    assert [row.reason.split(",")[0] for row in page.others] == ["Exposició"]


def test_a_title_with_the_mark_that_tells_things_apart_breaks_nothing(
    clerk: Any, town: Any, open_a_case: Any
) -> None:
    with working_for(town):
        case = open_a_case(clerk, "Gual")
        step = add_step(case, by=clerk, code="04", standing="todo", due_on=today())
        Step.objects.filter(pk=step.pk).update(title="Informe\x1fextern")
        term(case, 6, whose="party", is_main=False, title="Esmena\x1fdos")
    page = today_for(clerk, [town])

    (row,) = [row for s in page.sections if s.key == "turn" for row in s.rows]
    assert row.title == "Informe\x1fextern · Gual" and len(page.others) == 1


def test_what_i_gave_to_others_waits_aside(clerk: Any, secretary: Any, town: Any) -> None:
    with working_for(town):
        give_task(by=secretary, title="Amidar la vorera", to=person(clerk))
    page = today_for(secretary, [town])

    assert [row.title for row in page.others] == ["Amidar la vorera"] and page.others_count == 1
    assert page.count == 0 and "Núria Camps" in page.others[0].reason


def test_the_events_of_the_day_stand_aside_and_those_of_others_do_not(
    clerk: Any, secretary: Any, town: Any, sign_in: Any
) -> None:
    with working_for(town):
        for title, people, is_all in (
            ("Visita d’obra", [clerk.person_id], False),
            ("Sopar", [], True),
            ("D’ella", [secretary.person_id], False),
        ):
            add_event(
                What(layer="meetings", title=title, starts_on=today(), people=people, is_of_all=is_all),
                by=secretary,
            )
    page = today_for(clerk, [town])

    assert {one.title for one in page.events} == {"Visita d’obra", "Sopar"}
    mark_lesson_learnt(by=clerk)
    text = sign_in(clerk).get(DESK).content.decode()
    assert "Avui al calendari" in text and f"{DESK}meeting/" in text
