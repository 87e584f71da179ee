"""What stops a circuit: returning, taking back, a text that changes, a post that changes hands, a batch too late."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from consistori.directory.models import Person, Post
from consistori.documents.models import Document
from consistori.documents.writing.services import start_text, write_again
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Stale
from consistori.signature import selectors
from consistori.signature.circuits.asked import StepAsked
from consistori.signature.circuits.rules import Kind, Seat
from consistori.signature.circuits.selectors import steps_waiting_for
from consistori.signature.circuits.services import (
    begin_circuit,
    change_step,
    fall_if_changed,
    recall_circuit,
    return_step,
    settle_step,
    skip_step,
)
from consistori.signature.models import Circuit, SignatureRequest
from consistori.signature.services import (
    pass_request,
    return_request,
    sign_requests,
    start_signing,
    withdraw_request,
)
from consistori.signature.services.signing import run_batch
from consistori.signature.tests.circuiting import begin, reading, seat, signature, states, told, visa
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for

Bring = Callable[..., Document]


@pytest.fixture
def text(at_work: Any, clerk: Any) -> Any:
    """A text that is written here."""
    return start_text(
        by=clerk, title="Decret de la terrassa", type=None, html="<p>Concedir la llicència.</p>"
    )


def test_returning_says_why_opens_the_draft_and_nobody_has_it_any_more(
    text: Any, clerk: Any, secretary: Any, administrator: Any, mayor: Any
) -> None:
    circuit, steps = begin(clerk, text, visa(secretary), visa(administrator), signature(mayor, 1))

    return_step(steps[0], by=secretary, reason="Falta l’informe")

    circuit.refresh_from_db()
    text.refresh_from_db()
    assert (circuit.state, circuit.reason) == ("returned", "Falta l’informe")
    assert states(circuit) == ["returned", "withdrawn", "withdrawn"]
    assert not text.is_frozen
    assert steps_waiting_for(administrator.person_id) == []
    with pytest.raises(AlreadyDone):
        settle_step(steps[1], by=administrator)


def test_returned_from_the_tray_the_whole_circuit_stops(
    text: Any, clerk: Any, secretary: Any, mayor: Any
) -> None:
    circuit, steps = begin(clerk, text, signature(mayor), signature(secretary), visa(clerk, 1))

    return_request(steps[0].request, by=mayor, reason="L’import no quadra")

    circuit.refresh_from_db()
    assert circuit.state == "returned"
    assert states(circuit) == ["returned", "withdrawn", "withdrawn"]
    assert selectors.count_waiting(secretary.person_id) == 0


def test_without_a_reason_it_is_not_returned(text: Any, clerk: Any, secretary: Any) -> None:
    _circuit, (step,) = begin(clerk, text, visa(secretary))

    with pytest.raises(BadInput) as refused:
        return_step(step, by=secretary, reason="  ")

    assert refused.value.field == "reason"


def test_taken_back_it_can_begin_again(text: Any, clerk: Any, secretary: Any, mayor: Any) -> None:
    circuit, _steps = begin(clerk, text, signature(mayor))

    recall_circuit(circuit, by=clerk)

    assert selectors.count_waiting(mayor.person_id) == 0
    again, _steps = begin(clerk, text, visa(secretary), signature(mayor, 1))
    assert again.state == "open" and states(circuit) == ["withdrawn"]
    with pytest.raises(AlreadyDone):
        recall_circuit(circuit, by=clerk)


def test_a_document_goes_through_one_circuit_at_a_time(
    text: Any, clerk: Any, secretary: Any, mayor: Any
) -> None:
    begin(clerk, text, visa(secretary))

    with pytest.raises(AlreadyDone):
        begin_circuit(by=clerk, document=text, steps=[signature(mayor)])


def test_the_same_person_is_not_twice_in_a_circuit_even_with_two_posts(
    text: Any, clerk: Any, mayor: Any, hire: Any, at_work: Any
) -> None:
    hire(at_work, "councillor", "Rosa", "Bassols")
    councillor = StepAsked(Kind.VISA, 0, seat=Seat("councillor", None, "councillor"))

    with pytest.raises(BadInput) as refused:
        begin_circuit(
            by=clerk, document=text,
            steps=[councillor, StepAsked(Kind.SIGNATURE, 1, seat=Seat("mayor", None, "mayor"))],
        )  # fmt: skip

    assert "Rosa Bassols" in str(refused.value) and refused.value.field == "steps"
    assert Circuit.objects.count() == 0


def test_a_changed_text_makes_the_approvals_fall_and_it_is_said(
    text: Any, clerk: Any, secretary: Any, mayor: Any
) -> None:
    circuit, (first, _second) = begin(clerk, text, visa(secretary), signature(mayor, 1))
    settle_step(first, by=secretary)
    write_again(text, by=clerk)

    assert fall_if_changed(text.pk, by=clerk) == 1

    circuit.refresh_from_db()
    assert circuit.state == "fallen" and states(circuit) == ["fallen", "fallen"]
    assert selectors.count_waiting(mayor.person_id) == 0
    assert "1" in told("CircuitFallen")[0]


def test_nobody_approves_a_text_that_is_not_the_one_that_goes_round(
    text: Any, clerk: Any, secretary: Any, mayor: Any
) -> None:
    _circuit, (first, _second) = begin(clerk, text, visa(secretary), signature(mayor, 1))
    write_again(text, by=clerk)

    with pytest.raises(Stale):
        settle_step(first, by=secretary)


def test_a_step_is_not_withdrawn_by_itself(text: Any, clerk: Any, mayor: Any) -> None:
    _circuit, (step,) = begin(clerk, text, signature(mayor))

    with pytest.raises(BadInput) as refused:
        withdraw_request(step.request, by=clerk)

    assert refused.value.code == "of-a-circuit"


def test_what_was_asked_of_whoever_leaves_is_of_the_post_of_whoever_takes_it(
    text: Any, clerk: Any, mayor: Any, secretary: Any, administrator: Any
) -> None:
    _circuit, (step,) = begin(clerk, text, signature(mayor))

    pass_request(step.request, by=administrator, to=Person.objects.get(pk=secretary.person_id))

    step.refresh_from_db()
    assert (step.role, step.holder_id) == ("secretary", secretary.person_id)
    assert step.request.signer_id == secretary.person_id


def test_an_auditor_begins_none_nor_takes_any_back(
    text: Any, clerk: Any, secretary: Any, hire: Any, at_work: Any
) -> None:
    auditor = hire(at_work, "auditor", "Aina", "Roca")
    circuit, (step,) = begin(clerk, text, visa(secretary))

    for refused in (
        lambda: begin_circuit(by=auditor, document=text, steps=[visa(secretary)]),
        lambda: recall_circuit(circuit, by=auditor),
        lambda: skip_step(step, by=auditor, reason="Prou"),
        lambda: change_step(step, by=auditor, seat=seat(clerk)),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_whoever_must_approve_a_document_reads_it_though_her_post_does_not_see_all(
    text: Any, clerk: Any, hire: Any, at_work: Any
) -> None:
    from consistori.documents.policies import may_read

    external = hire(at_work, "external", "Marc", "Soler")
    assert not may_read(external, text)
    begin(clerk, text, visa(external))

    assert may_read(external, text)


# Signing for real.


def test_signed_in_the_tray_the_turn_passes_and_the_last_one_ends_it(
    bring_paper: Bring, town: Any, clerk: Any, mayor: Any, secretary: Any, give_key: Any
) -> None:
    document = bring_paper()
    give_key(mayor, town)
    with working_for(town):
        circuit, (first, second) = begin(clerk, document, signature(mayor), reading(secretary, 1))
        request = first.request

    sign_requests([request], by=mayor, passphrase=PASSPHRASE)

    with working_for(town):
        assert states(circuit) == ["done", "waiting"]
        first.refresh_from_db()
        assert first.settled_by_id == mayor.person_id and len(first.sha256) == 64
        settle_step(second, by=secretary)
        circuit.refresh_from_db()
        assert circuit.state == "ended"


def test_a_batch_does_not_sign_a_step_whose_turn_passed(
    bring_paper: Bring, town: Any, clerk: Any, mayor: Any, secretary: Any, give_key: Any
) -> None:
    document = bring_paper()
    give_key(mayor, town)
    with working_for(town):
        circuit, (first, second) = begin(clerk, document, signature(mayor), visa(secretary))
        batch = start_signing([first.request], by=mayor, passphrase=PASSPHRASE)
        with pytest.raises(AlreadyDone):
            recall_circuit(circuit, by=clerk)
        return_step(second, by=secretary, reason="L’import no quadra")

    outcome = run_batch(town, batch.pk, by=mayor)

    assert outcome.signed == ()
    with working_for(town):
        assert SignatureRequest.objects.get(pk=first.request_id).state == "withdrawn"
        assert states(circuit) == ["withdrawn", "returned"]


def test_a_certificate_that_expires_between_steps_stops_nobody_else_and_loses_nothing(
    bring_paper: Bring, town: Any, clerk: Any, mayor: Any, secretary: Any, give_key: Any
) -> None:
    from consistori.signature.models import SigningKey

    document, key = bring_paper(), give_key(mayor, town)
    with working_for(town):
        circuit, (first, second) = begin(clerk, document, visa(secretary), signature(mayor, 1))
        settle_step(first, by=secretary)
        second.refresh_from_db()
        SigningKey.objects.filter(pk=key.pk).update(valid_to=key.valid_from + timedelta(seconds=1))
        with pytest.raises(BadInput) as refused:
            start_signing([second.request], by=mayor, passphrase=PASSPHRASE)
        assert refused.value.field == "key"
        assert states(circuit) == ["done", "waiting"]
    give_key(mayor, town)

    sign_requests([second.request], by=mayor, passphrase=PASSPHRASE)

    with working_for(town):
        assert states(circuit) == ["done", "done"]


def test_the_dates_of_a_post_are_looked_at_the_day_of_the_act(text: Any, clerk: Any, secretary: Any) -> None:
    from consistori.signature.circuits.seats import hand_in

    _circuit, (step,) = begin(clerk, text, visa(secretary))
    Post.objects.filter(person_id=secretary.person_id).update(ends_on=date(2030, 1, 1))

    assert hand_in(secretary, step, date(2029, 12, 31)).verdict
    assert not hand_in(secretary, step, date(2030, 1, 1)).verdict
