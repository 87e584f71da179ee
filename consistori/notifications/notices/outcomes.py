"""What became of a notice: one short act for each ending, which may be told again, and writes its evidence once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from consistori.formats.bounces import Fate, Returned
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.notifications.models import Notice, Notification
from consistori.notifications.notices import rules
from consistori.notifications.notices.events import NoticeFailed
from consistori.notifications.notices.handing import NotTaken
from consistori.notifications.notices.masking import masked
from consistori.notifications.services import record
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

State = rules.State


def is_being_handed(key: UUID) -> bool:
    """Write that its whole text is about to be said to the server; False when it is not to be sent any more."""
    moment = now()
    rows = Notice.objects.to_send().filter(pk=key)
    return bool(
        rows.update(
            state=State.HANDING, handing_at=moment, first_try_at=Coalesce(F("first_try_at"), moment)
        )
    )  # fmt: skip


@act
def was_taken(key: UUID, said: str) -> None:
    """The server, or the gateway, took it."""
    if (row := _locked(key, (State.HANDING,))) is None:
        return
    moment = now()
    _put(row, state=State.SENT, tries=row.tries + 1, sent_at=moment, ended_at=moment, said=said)
    _record(row, "notice_sent")


@act
def was_not_taken(key: UUID, refusal: NotTaken) -> None:
    """It has not gone: for ever, until later, or given up after two days."""
    if (row := _locked(key, (State.WAITING, State.DELAYED, State.HANDING))) is None:
        return
    moment, tries = now(), row.tries + 1
    first = row.first_try_at or moment
    status = _status_in(refusal.said)
    told = {"tries": tries, "first_try_at": first, "said": refusal.said, "status": status}
    if refusal.is_for_ever:
        trouble = rules.trouble_of(status, refusal.code)
        _fail(row, State.REFUSED, trouble, told)
    elif (wait := rules.next_try(tries, moment - first)) is not None:
        _put(row, state=State.DELAYED, next_try_at=moment + wait, **told)
    else:
        _fail(row, State.GIVEN_UP, rules.Trouble.SILENT, told)


@act
def is_doubtful(key: UUID, said: str) -> None:
    """It was cut in the only moment in which nobody knows: it stays so, and is not sent again."""
    if (row := _locked(key, (State.HANDING,))) is None:
        return
    _put(row, state=State.DOUBTFUL, tries=row.tries + 1, ended_at=now(), said=said[:400])
    _record(row, "notice_doubtful")


@act
def is_needless(key: UUID) -> None:
    """It was opened, rejected or withdrawn before the notice left."""
    if (row := _locked(key, rules.TO_SEND)) is not None:
        _put(row, state=State.NEEDLESS, ended_at=now())


@act
def came_back(key: UUID, told: Returned) -> bool:
    """Something came back about it, and what that means; whether it changes anything. Told twice, it changes it once.

    That an address does not exist wins over whatever is known; that somebody is away, or a report of arrival, settles a
    doubt; a report of delay says only that the server of the person tries on.
    """
    sent = (State.HANDING, State.SENT, State.DOUBTFUL)
    if (row := _locked(key, sent)) is None:
        return False
    if told.fate == Fate.FAILED:
        trouble = rules.trouble_of(told.status)
        _fail(
            row,
            State.BOUNCED,
            trouble,
            {"said": told.said, "status": told.status[:11]},
            kind="notice_bounced",
        )
        return True
    if told.fate in (Fate.DELIVERED, Fate.ANSWERED) and row.state != State.SENT:
        _put(row, state=State.SENT, sent_at=row.handing_at or now(), ended_at=now())
        _record(row, "notice_sent")
        return True
    return False


def _locked(key: UUID, states: Iterable[str]) -> Notice | None:
    """The row, kept for this act, if it is in one of these states; its notification is kept first, as everywhere."""
    owner = Notice.objects.filter(pk=key).values_list("notification_id", flat=True).first()
    if owner is None or not Notification.objects.select_for_update().filter(pk=owner).exists():
        return None
    found: Notice | None = Notice.objects.select_for_update().filter(pk=key, state__in=list(states)).first()
    return found


def _put(row: Notice, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _fail(
    row: Notice, state: State, trouble: rules.Trouble, told: dict[str, Any], *, kind: str = "notice_failed"
) -> None:
    _put(row, state=state, trouble=trouble, ended_at=now(), **told)
    _record(row, kind)
    announce(
        NoticeFailed(
            notification_id=row.notification_id, number=row.notification.number, notice_id=row.pk,
            party_id=row.party_id, notice_kind=row.kind, trouble=str(trouble),
        ),
        by=Actor.program(current_entity().pk),
    )  # fmt: skip


def _record(row: Notice, kind: str) -> None:
    """The evidence of the notification says it too, with the address half hidden."""
    said = {
        "notice": str(row.pk), "round": row.round, "by": row.kind, "to": masked(row.kind, row.value),
        "message_id": row.message_id if row.kind == rules.Kind.EMAIL else "", "answer": row.said,
        "trouble": row.trouble,
    }  # fmt: skip
    record(
        row.notification, kind=kind, said={name: value for name, value in said.items() if value != ""},
        by=Actor.program(current_entity().pk),
    )  # fmt: skip


def _status_in(said: str) -> str:
    found = rules.STATUS.search(said)
    return found.group(0)[:11] if found else ""
