"""A document goes through its posts: begun, approved, signed, returned, taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consistori.directory.models import Absence, Delegation, Post
from consistori.documents.models import Document
from consistori.documents.writing.services import start_text
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.signature import selectors
from consistori.signature.circuits.asked import StepAsked
from consistori.signature.circuits.rules import Kind, Seat
from consistori.signature.circuits.selectors import steps_waiting_for
from consistori.signature.circuits.services import (
    after_end,
    change_step,
    follow_posts,
    recall_circuit,
    return_step,
    settle_step,
    skip_step,
)
from consistori.signature.services import (
    start_signing,
)
from consistori.signature.tests.circuiting import begin, reading, seat, signature, states, told, visa

Bring = Callable[..., Document]


@pytest.fixture
def text(at_work: Any, clerk: Any) -> Any:
    """A text that is written here."""
    return start_text(
        by=clerk, title="Decret de la terrassa", type=None, html="<p>Concedir la llicència.</p>"
    )


def test_it_goes_from_post_to_post_and_each_has_it_only_at_its_turn(
    text: Any, clerk: Any, secretary: Any, mayor: Any
) -> None:
    circuit, (first, second) = begin(clerk, text, visa(secretary, 0, days=2), signature(mayor, 1))

    assert [step.pk for step in steps_waiting_for(secretary.person_id)] == [first.pk]
    assert selectors.count_waiting(mayor.person_id) == 0
    settle_step(first, by=secretary, note="Conforme")

    assert steps_waiting_for(secretary.person_id) == []
    (asked,) = selectors.waiting_for(mayor.person_id)
    second.refresh_from_db()
    assert second.request == asked and asked.asked_by_id == clerk.person_id
    assert states(circuit) == ["done", "waiting"]
    assert "Conforme" in told("StepSettled")[0]


def test_its_days_are_working_days_of_the_town(text: Any, clerk: Any, secretary: Any) -> None:
    _circuit, (step,) = begin(clerk, text, visa(secretary, days=3))

    assert step.due_on is not None and step.due_on.weekday() < 5
    assert step.due_on - today() >= timedelta(days=3)


def test_those_of_one_place_have_it_at_once_and_the_next_waits_for_all(
    text: Any, clerk: Any, secretary: Any, administrator: Any, mayor: Any
) -> None:
    circuit, steps = begin(clerk, text, visa(secretary), visa(administrator), signature(mayor, 1))

    settle_step(steps[0], by=secretary)
    assert states(circuit) == ["done", "waiting", "to_come"]
    settle_step(steps[1], by=administrator)
    assert states(circuit) == ["done", "done", "waiting"]


def test_the_text_is_fixed_only_when_somebody_signs(
    text: Any, clerk: Any, secretary: Any, mayor: Any
) -> None:
    circuit, _steps = begin(clerk, text, visa(secretary))
    assert not circuit.document.is_frozen
    recall_circuit(circuit, by=clerk)

    circuit, _steps = begin(clerk, text, visa(secretary), signature(mayor, 1))

    assert circuit.document.is_frozen and circuit.version.signer_posts == ["mayor"]


def test_when_all_is_done_it_ends_and_whoever_hangs_hears_of_it(
    text: Any, clerk: Any, secretary: Any, monkeypatch: Any
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(
        "consistori.signature.circuits.services.turning.after_end",
        [lambda circuit, by: heard.append(circuit.pk)],
    )
    circuit, (step,) = begin(clerk, text, reading(secretary))
    settle_step(step, by=secretary)

    circuit.refresh_from_db()
    assert circuit.state == "ended" and heard == [circuit.pk]
    assert isinstance(after_end, list)


def test_only_whoever_holds_the_post_does_it(text: Any, clerk: Any, secretary: Any, mayor: Any) -> None:
    _circuit, (step,) = begin(clerk, text, visa(secretary))

    with pytest.raises(NotPermitted) as refused:
        settle_step(step, by=mayor)
    with pytest.raises(NotPermitted):
        return_step(step, by=mayor, reason="No em toca")

    assert "Mercè Soldevila" in str(refused.value) and refused.value.article


def test_whoever_comes_to_the_post_has_what_waits_for_it_and_who_left_does_not(
    text: Any, clerk: Any, secretary: Any, mayor: Any, hire: Any, at_work: Any
) -> None:
    circuit, (step, _later) = begin(clerk, text, visa(secretary), signature(mayor, 1))
    Post.objects.filter(person_id=secretary.person_id).update(ends_on=today())
    new = hire(at_work, "secretary", "Joana", "Riu")

    with pytest.raises(NotPermitted):
        settle_step(step, by=secretary)
    assert follow_posts() == 1
    assert [one.pk for one in steps_waiting_for(new.person_id)] == [step.pk]
    settle_step(step, by=new)
    assert states(circuit) == ["done", "waiting"]


def test_a_signature_passes_to_the_new_mayor_and_the_old_one_signs_no_more(
    text: Any, clerk: Any, mayor: Any, hire: Any, at_work: Any
) -> None:
    _circuit, (step,) = begin(clerk, text, signature(mayor))
    Post.objects.filter(person_id=mayor.person_id).update(role="councillor", title_ca="Regidora")
    new = hire(at_work, "mayor", "Oriol", "Vila")

    with pytest.raises(NotPermitted):
        start_signing([step.request], by=mayor, passphrase="x")
    follow_posts()

    assert selectors.count_waiting(mayor.person_id) == 0
    assert [one.signer.given_name for one in selectors.waiting_for(new.person_id)] == ["Oriol"]


def test_a_substitute_by_decree_does_it_and_the_step_says_so(
    text: Any, clerk: Any, secretary: Any, administrator: Any
) -> None:
    _circuit, (step,) = begin(clerk, text, visa(secretary))
    Absence.objects.create(person_id=secretary.person_id, starts_on=today())
    Delegation.objects.create(
        manner="substitution", of_post=Post.objects.get(person_id=secretary.person_id),
        to_id=administrator.person_id, decree="Decret 2026/0031", decree_on=today(), starts_on=today(),
    )  # fmt: skip

    assert [one.pk for one in steps_waiting_for(administrator.person_id)] == [step.pk]
    settle_step(step, by=administrator)

    step.refresh_from_db()
    assert step.settled_by_id == administrator.person_id
    assert "2026/0031" in step.said_post


def test_a_vacant_post_is_said_and_another_is_asked(
    text: Any, clerk: Any, secretary: Any, administrator: Any, mayor: Any
) -> None:
    archivist = StepAsked(Kind.VISA, 0, seat=Seat("archivist", None, "Arxivera"))
    circuit, (step, _later) = begin(clerk, text, archivist, signature(mayor, 1))

    assert step.is_vacant
    assert "Arxivera" in told("PostOfStepVacant")[0]
    change_step(step, by=administrator, seat=seat(secretary))

    assert [one.pk for one in steps_waiting_for(secretary.person_id)] == [step.pk]
    settle_step(step, by=secretary)
    assert states(circuit) == ["done", "waiting"]


def test_a_vacant_post_that_is_filled_has_it_without_anybody_doing_anything(
    text: Any, clerk: Any, hire: Any, at_work: Any
) -> None:
    begin(clerk, text, StepAsked(Kind.SIGNATURE, 0, seat=Seat("archivist", None, "Arxivera")))
    new = hire(at_work, "archivist", "Laia", "Font")

    follow_posts()

    assert selectors.count_waiting(new.person_id) == 1


def test_an_approval_is_passed_over_with_a_reason_and_a_signature_is_not(
    text: Any, clerk: Any, secretary: Any, mayor: Any
) -> None:
    circuit, (first, second) = begin(clerk, text, visa(secretary), signature(mayor, 1))

    with pytest.raises(BadInput) as refused:
        skip_step(first, by=clerk, reason=" ")
    assert refused.value.field == "reason"
    skip_step(first, by=clerk, reason="De vacances fins al gener")
    assert states(circuit) == ["skipped", "waiting"]
    second.refresh_from_db()
    with pytest.raises(BadInput) as refused:
        skip_step(second, by=clerk, reason="També")
    assert refused.value.article == "Llei 40/2015, art. 8.1"
