"""What comes in goes to somebody, is taken into a case with its people and papers, or ends; and it is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from consistori.cases.entries import (
    accept_into_case,
    accept_opening_case,
    finish_entry,
    forward_entry,
    mark_for_information,
    mark_seen,
    return_entry,
    selectors,
    send_entry,
)
from consistori.cases.models import CaseDocument, CaseParty, EntryTaken
from consistori.cases.services import add_documents, add_party, open_case
from consistori.cases.timeline import lines_of
from consistori.directory.models import Person
from consistori.documents.policies import may_read as may_read_document
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.registry.models import EntryState
from consistori.registry.services import EntryPersonSaid, annul_entry
from consistori.tenancy.scope import working_for


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def handled(entry: Any) -> tuple[str, Any]:
    state = EntryState.objects.get(entry=entry)
    return state.handled, state.held_by_id


def test_it_goes_to_several_and_the_first_has_it(enter, registrar, clerk, technician, case) -> None:
    entry = enter()
    note = send_entry(
        entry, by=registrar, to=[person(clerk), person(technician)], action="add", case=case,
        due_on=today() + timedelta(days=2), note="Mira si compleix l’accessibilitat",
    )  # fmt: skip

    assert handled(entry) == ("sent", clerk.person_id)
    assert [one.person_id for one in note.recipients.all()] == [clerk.person_id, technician.person_id]
    assert [row.entry for row in selectors.waiting_for(technician.person_id)] == [entry]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"to": []}, "to"),
        ({"action": "sing"}, "action"),
        ({"action": "answer"}, "due_on"),
        ({"due_on": date(2020, 1, 1)}, "due_on"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(enter, registrar, clerk, said, field) -> None:
    with pytest.raises(BadInput) as refused:
        send_entry(enter(), **({"by": registrar, "to": [person(clerk)], "action": "decide"} | said))

    assert refused.value.field == field


def test_a_processor_gives_nothing_out_but_passes_on_what_she_has(
    enter, registrar, clerk, technician
) -> None:
    entry = enter()
    with pytest.raises(NotPermitted):
        send_entry(entry, by=clerk, to=[person(technician)], action="decide")
    send_entry(entry, by=registrar, to=[person(clerk)], action="decide")

    send_entry(entry, by=clerk, to=[person(technician)], action="decide")

    assert handled(entry) == ("sent", technician.person_id)
    assert selectors.waiting_for(clerk.person_id) == []


def test_the_outsider_does_nothing_with_it(enter, outsider, town, case) -> None:
    entry = enter()
    for act, said in [
        (send_entry, {"to": [], "action": "decide"}),
        (accept_into_case, {"case": case}),
        (accept_opening_case, {"title": "Gual"}),
        (return_entry, {"reason": "no"}),
        (finish_entry, {"reason": "no"}),
        (mark_for_information, {}),
        (forward_entry, {"destination": "Gencat"}),
    ]:
        with pytest.raises(NotPermitted), working_for(town):
            act(entry, by=_from(outsider), **said)


def _from(outsider: Any) -> Any:
    """The outsider with no post here."""
    from dataclasses import replace

    return replace(outsider, posts=())


def test_returned_it_waits_again_with_its_reason(enter, registrar, clerk) -> None:
    entry = enter()
    send_entry(entry, by=registrar, to=[person(clerk)], action="decide")
    with pytest.raises(BadInput):
        return_entry(entry, by=clerk, reason=" ")

    return_entry(entry, by=clerk, reason="És d’urbanisme")

    assert handled(entry) == ("waiting", None)
    assert [line.entry for line in selectors.inbox(registrar, "returned").lines] == [entry]
    assert selectors.inbox(registrar, "waiting").lines == []


def test_one_of_two_returns_it_and_the_other_has_it(enter, registrar, clerk, technician) -> None:
    entry = enter()
    send_entry(entry, by=registrar, to=[person(clerk), person(technician)], action="decide")

    return_entry(entry, by=clerk, reason="No em toca")

    assert handled(entry) == ("sent", technician.person_id)


def test_taken_its_papers_go_in_order_and_its_people_join(
    enter, registrar, clerk, case, paper, neighbour, bakery
) -> None:
    add_documents(case, [paper("Decret", "TD01")], by=clerk)
    papers = [paper("Resposta"), paper("Plànol acotat"), paper("Aforament")]
    entry = enter(
        documents=papers,
        people=[EntryPersonSaid(party=neighbour, role="representative"), EntryPersonSaid(party=bakery)],
    )

    accept_into_case(entry, case, by=clerk)

    leaves = CaseDocument.objects.filter(case=case).in_order()
    assert [leaf.document for leaf in leaves][1:] == papers
    rows = {row.party_id: row for row in CaseParty.objects.filter(case=case)}
    assert rows[bakery.pk].role == "applicant"
    assert rows[neighbour.pk].represents == rows[bakery.pk]
    assert handled(entry) == ("taken", clerk.person_id)
    working = [leaf.document_id for leaf in leaves]
    case.refresh_from_db()
    assert EntryTaken.objects.get(case=case).entry == entry
    assert selectors.entries_of_case(case.pk)[0].entry.reference == entry.reference
    assert working


def test_the_life_of_the_case_says_the_number_of_the_entry(
    enter, clerk, town, series, hire, registrar, db
) -> None:
    entry = enter()
    case = open_case(by=clerk, title="Terrassa", series=series)
    accept_into_case(entry, case, by=clerk)
    from consistori.tenancy.scope import current_scope

    told = [pending.event.payload() for pending in current_scope().pending]

    assert any(one.get("reference") == entry.reference and one.get("case_id") == str(case.pk) for one in told)
    assert not any("Riubrugent" in str(one) for one in told)
    assert lines_of(case, []) is not None


def test_it_may_be_in_two_cases_but_once_in_each(enter, clerk, case, series, paper) -> None:
    entry = enter(documents=[paper("Escrit")])
    other = open_case(by=clerk, title="Gual", series=series)

    accept_into_case(entry, case, by=clerk)
    accept_into_case(entry, other, by=clerk)

    assert EntryTaken.objects.filter(entry=entry).count() == 2
    with pytest.raises(AlreadyDone):
        accept_into_case(entry, case, by=clerk)


def test_somebody_who_is_in_the_case_is_not_twice_there(enter, clerk, case, neighbour) -> None:
    add_party(case, neighbour, by=clerk, role="interested")

    accept_into_case(enter(), case, by=clerk)

    assert CaseParty.objects.filter(case=case, party=neighbour).count() == 1


def test_it_opens_a_case_with_everything_in_one_act(enter, clerk, series, paper, neighbour) -> None:
    entry = enter("Gual a Escoles 8", documents=[paper("Sol·licitud")])

    case = accept_opening_case(entry, by=clerk, title="Gual a Escoles 8", series=series)

    assert case.series == series
    assert CaseParty.objects.get(case=case).party == neighbour
    assert CaseDocument.objects.filter(case=case).count() == 1
    assert EntryTaken.objects.get(entry=entry).opened_it


@pytest.mark.parametrize("title", ["Gual de 12345678Z", "Gual de Colla de Diables"])
def test_a_title_never_says_who(enter, clerk, series, title) -> None:
    entry = enter(people=[EntryPersonSaid(name="Colla de Diables")])

    with pytest.raises(BadInput) as refused:
        accept_opening_case(entry, by=clerk, title=title, series=series)

    assert refused.value.field == "title"
    assert handled(entry)[0] == "waiting"


def test_a_technician_from_outside_reads_what_she_was_sent_and_no_more(
    enter, registrar, technician, paper, clerk
) -> None:
    document = paper("Plànol")
    entry, other = enter(documents=[document]), enter("Una altra cosa", documents=[paper("Una altra")])
    assert not may_read_document(technician, document)
    send_entry(entry, by=registrar, to=[person(technician)], action="decide")

    assert may_read_document(technician, document)
    assert selectors.opened(technician, entry.reference).is_mine
    with pytest.raises(NotPermitted):
        selectors.opened(technician, other.reference)
    with pytest.raises(NotPermitted):
        selectors.inbox(technician, "waiting")
    assert [line.entry for line in selectors.inbox(technician, "mine").lines] == [entry]


def test_for_information_it_ends_and_is_seen(enter, registrar, clerk) -> None:
    entry = enter()
    mark_for_information(entry, by=registrar, to=[person(clerk)])

    assert handled(entry)[0] == "done"
    mark_seen(entry, by=clerk)
    assert selectors.waiting_for(clerk.person_id) == []
    with pytest.raises(AlreadyDone):
        mark_seen(entry, by=clerk)


def test_to_another_administration_it_is_written_beside_it(enter, registrar, clerk) -> None:
    entry = enter()
    with pytest.raises(BadInput):
        forward_entry(entry, by=registrar, destination="Gencat", destination_code="Gencat")
    forward_entry(entry, by=registrar, destination="Generalitat", destination_code="A09002970", note="És seu")

    assert entry.annotations.get().kind == "sent"
    assert "A09002970" in entry.annotations.get().reason
    assert handled(entry)[0] == "done"
    with pytest.raises(NotPermitted):
        forward_entry(enter(), by=clerk, destination="Generalitat")


def test_nothing_more_says_why(enter, registrar) -> None:
    entry = enter("Currículum per a la brigada")
    with pytest.raises(BadInput):
        finish_entry(entry, by=registrar, reason="")
    finish_entry(entry, by=registrar, reason="Es guarda a la borsa")

    assert handled(entry)[0] == "done"


def test_nothing_is_done_with_what_was_annulled(enter, secretary, registrar, clerk, case) -> None:
    entry = enter()
    annul_entry(entry, by=secretary, reason="Repetida")

    with pytest.raises(NotPermitted):
        send_entry(entry, by=registrar, to=[person(clerk)], action="decide")
    with pytest.raises(NotPermitted):
        accept_into_case(entry, case, by=clerk)
