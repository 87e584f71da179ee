"""Relations, labels, follows, internal notes, reserve."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases import selectors
from consistori.cases.models import CaseFile, CaseLabel, Comment, Follow, LastLook
from consistori.cases.services import (
    comment_on_case,
    follow_case,
    label_case,
    look_at,
    open_case,
    relate_cases,
    reserve_case,
    take_back_comment,
    unfollow_case,
    unlabel_case,
    unrelate_cases,
    unreserve_case,
)
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted
from consistori.tenancy.scope import current_scope


@pytest.fixture
def last_year(case: CaseFile, clerk: Any, series: Any) -> CaseFile:
    return open_case(by=clerk, title="Terrassa de l’any passat", series=series)


def told() -> list[str]:
    return [p.event.kind() for p in current_scope().pending]


def test_a_relation_is_told_on_both_timelines(case: CaseFile, last_year: CaseFile, clerk: Any) -> None:
    relation = relate_cases(case, last_year, by=clerk, kind="follows")

    pending = [p.event for p in current_scope().pending if p.event.kind() == "cases.CasesRelated"]
    assert {event.subject_id for event in pending} == {case.pk, last_year.pk}
    assert [other for _r, other in selectors.relations_of(case, clerk)] == [last_year]
    assert [other for _r, other in selectors.relations_of(last_year, clerk)] == [case]
    assert relation.label_from(case.pk) != relation.label_from(last_year.pk)


def test_two_cases_are_related_once(case: CaseFile, last_year: CaseFile, clerk: Any) -> None:
    relation = relate_cases(case, last_year, by=clerk)

    with pytest.raises(AlreadyDone):
        relate_cases(last_year, case, by=clerk)
    with pytest.raises(BadInput):
        relate_cases(case, case, by=clerk)
    unrelate_cases(relation, by=clerk)
    assert selectors.relations_of(case, clerk) == []


def test_a_reserved_case_is_related_by_its_number_alone(
    case: CaseFile, secretary: Any, clerk: Any, reserved_series: Any
) -> None:
    reserved = open_case(by=secretary, title="Ajut a la Laia", series=reserved_series)
    relate_cases(case, reserved, by=secretary)

    ((_relation, other),) = selectors.relations_of(case, clerk)
    assert other.number == reserved.number
    assert "Laia" not in other.title
    with pytest.raises(NotHere):
        relate_cases(case, reserved, by=clerk)


def test_a_word_is_one_label_however_it_is_written(case: CaseFile, last_year: CaseFile, clerk: Any) -> None:
    label_case(case, by=clerk, name="Festa major")
    row = label_case(last_year, by=clerk, name=" festa  MAJOR ")

    assert {r.label.name for r in CaseLabel.objects.select_related("label")} == {"Festa major"}
    with pytest.raises(AlreadyDone):
        label_case(last_year, by=clerk, name="festa major")
    unlabel_case(row, by=clerk)
    assert told()[-1] == "cases.CaseUnlabelled"


def test_a_person_follows_a_case_and_stops(case: CaseFile, mayor: Any) -> None:
    follow_case(case, by=mayor)
    with pytest.raises(AlreadyDone):
        follow_case(case, by=mayor)
    unfollow_case(case, by=mayor)

    assert not Follow.objects.exists()


def test_what_a_note_says_is_not_in_the_trail(case: CaseFile, clerk: Any) -> None:
    comment_on_case(case, by=clerk, text="Ha trucat la veïna")

    assert told()[-1] == "cases.CommentWritten"
    assert "veïna" not in str([p.event.payload() for p in current_scope().pending])


def test_only_its_author_takes_a_note_back(case: CaseFile, clerk: Any, secretary: Any) -> None:
    note = comment_on_case(case, by=clerk, text="Ha trucat la veïna")

    with pytest.raises(NotPermitted):
        take_back_comment(note, by=secretary)
    take_back_comment(note, by=clerk)
    assert not Comment.objects.exists()


def test_a_look_is_remembered_once(case: CaseFile, clerk: Any) -> None:
    look_at(case, by=clerk)
    look_at(case, by=clerk)

    assert LastLook.objects.count() == 1


def test_reserving_needs_a_reason_and_is_undone_with_another(case: CaseFile, clerk: Any) -> None:
    with pytest.raises(BadInput):
        reserve_case(case, by=clerk, reason=" ")
    reserve_case(case, by=clerk, reason="Dades de salut")
    unreserve_case(case, by=clerk, reason="Ja s’han extret")

    case.refresh_from_db()
    assert not case.reserved


def test_what_the_series_reserves_no_decision_opens(secretary: Any, reserved_series: Any) -> None:
    case = open_case(by=secretary, title="Ajut", series=reserved_series)

    with pytest.raises(BadInput):
        unreserve_case(case, by=secretary, reason="Perquè sí")


def test_the_outsider_leaves_no_mark(case: CaseFile, last_year: CaseFile, clerk: Any, outsider: Any) -> None:
    for act in (
        lambda: relate_cases(case, last_year, by=outsider),
        lambda: label_case(case, by=outsider, name="meu"),
        lambda: follow_case(case, by=outsider),
        lambda: unfollow_case(case, by=outsider),
        lambda: comment_on_case(case, by=outsider, text="hola"),
        lambda: reserve_case(case, by=outsider, reason="perquè sí"),
        lambda: unreserve_case(case, by=outsider, reason="perquè sí"),
    ):
        with pytest.raises((NotPermitted, NotHere)):
            act()
    assert told() == ["cases.CaseOpened", "cases.CaseOpened"]
