"""The secretary enters decrees in the book: one attestation for many, in order, with her signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consistori.bodies.models import Decree, Transcription
from consistori.bodies.services import begin_transcription
from consistori.directory.models import Absence, Delegation, Post
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.signature import numbering
from consistori.signature.services import return_request, sign_requests
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

Decide = Callable[..., Any]


@pytest.fixture
def two(decide: Decide) -> list[Decree]:
    found: list[Decree] = decide("Decret del gual", "Decret de la terrassa")
    return found


def test_her_signature_on_the_attestation_transcribes_them(
    two: list[Decree], secretary: Any, town: Any, give_key: Callable[..., Any]
) -> None:
    give_key(secretary, town)
    with working_for(town):
        _transcription, asked = begin_transcription([one.pk for one in two], by=secretary)
        assert not Decree.objects.transcribed().exists()

    sign_requests([asked], by=secretary, passphrase=PASSPHRASE)

    with working_for(town):
        assert Decree.objects.transcribed().count() == 2
        told = TrailEvent.objects.filter(kind="bodies.DecreeTranscribed")
        assert [one.subject_id for one in told.order_by("seq")] == [one.document_id for one in two]
        assert two[0].document.latest_blob.sha256 in told.order_by("seq")[0].content
        found = numbering.numbering_of(two[0].document_id)
        assert found is not None
        assert "Transcri" in str(found.standing)


def test_the_book_is_in_order(two: list[Decree], secretary: Any, town: Any) -> None:
    with working_for(town), pytest.raises(BadInput) as refused:
        begin_transcription([two[1].pk], by=secretary)

    assert two[0].said in str(refused.value)


def test_what_is_being_transcribed_is_not_taken_twice(two: list[Decree], secretary: Any, town: Any) -> None:
    with working_for(town):
        begin_transcription([two[0].pk], by=secretary)
        with pytest.raises(AlreadyDone):
            begin_transcription([one.pk for one in two], by=secretary)


def test_returned_unsigned_its_decrees_wait_again(two: list[Decree], secretary: Any, town: Any) -> None:
    with working_for(town):
        transcription, asked = begin_transcription([one.pk for one in two], by=secretary)

        return_request(asked, by=secretary, reason="Falta mirar-los")

        assert Decree.objects.to_transcribe().count() == 2
        transcription.refresh_from_db()
        assert transcription.state == Transcription.State.SIGNING
        begin_transcription([one.pk for one in two], by=secretary)


def test_nobody_but_the_secretary_transcribes(
    two: list[Decree], mayor: Any, clerk: Any, outsider: Any, town: Any
) -> None:
    with working_for(town):
        for other in (mayor, clerk, outsider):
            with pytest.raises(NotPermitted) as refused:
                begin_transcription([two[0].pk], by=other)
            assert refused.value.article == "RD 128/2018, art. 3.2.e; ROF, art. 200"


def test_whoever_substitutes_the_secretary_transcribes_while_she_is_away(
    two: list[Decree], secretary: Any, clerk: Any, town: Any, give_key: Callable[..., Any]
) -> None:
    with working_for(town):
        Delegation.objects.create(
            manner="substitution",
            of_post=Post.objects.get(person_id=secretary.person_id),
            to_id=clerk.person_id,
            decree="2026/0004",
            decree_on=today() - timedelta(days=9),
            starts_on=today() - timedelta(days=9),
        )
        Absence.objects.create(person_id=secretary.person_id, starts_on=today() - timedelta(days=1))
    give_key(clerk, town)
    with working_for(town):
        transcription, asked = begin_transcription([one.pk for one in two], by=clerk)

    sign_requests([asked], by=clerk, passphrase=PASSPHRASE)

    with working_for(town):
        assert Decree.objects.transcribed().count() == 2
        transcription.refresh_from_db()
        assert "2026/0004" in transcription.person_post
