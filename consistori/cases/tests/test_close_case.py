"""Closing a case and opening it again."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases import selectors
from consistori.cases.models import CaseFile
from consistori.cases.services import (
    CannotClose,
    CaseAlreadyClosed,
    add_document,
    add_documents,
    add_party,
    close_case,
    comment_on_case,
    rename_case,
    reopen_case,
)
from consistori.documents.services import describe_document, discard_document
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tenancy.scope import current_scope


def test_a_resolved_case_is_closed_and_keeps_its_folios(resolved: CaseFile, clerk: Any) -> None:
    close_case(resolved, by=clerk, ending="resolution")

    resolved.refresh_from_db()
    leaves = selectors.leaves_of(resolved)
    assert resolved.is_closed
    assert [(leaf.first_folio, leaf.last_folio) for leaf in leaves] == [(1, 1), (2, 2)]
    assert current_scope().pending[-1].event.payload()["folios"] == 2


def test_the_refusal_lists_everything_that_is_missing(case: CaseFile, clerk: Any, paper: Any) -> None:
    add_documents(case, [paper("Adjunt"), paper("Proposta", state="draft")], by=clerk)

    with pytest.raises(CannotClose) as refusal:
        close_case(case, by=clerk, ending="resolution")

    assert [m.code for m in refusal.value.missing if m.blocks] == ["resolution", "type"]
    assert "Adjunt" in str(refusal.value.message)
    assert refusal.value.article == "Llei 39/2015, art. 21.1"
    case.refresh_from_db()
    assert case.is_open


def test_a_pending_signature_stops_the_closing(
    resolved: CaseFile, clerk: Any, mayor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consistori.directory.models import Person

    class Waiting:
        is_waiting = True
        is_signed = is_returned = False
        document_id = selectors.leaves_of(resolved)[1].document_id
        signer = Person.objects.get(pk=mayor.person_id)

    monkeypatch.setattr(selectors, "requests_of", lambda ids: [Waiting()])

    with pytest.raises(CannotClose, match="Rosa Bassols"):
        close_case(resolved, by=clerk, ending="resolution")


def test_a_communication_needs_no_resolution(case: CaseFile, clerk: Any, paper: Any) -> None:
    add_document(case, paper("Comunicació prèvia", "TD18"), by=clerk)

    close_case(case, by=clerk, ending="declaration")

    assert case.is_closed


def test_nothing_changes_in_a_closed_case(resolved: CaseFile, clerk: Any, paper: Any, bakery: Any) -> None:
    close_case(resolved, by=clerk, ending="resolution")
    document = selectors.leaves_of(resolved)[0].document

    for act in (
        lambda: rename_case(resolved, by=clerk, title="Un altre"),
        lambda: add_document(resolved, paper("Tard"), by=clerk),
        lambda: add_party(resolved, bakery, by=clerk),
        lambda: describe_document(document, by=clerk, title="Un altre"),
        lambda: discard_document(document, by=clerk),
    ):
        with pytest.raises(NotPermitted):
            act()
    with pytest.raises(CaseAlreadyClosed):
        close_case(resolved, by=clerk, ending="resolution")
    comment_on_case(resolved, by=clerk, text="Però s’hi pot deixar una nota")


def test_it_is_reopened_with_a_reason(resolved: CaseFile, clerk: Any, paper: Any) -> None:
    close_case(resolved, by=clerk, ending="resolution")

    with pytest.raises(BadInput):
        reopen_case(resolved, by=clerk, reason=" ")
    reopen_case(resolved, by=clerk, reason="Hi ha un recurs")
    add_document(resolved, paper("Recurs", "TD17"), by=clerk)

    resolved.refresh_from_db()
    assert (resolved.situation, resolved.ending, resolved.closed_at) == ("open", "", None)
    assert [str(f) for f in selectors.folios_of(selectors.leaves_of(resolved))] == ["1", "2", "3"]


def test_closing_belongs_to_whoever_carries_it_or_the_secretary(
    resolved: CaseFile, town: Any, hire: Any, secretary: Any, outsider: Any
) -> None:
    colleague = hire(town, "processor", "Pau", "Roca")

    for somebody in (colleague, outsider):
        with pytest.raises(NotPermitted):
            close_case(resolved, by=somebody, ending="resolution")
    close_case(resolved, by=secretary, ending="resolution")
    with pytest.raises(NotPermitted):
        reopen_case(resolved, by=outsider, reason="Meu")
