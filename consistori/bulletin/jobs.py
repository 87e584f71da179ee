"""What the machine does for the board: seals, reads its own page every hour, certifies, tells subscribers, forgets."""

from __future__ import annotations

from datetime import timedelta

from consistori.bulletin.exposing.certifying import certify
from consistori.bulletin.exposing.rounds import go_round
from consistori.bulletin.exposing.sealing import ENTRY, seal_moment
from consistori.bulletin.models import Edict, Subscriber
from consistori.kernel.clock import now, today
from consistori.tenancy import modality
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for

UNCONFIRMED_FOR = timedelta(days=2)


@entity_job(name="bulletin.seal_entry", retry=8)
def seal_entry(*, entity: Entity, edict_id: str) -> None:
    """Seal the slip of its entry, and make the first round of it."""
    seal_moment(entity, edict_id, ENTRY)
    go_round(entity, always=True)


@entity_job(name="bulletin.certify", retry=8)
def certify_one(*, entity: Entity, edict_id: str) -> None:
    """Seal its exit and certify its exposure."""
    certify(entity, edict_id)


@entity_job(name="bulletin.tell", queue="mail", retry=8)
def tell_subscribers(*, entity: Entity, edict_id: str) -> None:
    """Leave a letter for each subscriber who has not had it."""
    from consistori.bulletin.telling.letters import plan_letters

    with working_for(entity):
        plan_letters(edict_id)


@entity_job(name="bulletin.send_letter", queue="mail", retry=8)
def send_letter(*, entity: Entity, letter_id: str) -> None:
    """Send one, once."""
    from consistori.bulletin.telling.letters import send

    send(entity, letter_id)


@entity_job(name="bulletin.confirm", queue="mail", retry=8)
def send_confirmation(*, entity: Entity, subscriber_id: str) -> None:
    """Ask whoever reads that address whether they want it."""
    from consistori.bulletin.telling.letters import send_question

    send_question(entity, subscriber_id)


@by_the_clock("7-59/15 * * * *", name="bulletin.rounds")
def go_round_often(timestamp: int) -> None:
    """Every hour, and sooner again where something was amiss: read the public page of each town."""
    in_each_town(_go_round)


def _go_round(entity: Entity) -> None:
    if modality.is_on(entity, "bulletin"):
        go_round(entity)


@by_the_clock("2-59/20 * * * *", name="bulletin.settle")
def settle_often(timestamp: int) -> None:
    """What began and what ended: slips of entry, letters, certificates."""
    in_each_town(settle)


def settle(entity: Entity) -> int:
    """The same in one town; how many things were left to be done. Three statements where there is nothing."""
    day = today()
    with working_for(entity):
        begun = list(
            Edict.objects.exposed(day)
            .filter(entry_sealed_at=None, published_at__lte=now())
            .values_list("pk", flat=True)
        )
        over = Edict.objects.to_certify(day).exclude(certificate_state=Edict.Certificate.SIGNING)
        ended = list(over.filter(certificate_state="").values_list("pk", flat=True))
        for key in begun:
            defer(seal_entry, edict_id=str(key), lock=f"bulletin-{key}")
            defer(tell_subscribers, edict_id=str(key))
        for key in ended:
            defer(certify_one, edict_id=str(key), lock=f"bulletin-{key}")
    return len(begun) + len(ended)


@by_the_clock("48 2 * * *", name="bulletin.forget")
def forget_every_night(timestamp: int) -> None:
    """Every night: forget who never confirmed."""
    in_each_town(forget)


def forget(entity: Entity) -> int:
    """The same in one town; how many."""
    with working_for(entity):
        gone, _each = Subscriber.objects.filter(
            confirmed_at=None, asked_at__lt=now() - UNCONFIRMED_FOR
        ).delete()
    return int(gone)
