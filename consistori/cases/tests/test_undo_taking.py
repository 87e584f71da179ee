"""A wrong take is undone whole: papers and people leave the case, the entry waits again, and both lives tell it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consistori.cases.entries import (
    accept_into_case,
    accept_opening_case,
    selectors,
    send_entry,
    undo_taking,
)
from consistori.cases.models import CaseDocument, CaseParty, EntryTaken
from consistori.cases.services import add_documents, add_party, close_case, open_case
from consistori.directory.models import Person
from consistori.kernel.errors import AlreadyDone, NotPermitted
from consistori.registry.models import EntryState
from consistori.registry.services import EntryPersonSaid
from consistori.tenancy.scope import current_scope, working_for


def handled(entry: Any) -> tuple[str, Any]:
    state = EntryState.objects.get(entry=entry)
    return state.handled, state.held_by_id


def papers_of(case: Any) -> set[Any]:
    return set(CaseDocument.objects.filter(case=case).values_list("document_id", flat=True))


def test_what_it_brought_leaves_and_what_was_there_stays(
    enter, registrar, clerk, case, paper, bakery, neighbour
) -> None:
    before, new = paper("Plànol que ja hi era"), paper("Instància")
    add_documents(case, [before], by=clerk)
    add_party(case, neighbour, by=clerk)
    people = [EntryPersonSaid(party=neighbour), EntryPersonSaid(party=bakery)]
    entry = enter(documents=[before, new], people=people)
    taken = accept_into_case(entry, case, by=clerk)
    assert papers_of(case) == {before.pk, new.pk}

    undo_taking(taken, by=clerk)

    assert papers_of(case) == {before.pk}
    assert [row.party for row in CaseParty.objects.filter(case=case)] == [neighbour]
    assert handled(entry) == ("waiting", None)
    assert selectors.entries_of_case(case.pk) == []
    with pytest.raises(AlreadyDone):
        undo_taking(taken, by=clerk)


def test_it_goes_back_to_whoever_it_was_sent_to_and_can_be_taken_again(enter, registrar, clerk, case) -> None:
    entry = enter()
    send_entry(entry, by=registrar, to=[Person.objects.get(pk=clerk.person_id)], action="decide")
    undo_taking(accept_into_case(entry, case, by=clerk), by=clerk)

    assert handled(entry) == ("sent", clerk.person_id)
    assert [row.entry for row in selectors.waiting_for(clerk.person_id)] == [entry]
    accept_into_case(entry, case, by=clerk)
    assert handled(entry)[0] == "taken"


def test_what_another_entry_of_the_case_brought_too_stays(
    enter, clerk, case, paper, neighbour, bakery
) -> None:
    people = [EntryPersonSaid(party=neighbour)]
    shared, own = paper("Plànol"), paper("Instància")
    wrong = enter(documents=[shared, own], people=[*people, EntryPersonSaid(party=bakery)])
    taken = accept_into_case(wrong, case, by=clerk)
    accept_into_case(enter(documents=[shared], people=people), case, by=clerk)

    undo_taking(taken, by=clerk)

    assert papers_of(case) == {shared.pk}
    assert [row.party for row in CaseParty.objects.filter(case=case)] == [neighbour]


def test_in_two_cases_it_leaves_one_and_is_still_taken(enter, registrar, clerk, case, series) -> None:
    other = open_case(by=clerk, title="Una altra terrassa", series=series)
    entry = enter()
    wrong = accept_into_case(entry, case, by=clerk)
    accept_into_case(entry, other, by=clerk)

    undo_taking(wrong, by=registrar)

    assert handled(entry)[0] == "taken"
    assert [one.case for one in selectors.opened(registrar, entry.reference).taken] == [other]


def test_a_case_that_it_opened_stays_with_its_number(enter, clerk, series, paper) -> None:
    entry = enter(documents=[paper("Instància")])
    case = accept_opening_case(entry, by=clerk, title="Terrassa", series=series)

    undo_taking(EntryTaken.objects.get(), by=clerk)

    case.refresh_from_db()
    assert case.is_open and papers_of(case) == set()
    kinds = {one.event.kind() for one in current_scope().pending}
    assert {"cases.EntryTakenBack", "cases.EntryLeftCase"} <= kinds


def test_only_whoever_took_it_or_gives_entries_out(enter, clerk, case, hire, town, outsider) -> None:
    taken = accept_into_case(enter(), case, by=clerk)
    another = hire(town, "processor", "Pol", "Ferrer")

    for who in (another, replace(outsider, posts=())):
        with pytest.raises(NotPermitted), working_for(town):
            undo_taking(taken, by=who)


def test_a_closed_case_lets_nothing_go(enter, clerk, secretary, resolved) -> None:
    taken = accept_into_case(enter(), resolved, by=clerk)
    close_case(resolved, by=secretary, ending="resolution")

    with pytest.raises(NotPermitted) as refused:
        undo_taking(EntryTaken.objects.get(pk=taken.pk), by=clerk)

    assert refused.value.article
