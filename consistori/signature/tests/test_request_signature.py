"""Asking for signatures, returning and withdrawing."""

from collections.abc import Callable
from typing import Any

import pytest

from consistori.directory.models import Person
from consistori.documents.models import Document
from consistori.documents.services import ReceivedFile, new_version
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.signature import selectors
from consistori.signature.models import SignatureRequest
from consistori.signature.services import (
    request_signature,
    request_signatures,
    return_request,
    withdraw_request,
)
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline

Ask = Callable[..., SignatureRequest]
Bring = Callable[..., Document]


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def test_asking_freezes_the_text_with_its_code_and_puts_it_in_the_tray(
    ask: Ask, mayor: Any, town: Any
) -> None:
    request = ask(mayor, note="Corre pressa")

    with working_for(town):
        (waiting,) = selectors.waiting_for(mayor.person_id)
        assert waiting == request
        assert waiting.document.is_frozen
        assert waiting.version.code.startswith("VLL-")
        assert waiting.note == "Corre pressa"
        sentences = [entry.sentence for entry in timeline([request.document_id])]
    assert any("Rosa Bassols" in sentence for sentence in sentences)


def test_the_same_person_is_not_asked_twice(ask: Ask, mayor: Any, town: Any, clerk: Any) -> None:
    request = ask(mayor)

    with working_for(town), pytest.raises(AlreadyDone):
        request_signature(by=clerk, document=request.document, signer=person(mayor))


def test_two_people_in_order_get_it_one_after_the_other(
    bring_paper: Bring, mayor: Any, secretary: Any, town: Any, clerk: Any
) -> None:
    document = bring_paper()
    with working_for(town):
        request_signatures(by=clerk, document=document, signers=[person(secretary), person(mayor)])

        assert selectors.count_waiting(secretary.person_id) == 1
        assert selectors.count_waiting(mayor.person_id) == 0
        assert [one.signer.family_name for one in selectors.circuit_of(document.version_id)] == [
            "Soldevila",
            "Bassols",
        ]


def test_who_holds_no_post_that_signs_cannot_be_asked(
    bring_paper: Bring, hire: Any, town: Any, clerk: Any
) -> None:
    auditor = hire(town, "auditor", "Aina", "Roca")
    document = bring_paper()

    with working_for(town), pytest.raises(BadInput) as refused:
        request_signature(by=clerk, document=document, signer=person(auditor))

    assert refused.value.field == "signer"


def test_an_auditor_does_not_ask(bring_paper: Bring, hire: Any, town: Any, mayor: Any) -> None:
    auditor = hire(town, "auditor", "Aina", "Roca")
    document = bring_paper()

    with working_for(town), pytest.raises(NotPermitted):
        request_signature(by=auditor, document=document, signer=person(mayor))


def test_returning_says_why_and_takes_it_from_those_who_came_after(
    bring_paper: Bring, mayor: Any, secretary: Any, town: Any, clerk: Any
) -> None:
    document = bring_paper()
    with working_for(town):
        first, second = request_signatures(
            by=clerk, document=document, signers=[person(secretary), person(mayor)]
        )

        return_request(first, by=secretary, reason="Falta l’informe")

        second.refresh_from_db()
        assert second.state == "withdrawn"
        (returned,) = selectors.returned_to(clerk.person_id)
        assert returned.reason == "Falta l’informe"
    with working_for(town):
        assert "Falta l’informe" in timeline([document.pk])[0].sentence


def test_returning_without_a_reason_is_refused(ask: Ask, mayor: Any, town: Any) -> None:
    request = ask(mayor)

    with working_for(town), pytest.raises(BadInput) as refused:
        return_request(request, by=mayor, reason="   ")

    assert refused.value.field == "reason"


def test_only_who_was_asked_returns_it(ask: Ask, mayor: Any, secretary: Any, town: Any) -> None:
    request = ask(mayor)

    with working_for(town), pytest.raises(NotPermitted):
        return_request(request, by=secretary, reason="No")


def test_withdrawing_empties_the_tray_and_cannot_be_done_twice(
    ask: Ask, mayor: Any, town: Any, clerk: Any
) -> None:
    request = ask(mayor)
    with working_for(town):
        withdraw_request(request, by=clerk)

        assert selectors.count_waiting(mayor.person_id) == 0
        with pytest.raises(AlreadyDone):
            withdraw_request(request, by=clerk)


def test_the_outsider_sees_no_request(ask: Ask, mayor: Any, other_town: Any, outsider: Any) -> None:
    request = ask(mayor)

    with working_for(other_town):
        assert not SignatureRequest.objects.filter(pk=request.pk).exists()
        assert selectors.waiting_for(mayor.person_id) == []
        assert selectors.requests_of([request.document_id]) == []
        assert outsider.person_id


def test_a_new_text_takes_the_older_one_out_of_the_tray(
    ask: Ask, mayor: Any, clerk: Any, town: Any, decree: bytes, run_jobs: Callable[[], int]
) -> None:
    request = ask(mayor)
    with working_for(town):
        document = Document.objects.with_version().get(pk=request.document_id)
        new_version(document, by=clerk, received=ReceivedFile.from_bytes("decret.pdf", decree + b"% other\n"))

    run_jobs()

    with working_for(town):
        request.refresh_from_db()
        assert request.state == "withdrawn"
