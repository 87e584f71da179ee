"""Writing down who entered, who tried and which session is used: the records behind «How I enter»."""

from __future__ import annotations

from consistori.directory.account_selectors import WAIT
from consistori.directory.models import Person, SignIn
from consistori.directory.services.alarms import tell_door_closed
from consistori.kernel.clock import now
from consistori.tenancy.models import Entity


def write_access(
    person: Person, outcome: str, *, how: str = "", entity: Entity | None = None, address: str | None = None,
    machine: str = "", session_key: str = "",
) -> SignIn:  # fmt: skip
    """Somebody entered with this account, or tried to, from that address and machine."""
    return SignIn.objects.create(
        person=person, at=now(), outcome=outcome, how=how, entity=entity, address=address,
        device=machine[:80], session_key=session_key, last_seen_at=now() if session_key else None,
    )  # fmt: skip


def mark_seen(session_key: str) -> None:
    """The session is in use now."""
    SignIn.objects.filter(session_key=session_key).update(last_seen_at=now())


def mark_moved(person: Person, entry_id: str, session_key: str) -> None:
    """Her session goes on under another key: Django changes it with the password."""
    SignIn.objects.filter(pk=entry_id, person=person, ended_at=None).update(session_key=session_key)


def mark_left(session_key: str) -> None:
    """Its person said that she was leaving."""
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(
        ended_at=now(), ended_why=SignIn.Ended.LEFT, session_key=""
    )


def close_door(
    person: Person, *, entity: Entity | None = None, address: str | None = None, machine: str = ""
) -> None:
    """Write down, once each quarter of an hour, that wrong tries closed the door, and tell."""
    kinds = (SignIn.Outcome.CLOSED, SignIn.Outcome.RELEASED)
    lately = SignIn.objects.filter(person=person, at__gt=now() - WAIT, outcome__in=kinds).first()
    if lately is None or lately.outcome == SignIn.Outcome.RELEASED:
        write_access(person, SignIn.Outcome.CLOSED, entity=entity, address=address, machine=machine)
        tell_door_closed(person)
