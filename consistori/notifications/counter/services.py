"""Delivering by hand: the act that notifies, and its diligence as a document with its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import create_from_bytes, freeze_document, receive_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, ensure
from consistori.notifications.carriers import COUNTER
from consistori.notifications.counter.diligence import diligence_pdf
from consistori.notifications.counter.filing import beside
from consistori.notifications.counter.rules import ByHand, Witness, may_deliver
from consistori.notifications.counter.words import answer_words
from consistori.notifications.models import Notification
from consistori.notifications.models.paper import CounterDelivery
from consistori.notifications.paper.events import DiligenceMade
from consistori.notifications.paper.rules.taking import Taker
from consistori.notifications.policies import may_record, may_see
from consistori.notifications.services.arriving import record, record_delivery
from consistori.notifications.services.practising import locked, told
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@dataclass(frozen=True)
class Given:
    """What is written of a delivery by hand. `signature` are the strokes drawn on the screen."""

    taker: str
    taker_name: str
    taker_identifier: str
    shown: str
    where: str = ""
    at_counter: bool = True
    is_over_14: bool = True
    basis: str = ""
    is_refused: bool = False
    refusal: str = ""
    witnesses: Sequence[Witness] = ()
    signed: str = CounterDelivery.Signed.NONE
    signature: str = ""


@act
def deliver_by_hand(
    notification: Notification, *, by: Actor, given: Given, at: datetime | None = None
) -> CounterDelivery:
    """Give it by hand, or write that its addressee rejected it, with the diligence of it (41.1 and 41.5).

    `by` is the public employee who gives it: a person, never a program. It notifies at once. Raises `BadInput` with the
    field that is wrong, and `AlreadyDone` when it had arrived before by another way (41.7).
    """
    ensure(may_record(by))
    if by.person_id is None:
        raise NotPermitted(
            gettext_lazy("A public employee gives it, in person."), article="Llei 39/2015, art. 41.1"
        )
    row = locked(notification)
    ensure(may_see(by, row.dispatch))
    _ensure_well_written(row, given)
    moment = at or now()
    one = CounterDelivery(
        notification=row, at=moment, where=_where(given), taker=given.taker, taker_name=given.taker_name.strip()[:200],
        taker_identifier=given.taker_identifier.strip().upper()[:40], shown=given.shown, is_over_14=given.is_over_14,
        basis=given.basis.strip()[:200], is_refused=given.is_refused, refusal=given.refusal.strip()[:500],
        witnesses=[
            {"name": each.name.strip(), "identifier": each.identifier.strip().upper()} for each in given.witnesses
        ],
        signed=given.signed if not given.is_refused else CounterDelivery.Signed.NONE, signature=given.signature,
        employee_id=by.person_id, employee_name=by.name[:160], employee_post=_post_of(by),
    )  # fmt: skip
    one.document = _diligence(row, one, by)
    one.save(force_insert=True)
    record_delivery(
        row, by=by, at=moment, carrier=COUNTER, refused=one.is_refused, document_id=one.document.pk,
        receiver={
            "name": one.taker_name, "identifier": one.taker_identifier, "relation": one.taker, "shown": one.shown,
            "basis": one.basis,
        },
        said=_said(one),
    )  # fmt: skip
    announce(DiligenceMade(**told(row), diligence_id=one.document.pk), by=by)
    return one


def _ensure_well_written(row: Notification, given: Given) -> None:
    if given.taker not in set(Taker):
        raise BadInput(gettext_lazy("Say who took it."), field="taker")
    if given.shown not in CounterDelivery.Shown.values:
        raise BadInput(gettext_lazy("Say which document they showed."), field="shown")
    party = row.representative or row.party
    answer = may_deliver(
        ByHand(
            taker=Taker(given.taker), name=given.taker_name, number=given.taker_identifier,
            expected=sorted({row.addressee_identifier, *_numbers(row)} - {""}), is_person=party.is_person,
            at_counter=given.at_counter, basis=given.basis, is_over_14=given.is_over_14, is_refused=given.is_refused,
            refusal=given.refusal, witnesses=given.witnesses,
        )
    )  # fmt: skip
    if not answer:
        where, words = answer_words(answer)
        raise BadInput(words, field=where, article=answer.article)
    if given.signed == CounterDelivery.Signed.SCREEN and not given.signature and not given.is_refused:
        raise BadInput(gettext_lazy("They have not signed on the screen yet."), field="signature")


def _numbers(row: Notification) -> set[str]:
    """Every number by which its addressee is known. Those of whom they represent are not theirs."""
    party = row.representative or row.party
    return set(party.identifiers.values_list("value", flat=True)) | {party.identifier}


def _where(given: Given) -> str:
    house: str = current_entity().name
    if given.at_counter:
        return given.where.strip()[:200] or house[:200]
    return given.where.strip()[:200]


def _post_of(by: Actor) -> str:
    return next((post.title for post in by.posts if post.title), "")[:200]


def _diligence(row: Notification, one: CounterDelivery, by: Actor) -> Document:
    """The diligence, with its code, beside the act in its case."""
    language = row.language if row.language in ("ca", "es") else "ca"
    with translation.override(language):
        title = _("Diligence of delivery of the notification %(number)s") % {"number": row.number}
    pdf = diligence_pdf(current_entity(), row, one, language=language)
    made = create_from_bytes(by=by, data=pdf, name=f"{row.number}.pdf", title=title, language=language)
    freeze_document(made, by=by, signer_posts=[one.employee_post or one.employee_name])
    beside(row, [made], by=by)
    return made


def _said(one: CounterDelivery) -> dict[str, object]:
    """What the evidence says: never the picture of the signature."""
    return {
        "where": one.where, "signed": one.signed, "refusal": one.refusal, "witnesses": one.witnesses,
        "employee": one.employee_name, "post": one.employee_post,
    }  # fmt: skip


@act
def bring_scan(one: CounterDelivery, *, by: Actor, received: ReceivedFile) -> CounterDelivery:
    """Bring the diligence that they signed by hand, scanned: it goes beside the other. Once; raises `AlreadyDone`."""
    ensure(may_record(by))
    notification = locked(one.notification)
    ensure(may_see(by, notification.dispatch))
    row: CounterDelivery = CounterDelivery.objects.get(pk=one.pk)
    if row.scan_id is not None:
        raise AlreadyDone(gettext_lazy("The signed paper was brought already."))
    with translation.override(notification.language):
        title = _("Diligence of delivery of the notification %(number)s, signed") % {
            "number": notification.number
        }
    row.scan = receive_document(by=by, received=received, title=title)
    row.signed = CounterDelivery.Signed.PAPER
    row.save(update_fields=["scan", "signed"])
    beside(notification, [row.scan], by=by)
    said = {"signed": row.signed, "document": str(row.scan_id)}
    record(notification, kind="diligence_signed", by=by, said=said, carrier=COUNTER, document_id=row.scan_id)
    return row
