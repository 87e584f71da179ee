"""Questions about notifications: of a thing, of a document, of a person, late to be sent, open for days, their life."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from consistori.deadlines import subjects
from consistori.deadlines.models import Deadline
from consistori.deadlines.subjects import Told
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere
from consistori.notifications import lines
from consistori.notifications.models import Dispatch, Evidence, Leg, Notification, Proof
from consistori.notifications.policies import may_see
from consistori.notifications.readers import families
from consistori.notifications.rules.lapse import HERE
from consistori.notifications.rules.states import State
from consistori.parties.models import Identifier, Party
from consistori.parties.rules.identifiers import compact

PAGE = 50
JOINED = ("dispatch", "party", "representative", "proof")


def of_subject(kind: str, ids: Iterable[UUID]) -> list[Notification]:
    """Those of these things, the last first, with what a list shows. One statement."""
    rows = Notification.objects.of_subject(kind, ids).select_related(*JOINED)
    return list(rows.order_by("-prepared_at", "number"))


def of_document(document_id: UUID) -> list[Notification]:
    """Those that notify a document. One statement."""
    return list(Notification.objects.of_document(document_id).select_related(*JOINED).order_by("number"))


def parties_known_by(identifiers: Iterable[str]) -> set[UUID]:
    """The parties known by these numbers, with those that are one with them. Three statements."""
    numbers = {compact(one) for one in identifiers if one}
    found = set(Party.objects.filter(identifier__in=numbers).values_list("pk", flat=True))
    found |= set(Identifier.objects.filter(value__in=numbers).values_list("party_id", flat=True))
    return families(list(found)) if found else set()


def for_reader(identifiers: Iterable[str]) -> Any:
    """What was put at disposal of whoever is known by these numbers, the last first: a question to page through."""
    rows = Notification.objects.for_parties(parties_known_by(identifiers)).shown_in_office()
    return rows.select_related("dispatch", "dispatch__version", "version").order_by(
        "-available_at", "-number"
    )


def count_open(party_ids: Iterable[UUID], at: datetime | None = None) -> int:
    """How many wait to be opened by these parties. One statement."""
    rows = Notification.objects.for_parties(party_ids).shown_in_office().open(at)
    count: int = rows.count()
    return count


def one_for(actor: Actor, key: UUID) -> Notification:
    """A notification that the actor may see; `NotHere` where there is none or it is of what they do not read."""
    row: Notification | None = (
        Notification.objects.select_related(
            *JOINED, "dispatch__document", "dispatch__version", "document", "version", "dispatch__send_by"
        )
        .filter(pk=key)
        .first()
    )
    if row is None or not may_see(actor, row.dispatch):
        raise NotHere()
    return row


def dispatch_for(actor: Actor, key: UUID) -> Dispatch:
    """The act of some notifications, if it may be shown to the actor."""
    found: Dispatch | None = Dispatch.objects.filter(pk=key).first()
    if found is None or not may_see(actor, found):
        raise NotHere()
    return found


def late_to_send(day: date) -> list[Dispatch]:
    """The acts whose ten working days to be sent have ended before a day, or end on it, and that wait (R-NOT-01).

    Those with something prepared that has not left, or a letter that nobody has taken. One statement.
    """
    waits = Notification.objects.filter(state=State.PREPARED) | Notification.objects.filter(
        state=State.AVAILABLE, legs__state=Leg.State.WAITING
    )
    rows = Dispatch.objects.filter(
        withdrawn_at=None,
        send_by__state=Deadline.State.RUNNING,
        send_by__last_day__lte=day,
        pk__in=waits.values("dispatch_id"),
    )
    return list(rows.select_related("send_by", "document").order_by("send_by__last_day", "pk"))


def open_since(day: date, *, at: datetime | None = None) -> Any:
    """Those that may still be opened and were put at disposal on that day or before: a question (day 5, saving)."""
    ends = datetime.combine(day + timedelta(days=1), time.min, HERE)
    rows = Notification.objects.open(at).filter(available_at__lt=ends)
    return rows.select_related("dispatch", "party", "representative").order_by("available_at", "number")


def told_of(actor: Actor, dispatches: Sequence[Dispatch]) -> dict[tuple[str, UUID], Told]:
    """The things of these acts that may be told to the actor, in words. A statement or two for each kind of thing."""
    wanted: dict[str, set[UUID]] = {}
    for one in dispatches:
        wanted.setdefault(one.subject_kind, set()).add(one.subject_id)
    found: dict[tuple[str, UUID], Told] = {}
    for name, ids in wanted.items():
        kind = subjects.kind_of(name)
        if kind is not None:
            found |= {(name, key): told for key, told in kind.tell(actor, ids).items()}
    return found


def timeline(notification: Notification) -> list[lines.Line]:
    """Its life in words, from the evidence; what time has done and nobody has written yet, too. One statement."""
    rows = list(Evidence.objects.filter(notification=notification).order_by("number"))
    return lines.of_evidence(notification, rows, at=now())


def proofs_of(notification: Notification) -> list[Proof]:
    """Its sealed proofs, the first first. One statement."""
    rows = Proof.objects.filter(notification=notification).select_related("stamp")
    return list(rows.order_by("made_at", "pk"))
