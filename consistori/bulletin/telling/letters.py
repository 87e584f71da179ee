"""The letters of the board: the question that confirms an address, and one for each edict, once."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from consistori.bulletin.addresses import edict_url, own_url
from consistori.bulletin.models import Edict, EdictLetter, Subscriber
from consistori.kernel.clock import now
from consistori.tenancy.jobs import defer_many
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


def plan_letters(edict_id: Any) -> int:
    """A letter for each confirmed subscriber of its kind who has none, while it is on the board; how many."""
    from consistori.bulletin.jobs import send_letter

    edict = Edict.objects.filter(pk=edict_id).first()
    if edict is None or not edict.is_exposed:
        return 0
    told = EdictLetter.objects.filter(edict=edict).values("subscriber_id")
    people = [one for one in Subscriber.objects.confirmed().exclude(pk__in=told) if _wants(one, edict)]
    letters = EdictLetter.objects.bulk_create(EdictLetter(edict=edict, subscriber=one) for one in people)
    defer_many(send_letter, [{"letter_id": str(one.pk)} for one in letters])
    return len(letters)


def _wants(subscriber: Subscriber, edict: Edict) -> bool:
    return not subscriber.kinds or edict.kind in subscriber.kinds


def send(entity: Entity, letter_id: Any) -> None:
    """Send a letter that was not sent; what left the board meanwhile is told to nobody.

    Its row is marked before it is handed to the server, and given back if that fails: it is not told twice.
    """
    with working_for(entity):
        letter = (
            EdictLetter.objects.select_related("edict", "subscriber")
            .filter(pk=letter_id, sent_at=None)
            .first()
        )
        if letter is None or not letter.edict.is_exposed:
            return
        EdictLetter.objects.filter(pk=letter.pk).update(sent_at=now())
    try:
        message_of("edict", letter.subscriber, entity, edict=letter.edict).send()
    except OSError:
        with working_for(entity):
            EdictLetter.objects.filter(pk=letter.pk).update(sent_at=None)
        raise


def send_question(entity: Entity, subscriber_id: Any) -> None:
    """Ask whoever reads that address whether they asked for it."""
    with working_for(entity):
        subscriber = Subscriber.objects.filter(pk=subscriber_id, confirmed_at=None).first()
    if subscriber is not None:
        message_of("confirm", subscriber, entity).send()


def message_of(
    what: str, subscriber: Subscriber, entity: Entity, *, edict: Edict | None = None
) -> EmailMessage:
    """One of `confirm` and `edict`, in the language of whoever subscribed."""
    leave = own_url(subscriber, entity)
    with translation.override(subscriber.language):
        facts = {
            "entity": entity,
            "subscriber": subscriber,
            "own_url": leave,
            "edict": edict,
            "url": edict_url(edict, entity) if edict else "",
        }
        subject = " ".join(render_to_string(f"bulletin/mail/{what}_subject.txt", facts).split())
        text = render_to_string(f"bulletin/mail/{what}_message.txt", facts).strip() + "\n"
    headers = {"List-Unsubscribe": f"<{leave}>"} if edict else {}
    return EmailMessage(subject, text, to=[subscriber.email], headers=headers)
