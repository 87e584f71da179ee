"""The seal of the town at a step of a circuit."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.documents.services import create_from_bytes
from consistori.signature.circuits.asked import StepAsked
from consistori.signature.circuits.rules import Kind
from consistori.signature.circuits.sealing import SealLater, put_seal
from consistori.signature.circuits.services import return_step, settle_step
from consistori.signature.models import CircuitStep
from consistori.signature.tests.circuiting import begin, states, visa
from consistori.signature.tests.sealing import authority, give_seal, sealing_house, stamps, trust
from consistori.signature.validation import report_on
from consistori.tenancy.scope import working_for

__all__ = ["authority", "give_seal", "sealing_house", "stamps", "trust"]


@pytest.fixture
def paper(town: Any, clerk: Any, decree: bytes) -> Any:
    with working_for(town):
        return create_from_bytes(by=clerk, data=decree, name="Ban.pdf", title="Ban")


def _sealed_last(town: Any, clerk: Any, secretary: Any, paper: Any) -> Any:
    with working_for(town):
        return begin(clerk, paper, visa(secretary), StepAsked(Kind.SEAL, 1))


def test_when_all_have_approved_it_the_town_seals_it(
    paper: Any, town: Any, clerk: Any, secretary: Any, give_seal: Any, run_jobs: Any
) -> None:
    with working_for(town):
        give_seal(town, "circuit")
    circuit, (first, second) = _sealed_last(town, clerk, secretary, paper)
    with working_for(town):
        settle_step(first, by=secretary)

    run_jobs()

    with working_for(town):
        circuit.refresh_from_db()
        second.refresh_from_db()
        assert circuit.state == "ended" and states(circuit) == ["done", "done"]
        paper.refresh_from_db()
        from consistori.documents import blobs

        assert paper.latest_blob.sha256 == second.sha256
        data = blobs.open(second.sha256).read()
    assert len(report_on(data).signatures) == 1
    assert put_seal(town, second.pk) is False


def test_without_a_seal_it_waits_and_says_why_and_goes_on_when_there_is_one(
    paper: Any, town: Any, clerk: Any, secretary: Any, give_seal: Any
) -> None:
    circuit, (first, second) = _sealed_last(town, clerk, secretary, paper)
    with working_for(town):
        settle_step(first, by=secretary)

    assert put_seal(town, second.pk) is False
    with working_for(town):
        assert CircuitStep.objects.get(pk=second.pk).trouble["code"] == "no-seal"
        give_seal(town, "circuit")
    assert put_seal(town, second.pk)
    with working_for(town):
        assert states(circuit) == ["done", "done"]


def test_a_silent_timestamp_server_is_tried_again(
    paper: Any, town: Any, clerk: Any, secretary: Any, give_seal: Any, stamps: Any
) -> None:
    with working_for(town):
        give_seal(town, "circuit")
    circuit, (first, second) = _sealed_last(town, clerk, secretary, paper)
    with working_for(town):
        settle_step(first, by=secretary)
    stamps.down = True

    with pytest.raises(SealLater):
        put_seal(town, second.pk)

    with working_for(town):
        assert CircuitStep.objects.get(pk=second.pk).trouble["code"] == "timestamp-silent"
        assert states(circuit) == ["done", "waiting"]


def test_what_was_returned_is_not_sealed(
    paper: Any, town: Any, clerk: Any, secretary: Any, give_seal: Any
) -> None:
    with working_for(town):
        give_seal(town, "circuit")
    _circuit, (first, second) = _sealed_last(town, clerk, secretary, paper)
    with working_for(town):
        return_step(first, by=secretary, reason="No")

    assert put_seal(town, second.pk) is False
