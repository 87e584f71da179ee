"""Delivery by hand by a public employee: identity, refusal with witnesses, and the diligence with its code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.notifications.counter.diligence import NotASignature, strokes_of
from consistori.notifications.counter.rules import Witness
from consistori.notifications.counter.services import Given, bring_scan, deliver_by_hand
from consistori.notifications.models import CounterDelivery, Evidence, Notification
from consistori.notifications.rules.states import State
from consistori.notifications.tests.conftest import TEXT, reader_of

PERE = Given(taker="addressee", taker_name="Pere Casadevall", taker_identifier="39000001-m", shown="dni")
STROKES = "M10 20" + "".join(f"L{n} {20 + n % 7}" for n in range(11, 40))


def test_given_at_the_counter_it_is_notified_at_once_and_its_diligence_says_so(
    sent: Any, pere: Any, clerk: Any
) -> None:
    (row,) = sent(pere)

    one = deliver_by_hand(row, by=clerk, given=PERE)

    kept = Notification.objects.get()
    assert (kept.state, kept.practised_by) == (State.DELIVERED, "counter")
    diligence = Document.objects.with_version().get(pk=one.document_id)
    with blobs.open(diligence.version.sha256) as stream:
        text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(stream.read()))
    assert diligence.is_frozen and diligence.version.code
    for words in ("Pere Casadevall", "39000001-M", "Núria Camps", "Llicència d’obres"):
        assert words in text
    assert Evidence.objects.filter(document_id=diligence.pk).exists()


def test_an_electronic_one_that_nobody_opens_may_be_given_by_hand(sent: Any, firm: Any, clerk: Any) -> None:
    (row,) = sent(firm)
    manager = Given(
        taker="representative",
        taker_name="Joan Pont",
        taker_identifier="77777777B",
        shown="dni",
        basis="Escriptura 123",
    )

    deliver_by_hand(row, by=clerk, given=manager)

    assert Notification.objects.get().state == State.DELIVERED


WRONG = [
    ({"taker_identifier": "12345678Z"}, "taker_identifier"),
    ({"taker_name": " "}, "taker_name"),
    ({"shown": "library card"}, "shown"),
    ({"taker": "representative", "taker_name": "Anna", "taker_identifier": "1"}, "basis"),
    ({"taker": "at_home", "taker_name": "Joan", "taker_identifier": "1"}, "taker"),
    ({"taker": "at_home", "taker_identifier": "1", "at_counter": False, "is_over_14": False}, "is_over_14"),
    ({"is_refused": True}, "refusal"),
    ({"is_refused": True, "refusal": "No", "witnesses": (Witness("Anna", ""),)}, "witness_identifier_1"),
    ({"taker": "at_home", "at_counter": False, "is_refused": True, "refusal": "No"}, "is_refused"),
    ({"signed": "screen"}, "signature"),
]


@pytest.mark.parametrize("said,field", WRONG)
def test_what_is_not_well_written_says_at_which_field(
    sent: Any, pere: Any, clerk: Any, said: Any, field: str
) -> None:
    (row,) = sent(pere)

    with pytest.raises(BadInput) as refused:
        deliver_by_hand(row, by=clerk, given=replace(PERE, **said))

    assert refused.value.field == field
    assert not CounterDelivery.objects.exists()
    assert Notification.objects.get().standing() == State.AVAILABLE


def test_rejected_before_two_witnesses_the_step_is_done(sent: Any, pere: Any, clerk: Any) -> None:
    (row,) = sent(pere)
    said = (Witness("Anna Soler", "22222222j"), Witness("Marc Puig", "33333333P"))

    one = deliver_by_hand(
        row,
        by=clerk,
        given=replace(PERE, is_refused=True, refusal="Ha marxat sense agafar-la.", witnesses=said),
    )

    assert Notification.objects.get().state == State.REFUSED
    assert [each["identifier"] for each in one.witnesses] == ["22222222J", "33333333P"]
    assert Evidence.objects.get(kind="refused").said["refusal"] == "Ha marxat sense agafar-la."


def test_opened_before_in_the_office_nothing_is_given(sent: Any, pere: Any, clerk: Any, open_it: Any) -> None:
    (row,) = sent(pere)
    open_it(row, reader_of(pere))

    with pytest.raises(AlreadyDone):
        deliver_by_hand(row, by=clerk, given=PERE)

    assert not CounterDelivery.objects.exists()


def test_a_program_gives_nothing_by_hand(sent: Any, pere: Any, town: Any) -> None:
    (row,) = sent(pere)

    with pytest.raises(NotPermitted):
        deliver_by_hand(row, by=Actor.program(town.pk), given=PERE)


def test_what_was_signed_on_the_screen_is_in_the_diligence_and_not_in_the_evidence(
    sent: Any, pere: Any, clerk: Any
) -> None:
    (row,) = sent(pere)

    one = deliver_by_hand(row, by=clerk, given=replace(PERE, signed="screen", signature=strokes_of(STROKES)))

    assert one.signature == STROKES
    assert "M10 20" not in str(list(Evidence.objects.values_list("said", flat=True)))


@pytest.mark.parametrize(
    "posted", ["", "M1 1", "M1 1L2 2", f'{STROKES}"/><script>', STROKES.replace("L", "C"), STROKES * 400]
)
def test_what_is_no_signature_is_not_taken(posted: str) -> None:
    with pytest.raises(NotASignature):
        strokes_of(posted)


def test_the_paper_that_they_signed_is_brought_once(sent: Any, pere: Any, clerk: Any) -> None:
    (row,) = sent(pere)
    one = deliver_by_hand(row, by=clerk, given=replace(PERE, signed="paper"))

    bring_scan(one, by=clerk, received=ReceivedFile.from_bytes("signada.pdf", TEXT))

    assert Evidence.objects.filter(kind="diligence_signed").count() == 1
    with pytest.raises(AlreadyDone):
        bring_scan(one, by=clerk, received=ReceivedFile.from_bytes("signada.pdf", TEXT))


def test_the_outsider_gives_nothing(sent: Any, pere: Any, outsider: Any) -> None:
    (row,) = sent(pere)

    with pytest.raises(NotPermitted):
        deliver_by_hand(row, by=outsider, given=PERE)
