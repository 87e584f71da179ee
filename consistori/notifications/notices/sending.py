"""Sending notices, one after another and each once, with the mail server outside any transaction.

A job may be killed anywhere and begin again. What a server has not been told whole is told again; what it was told, and
nobody wrote down that it was, stays *doubtful* and is not told again: nobody receives the same notice twice, and that
one is missing voids nothing (41.6).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.core.mail import EmailMessage

from consistori.kernel.clock import now
from consistori.notifications.models import Notice
from consistori.notifications.notices import outcomes, rules
from consistori.notifications.notices.handing import Another, MayHaveGone, NotTaken, Server, mail_server
from consistori.notifications.notices.letters import letter_of, text_of
from consistori.parties.ports import MessageNotSent, text_messages
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

log = logging.getLogger(__name__)
DUE_AT_ONCE = 500
T = TypeVar("T")


def send_these(entity: Entity, keys: Sequence[UUID]) -> int:
    """Send these notices of a town; how many were taken. It opens its own short transactions.

    When the server does not answer the others of the same are left for later at once, so that nobody waits for each.
    """
    sent, is_mute = 0, False
    with mail_server() as server:
        for key in keys:
            try:
                sent += _send(entity, key, server, is_mute)
            except NobodyAnswers as silence:
                is_mute = silence.kind == rules.Kind.EMAIL or is_mute
            except Exception as fault:
                log.exception("A notice could not be made in %s", entity.slug)
                _tell(
                    entity, key, outcomes.was_not_taken, NotTaken(0, type(fault).__name__, is_for_ever=False)
                )
    return sent


class NobodyAnswers(Exception):
    """The server, or the gateway, is not there."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def send_due(entity: Entity) -> int:
    """Try again those of a town whose hour has come, and give up what was cut short; how many were taken."""
    moment = now()
    with working_for(entity):
        for notice in Notice.objects.cut_short(moment - rules.HANDED_WITHIN).order_by("pk")[:DUE_AT_ONCE]:
            outcomes.is_doubtful(notice.pk, "")
        due = list(
            Notice.objects.due(moment).order_by("next_try_at").values_list("pk", flat=True)[:DUE_AT_ONCE]
        )
    return send_these(entity, due) if due else 0


def _send(entity: Entity, key: UUID, server: Server, is_mute: bool) -> bool:
    begun = _begun(entity, key)
    if begun is None:
        return False
    kind, value, said = begun
    try:
        if isinstance(said, EmailMessage):
            if is_mute:
                raise NotTaken(0, "", is_for_ever=False)
            taken = server.hand_over(said, before_data=lambda: _claim(entity, key)).said
        else:
            _claim(entity, key)
            taken = _by_gateway(value, said)
    except Another:
        return False
    except MayHaveGone as doubt:
        _tell(entity, key, outcomes.is_doubtful, str(doubt))
        return False
    except NotTaken as refusal:
        _tell(entity, key, outcomes.was_not_taken, refusal)
        if refusal.code == 0 and not is_mute:
            raise NobodyAnswers(kind) from refusal
        return False
    _tell(entity, key, outcomes.was_taken, taken)
    return True


def _begun(entity: Entity, key: UUID) -> tuple[str, str, EmailMessage | str] | None:
    """What is to be said; None when there is nothing to say any more, and then it is written down."""
    moment: datetime = now()
    with working_for(entity):
        notice = (
            Notice.objects.to_send().filter(pk=key).select_related("notification__dispatch", "notification__party")
        ).first()  # fmt: skip
        if notice is None:
            return None
        if not notice.notification.is_open(moment):
            outcomes.is_needless(notice.pk)
            return None
        if notice.kind == rules.Kind.EMAIL:
            return notice.kind, notice.value, letter_of(notice, entity, moment)
        return notice.kind, notice.value, text_of(notice, entity, moment)


def _claim(entity: Entity, key: UUID) -> None:
    """Write down that it is about to be said. Raises `Another` when somebody else is at it."""
    with working_for(entity):
        if not outcomes.is_being_handed(key):
            raise Another


def _by_gateway(number: str, text: str) -> str:
    try:
        text_messages().send(number, text)
    except MessageNotSent as error:
        if error.may_have_gone:
            raise MayHaveGone(str(error)) from error
        raise NotTaken(error.status, str(error), is_for_ever=error.is_for_ever) from error
    return ""


def _tell(entity: Entity, key: UUID, outcome: Callable[[UUID, T], object], said: T) -> None:
    with working_for(entity):
        outcome(key, said)
