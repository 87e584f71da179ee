"""Which notifications nobody has opened on the fifth day, with what is known of each.

It looks at the index of those that lapse, and at nothing else of the town.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from consistori.cases.models import CaseFile
from consistori.deadlines.subjects import Told
from consistori.desk.saving.rules import FROM_DAY, Known, Sign, Way, days_left, is_at_risk, signs_of, ways_of
from consistori.eoffice.models import IdentityAssertion
from consistori.kernel.actor import Actor
from consistori.notifications.models import Evidence, Notice, Notification
from consistori.notifications.rules.lapse import DAYS, HERE, last_day
from consistori.notifications.rules.states import State
from consistori.notifications.selectors import told_of
from consistori.parties.models import Channel

CASE = "case"
MOST = 200


@dataclass(frozen=True)
class Unopened:
    """A notification that nobody has opened: what is known, the signs, what may be done, and until when."""

    row: Notification
    told: Told
    known: Known
    signs: Sequence[Sign]
    ways: Sequence[Way]
    last_day: date
    left: int
    was_called: bool

    @property
    def is_at_risk(self) -> bool:
        return is_at_risk(self.signs)


def waiting(on: date, day: int = FROM_DAY) -> QuerySet[Notification]:
    """Those that lapse, put at disposal `day` days ago or more, that may still be opened on that day.

    By when they expire, which has its index: an extension by an incident of the office counts as fewer days past.
    """
    begins = datetime.combine(on, time.min, HERE)
    ends = datetime.combine(on + timedelta(days=DAYS + 1 - day), time.min, HERE)
    rows: QuerySet[Notification] = Notification.objects.filter(
        state=State.AVAILABLE, expires_at__gt=begins, expires_at__lte=ends
    )
    return rows


def with_what_is_known(rows: QuerySet[Notification]) -> QuerySet[Notification]:
    """The same with what tells whether it will be opened: a look-up by index for each, in the same statement."""
    mine = Q(party_id=OuterRef("reader")) | Q(party_id=OuterRef("reader_now"))
    lines = Channel.objects.filter(mine, until=None)
    entered = IdentityAssertion.objects.filter(identifier=OuterRef("addressee_identifier"))
    opened = Notification.objects.filter(party_id=OuterRef("party_id"), state=State.ACCESSED)
    failed = Notice.objects.failed().filter(notification_id=OuterRef("pk"))
    arrived = Notice.objects.filter(notification_id=OuterRef("pk")).exclude(
        pk__in=Notice.objects.failed().values("pk")
    )
    return rows.annotate(
        reader=Coalesce("representative_id", "party_id"),
        reader_now=Coalesce("representative__merged_into_id", "party__merged_into_id"),
    ).annotate(
        has_entered=Exists(entered) | Exists(opened),
        has_bounced=Exists(failed) & ~Exists(arrived),
        has_email=Exists(lines.filter(kind=Channel.Kind.EMAIL)),
        has_mobile=Exists(lines.filter(kind=Channel.Kind.MOBILE)),
        has_phone=Exists(lines.filter(kind=Channel.Kind.PHONE)),
    )


AT_RISK = Q(has_entered=False) | Q(has_bounced=True) | Q(has_email=False, has_mobile=False)
"""`rules.is_at_risk` as a question; a test holds the two together."""


def in_my_hands(rows: QuerySet[Notification], person_id: UUID) -> QuerySet[Notification]:
    """Of the cases that she carries, or that she sent herself."""
    carried = CaseFile.objects.filter(pk=OuterRef("dispatch__subject_id"), carried_by_id=person_id)
    return rows.filter(
        Q(dispatch__prepared_by_id=person_id) | Q(Exists(carried), dispatch__subject_kind=CASE)
    )


def counted(person_id: UUID, on: date) -> QuerySet[Any]:
    """How many at risk there are in her hands, by town, and when the first one ends."""
    rows = in_my_hands(with_what_is_known(waiting(on)), person_id).filter(AT_RISK).order_by()
    return rows.values("entity_id").annotate(n=Count("pk"), first=Min("expires_at"))


def unopened(actor: Actor, on: date, *, mine: bool = False) -> list[Unopened]:
    """Those of the town that this person may see, those at risk first and the nearest to the end. Three statements."""
    rows = with_what_is_known(waiting(on))
    if mine and actor.person_id:
        rows = in_my_hands(rows, actor.person_id)
    calls = Evidence.objects.filter(notification_id=OuterRef("pk"), kind="called")
    joined = rows.annotate(was_called=Exists(calls)).select_related(
        "dispatch", "party__merged_into", "representative__merged_into"
    )
    found = list(joined.order_by("expires_at", "pk")[:MOST])
    told = told_of(actor, [row.dispatch for row in found])
    shown = [
        _unopened(row, told[row.dispatch.subject_kind, row.dispatch.subject_id], on)
        for row in found
        if (row.dispatch.subject_kind, row.dispatch.subject_id) in told
    ]
    return sorted(shown, key=lambda one: (not one.is_at_risk, one.last_day))


def _unopened(row: Any, told: Told, on: date) -> Unopened:
    known = Known(
        has_entered=row.has_entered, has_bounced=row.has_bounced, has_email=row.has_email, has_mobile=row.has_mobile,
        has_phone=row.has_phone, is_obliged=row.is_obliged,
    )  # fmt: skip
    end = last_day(row.available_at, row.extended_to)
    return Unopened(
        row, told, known, signs_of(known), ways_of(known), end, days_left(end, on), row.was_called
    )


def lines_of(row: Notification) -> list[Channel]:
    """The telephones by which to call whoever has to open it, the mobile first."""
    party = row.representative or row.party
    ids = {party.pk, party.standing.pk}
    kinds = [Channel.Kind.MOBILE, Channel.Kind.PHONE]
    found = Channel.objects.filter(party_id__in=ids, until=None, kind__in=kinds)
    return sorted(found, key=lambda one: (one.kind != Channel.Kind.MOBILE, not one.is_main))
