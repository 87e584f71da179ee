"""With which hand it is signed: a delegation stays of whoever received it, a substitution goes back (R-DEC-02)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from consistori.directory.models import Delegation, Person, Post
from consistori.directory.selectors import actor_of
from consistori.directory.services import record_delegation, tell_absence
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.signature.hands import hand_of
from consistori.signature.models import SignatureBatch, SignatureRequest
from consistori.signature.policies import may_return
from consistori.signature.services import pass_request, request_signature, request_signatures, sign_requests
from consistori.signature.services.batches import STALE_AFTER, release_stale, start_signing
from consistori.signature.services.giving_back import give_back_hands
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline

DAY = timedelta(days=1)


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def post_of(actor: Any) -> Post:
    return Post.objects.select_related("person").get(person_id=actor.person_id)


def away(actor: Any) -> None:
    tell_absence(person(actor), by=actor, starts_on=today())


@pytest.fixture
def councillor(town: Any, hire: Callable[..., Any]) -> Any:
    return hire(town, "councillor", "Berta", "Solé")


@pytest.fixture
def other_councillor(town: Any, hire: Callable[..., Any]) -> Any:
    return hire(town, "councillor", "Jana", "Riu")


@pytest.fixture
def write_decree(secretary: Any) -> Callable[..., Delegation]:
    """`write_decree("substitution", mayor, councillor)`: a decree of a month ago, in the scope of the town."""

    def do(manner: str, of: Any, to: Any, number: str = "Decret 2026/45") -> Delegation:
        return record_delegation(
            by=secretary, manner=manner, of_post=post_of(of), to=person(to), decree=number,
            decree_on=today() - 30 * DAY, notified_on=today() - 29 * DAY,
        )  # fmt: skip

    return do


@pytest.fixture
def asked_of_the_delegate(
    town: Any, clerk: Any, mayor: Any, councillor: Any, write_decree: Callable[..., Delegation],
    bring_paper: Callable[..., Any],
) -> SignatureRequest:  # fmt: skip
    """A paper asked of Berta by delegation of the mayor."""
    paper = bring_paper()
    with working_for(town):
        given = write_decree("delegation", mayor, councillor)
        (request,) = request_signatures(by=clerk, document=paper, signers=[given])
    return request


def test_the_substitute_of_a_delegate_does_not_sign_by_her_delegation(
    town: Any, councillor: Any, other_councillor: Any, asked_of_the_delegate: SignatureRequest,
    write_decree: Callable[..., Delegation], give_key: Callable[..., Any],
) -> None:  # fmt: skip
    give_key(other_councillor, town)
    with working_for(town):
        write_decree("substitution", councillor, other_councillor, "Decret 2026/46")
        away(councillor)

    with working_for(town), pytest.raises(NotPermitted) as refused:
        sign_requests([asked_of_the_delegate], by=other_councillor, passphrase=PASSPHRASE)

    assert "Berta Solé" in str(refused.value)
    with working_for(town):
        row = SignatureRequest.objects.get(pk=asked_of_the_delegate.pk)
        assert row.delegation_id == asked_of_the_delegate.delegation_id
        assert row.hand_post == asked_of_the_delegate.hand_post
        assert row.state == "waiting"
        assert not SignatureBatch.objects.exists()


def test_giving_hands_back_erases_substitutions_and_leaves_delegations(
    town: Any, asked_of_the_delegate: SignatureRequest, councillor: Any
) -> None:
    with working_for(town):
        rows = SignatureRequest.objects.filter(pk=asked_of_the_delegate.pk)
        rows.update(by_hand_id=councillor.person_id)

        give_back_hands(rows)

        assert rows.get().delegation_id == asked_of_the_delegate.delegation_id


def test_the_delegate_herself_signs_it_and_the_outsider_does_not(
    town: Any, councillor: Any, outsider: Any, asked_of_the_delegate: SignatureRequest
) -> None:
    with working_for(town):
        assert hand_of(councillor, asked_of_the_delegate, on=today()).verdict.ok
        assert not hand_of(outsider, asked_of_the_delegate, on=today()).verdict.ok


def test_what_a_substitute_left_half_signed_comes_back_to_whoever_was_asked(
    town: Any, clerk: Any, mayor: Any, councillor: Any, write_decree: Callable[..., Delegation],
    ask: Callable[..., Any], give_key: Callable[..., Any],
) -> None:  # fmt: skip
    give_key(councillor, town)
    request = ask(mayor)
    with working_for(town):
        write_decree("substitution", mayor, councillor)
        away(mayor)
        batch = start_signing([request], by=councillor, passphrase=PASSPHRASE)
        SignatureBatch.objects.filter(pk=batch.pk).update(opened_at=now() - STALE_AFTER - DAY)

        assert release_stale(by=clerk) == 0
        assert release_stale(by=mayor) == 1

        row = SignatureRequest.objects.get()
    assert (row.state, row.by_hand_id, row.delegation_id) == ("waiting", None, None)


# --- with which post ---------------------------------------------------------------------------------------


def test_a_registrar_whom_the_rule_allows_signs_for_the_processor_whom_she_substitutes(
    town: Any, clerk: Any, hire: Callable[..., Any], write_decree: Callable[..., Delegation],
    ask: Callable[..., Any],
) -> None:  # fmt: skip
    registrar = hire(town, "registrar", "Fina", "Mas")
    request = ask(clerk)
    with working_for(town):
        write_decree("substitution", clerk, registrar)
        away(clerk)

        hand = hand_of(registrar, request, on=today())

    assert hand.verdict.ok
    assert hand.words.startswith("registrar, per suplència")


def test_a_registrar_is_asked_by_a_delegation_of_signature(
    town: Any, clerk: Any, administrator: Any, hire: Callable[..., Any],
    write_decree: Callable[..., Delegation], bring_paper: Callable[..., Any],
) -> None:  # fmt: skip
    registrar = hire(town, "registrar", "Fina", "Mas")
    paper = bring_paper()
    with working_for(town):
        given = write_decree("signature", administrator, registrar)
        (request,) = request_signatures(by=clerk, document=paper, signers=[given])

        assert hand_of(registrar, request, on=today()).verdict.ok
    with working_for(town), pytest.raises(BadInput):
        request_signature(by=clerk, document=bring_paper("Un altre"), signer=person(registrar))


def test_the_post_said_is_the_one_by_which_she_substitutes_in_the_language_of_the_town(
    town: Any, mayor: Any, councillor: Any, administrator: Any, write_decree: Callable[..., Delegation],
    ask: Callable[..., Any],
) -> None:  # fmt: skip
    request = ask(mayor)
    with working_for(town):
        write_decree("substitution", mayor, councillor)
        away(mayor)
        Post.objects.filter(person_id=councillor.person_id).update(title_ca="Regidora", title_es="Concejala")
        Post.objects.create(
            person_id=councillor.person_id, role="archivist", title_ca="Arxivera", starts_on=date(2019, 1, 1)
        )
        with override("es"):
            spoken = actor_of(person(councillor), town)
            words = hand_of(spoken, request, on=today()).words

    assert words.startswith("Regidora, per suplència")


def test_of_two_posts_of_the_titular_the_decree_must_be_of_the_one_that_was_asked(
    town: Any, secretary: Any, clerk: Any, write_decree: Callable[..., Delegation], ask: Callable[..., Any]
) -> None:
    with working_for(town):
        Post.objects.create(
            person_id=secretary.person_id, role="archivist", title_ca="Arxivera", starts_on=date(2021, 1, 1)
        )
    request = ask(secretary)
    with working_for(town):
        archive = Post.objects.select_related("person").get(title_ca="Arxivera")
        Post.objects.filter(person_id=clerk.person_id).update(role="administrator")
        record_delegation(
            by=secretary, manner="substitution", of_post=archive, to=person(clerk), decree="Decret 7",
            decree_on=today() - DAY,
        )  # fmt: skip
        away(secretary)

        assert not hand_of(clerk, request, on=today()).verdict.ok
        assert not may_return(clerk, request)

        SignatureRequest.objects.filter(pk=request.pk).update(signer_post="Arxivera")
        request.refresh_from_db()
        assert hand_of(clerk, request, on=today()).verdict.ok


# --- passing it to another ---------------------------------------------------------------------------------


def test_what_was_asked_by_delegation_does_not_pass_with_the_paper(
    town: Any, administrator: Any, other_councillor: Any, asked_of_the_delegate: SignatureRequest
) -> None:
    with working_for(town), pytest.raises(BadInput) as refused:
        pass_request(asked_of_the_delegate, by=administrator, to=person(other_councillor))

    assert "Decret 2026/45" in str(refused.value)
    assert refused.value.article == "Llei 40/2015, art. 9"
    with working_for(town):
        assert [(one.signer_id, one.state) for one in SignatureRequest.objects.all()] == [
            (asked_of_the_delegate.signer_id, "waiting")
        ]


def test_when_the_other_had_it_already_the_trail_says_that_it_was_withdrawn(
    town: Any, clerk: Any, administrator: Any, mayor: Any, secretary: Any, ask: Callable[..., Any]
) -> None:
    request = ask(mayor)
    with working_for(town):
        request_signature(by=clerk, document=request.document, signer=person(secretary))

        assert pass_request(request, by=administrator, to=person(secretary)) is None

    with working_for(town):
        kinds = [entry.kind for entry in timeline([request.document_id])]
    assert any("SignatureWithdrawn" in kind for kind in kinds)


def test_neither_a_clerk_nor_the_outsider_passes_it_on(
    town: Any, clerk: Any, mayor: Any, secretary: Any, outsider: Any, ask: Callable[..., Any]
) -> None:
    request = ask(mayor)
    for actor in (clerk, outsider):
        with working_for(town), pytest.raises(NotPermitted):
            pass_request(request, by=actor, to=person(secretary))

    with working_for(town):
        assert SignatureRequest.objects.get().signer_id == mayor.person_id
