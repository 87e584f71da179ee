"""Questions about paper: what there is to print, to carry, to announce; and what each one may be told of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from consistori.deadlines import subjects
from consistori.deadlines.subjects import Told
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere
from consistori.notifications.models.paper import GOES, Announcement, PaperBatch, PaperTry, PaperWay
from consistori.notifications.paper.rules.attempts import Next
from consistori.notifications.paper.rules.codes import NotADelivery, number_of
from consistori.notifications.paper.words import hours_words
from consistori.notifications.rules.states import State
from consistori.parties.models import Address, Party
from consistori.parties.policies import what_may_see
from consistori.parties.rules.channels import Way
from consistori.tenancy.scope import current_entity
from consistori.ui.dates import day_and_month

MOST = 200
TABS = ("print", "carried", "again", "announce", "boe")
_OPEN = Q(notification__state=State.AVAILABLE.value, notification__channel=Way.PAPER.value)
_GOES = Q(next__in=GOES)


@dataclass(frozen=True)
class Line:
    """A row of the list: the way, what its thing is called, where it goes (none of a protected person), what is next.

    `told` is None of what the person does not read: then it has no name either.
    """

    way: PaperWay
    told: Told | None
    where: str
    when: str
    is_late: bool

    @property
    def name(self) -> str:
        return str(self.way.notification.addressee_name) if self.told else ""


def _of_tab(tab: str, on: date) -> Q:
    """What each tab has, as a condition."""
    if tab == "print":
        return _OPEN & _GOES & Q(printed_at=None)
    if tab == "carried":
        return _OPEN & _GOES & Q(printed_at__isnull=False)
    if tab == "again":
        return _OPEN & Q(next=Next.SECOND.value, until__gte=on)
    if tab == "announce":
        return _OPEN & Q(next__in=[Next.ANNOUNCE.value, Next.ASK.value], announcement=None)
    return _OPEN & Q(announcement__isnull=False)


def ways_in(tab: str, on: date) -> QuerySet[PaperWay]:
    """Those of a tab, the most pressing first: by the last day of their window, then as they came."""
    rows: QuerySet[PaperWay] = PaperWay.objects.filter(_of_tab(tab, on)).select_related(
        "notification__dispatch",
        "notification__party__merged_into",
        "notification__representative__merged_into",
    )
    return rows.order_by("until", "began_at", "pk")


def counts(on: date) -> dict[str, int]:
    """How many there are in each tab. One statement."""
    wanted = {tab: Count("pk", filter=_of_tab(tab, on)) for tab in TABS}
    found: dict[str, int] = PaperWay.objects.aggregate(**wanted)
    return found


def lines_of(rows: Iterable[PaperWay], actor: Actor, on: date) -> list[Line]:
    """Each row as this person may read it. Two statements for each kind of thing."""
    ways = list(rows)
    told = _told_of(ways, actor)
    return [
        Line(
            way,
            told.get((way.notification.dispatch.subject_kind, way.notification.dispatch.subject_id)),
            where_of(way, actor),
            when_of(way, on),
            way.until is not None and way.until < on and way.next == Next.SECOND,
        )
        for way in ways
    ]


def _told_of(ways: Sequence[PaperWay], actor: Actor) -> dict[tuple[str, UUID], Told]:
    keys: dict[str, set[UUID]] = {}
    for way in ways:
        dispatch = way.notification.dispatch
        keys.setdefault(dispatch.subject_kind, set()).add(dispatch.subject_id)
    found: dict[tuple[str, UUID], Told] = {}
    for name, ids in keys.items():
        if kind := subjects.kind_of(name):
            found |= {(name, key): one for key, one in kind.tell(actor, ids).items()}
    return found


def where_of(way: PaperWay, actor: Actor) -> str:
    """Its address in a line; of a protected person only for those who may see where they live (R-RGP-08)."""
    party = reached(way)
    if not what_may_see(actor, party).may_see_where:
        return _("A protected person: their address is on the letter alone")
    return ", ".join(way.address_lines)


def reached(way: PaperWay) -> Party:
    """Whoever it goes to."""
    found: Party = way.notification.representative or way.notification.party
    return found


def when_of(way: PaperWay, on: date) -> str:
    """When one goes again, in words; empty where it is not known yet."""
    if way.next != Next.SECOND or way.until is None or way.from_hour is None or way.to_hour is None:
        return ""
    if way.until < on:
        return _("The days of the second attempt have passed: begin anew, with two more")
    words = {"day": day_and_month(way.until), "hours": hours_words(way.from_hour, way.to_hour)}
    return _("until %(day)s, %(hours)s") % words


def way_by_code(read: str) -> PaperWay:
    """The way of what a scanner read or a person typed. Raises `BadInput` with what is wrong, `NotHere`."""
    try:
        number = number_of(read, current_entity().code_prefix)
    except NotADelivery as wrong:
        words = {
            "form": _(
                "It is not the number of a notification: read the bars of the letter, or type it whole."
            ),
            "control": _("A figure is wrong: its control does not fit. Type it again."),
            "town": _("It is of another town hall."),
        }
        raise BadInput(words[wrong.code], field="code") from wrong
    found: PaperWay | None = PaperWay.objects.filter(notification__number=number).first()
    if found is None:
        raise BadInput(_("No letter has that number here: %(number)s.") % {"number": number}, field="code")
    return found


def way_of_notification(notification_id: UUID) -> PaperWay:
    """The way of a notification, with what is joined; `NotHere` if it has none."""
    rows = PaperWay.objects.select_related(
        "notification__dispatch",
        "notification__party__merged_into",
        "notification__representative__merged_into",
    )
    found: PaperWay | None = rows.filter(notification_id=notification_id).first()
    if found is None:
        raise NotHere()
    return found


def tries_of(way: PaperWay) -> list[PaperTry]:
    """Every time that somebody went, those that were taken back too."""
    return list(way.tries.all())


def other_addresses(way: PaperWay) -> list[Address]:
    """Other addresses of whoever it goes to, in force or not, that are not the one where it goes: before the BOE."""
    party = reached(way).standing
    rows = Address.objects.filter(party__in=Party.objects.family(party.pk)).order_by(
        "until", "-is_main", "-id"
    )
    seen, found = {_key(way.lines, way.postcode)}, []
    for one in rows:
        if (key := _key(one.lines, one.postcode)) not in seen:
            seen.add(key)
            found.append(one)
    return found


def _key(lines: str, postcode: str) -> tuple[str, str]:
    return "".join(lines.casefold().split()), postcode.strip()


def announcement_of(way: PaperWay) -> Announcement | None:
    found: Announcement | None = Announcement.objects.filter(way=way).first()
    return found


def batches() -> list[PaperBatch]:
    """The last batches."""
    return list(PaperBatch.objects.all()[:20])


def batch_of(pk: UUID) -> PaperBatch:
    found: PaperBatch | None = PaperBatch.objects.filter(pk=pk).first()
    if found is None:
        raise NotHere()
    return found


def letters_of(batch: PaperBatch) -> list[Any]:
    """Its letters with where each stands."""
    joined = batch.letters.select_related(
        "way__notification__dispatch", "way__notification__party__merged_into"
    )
    return list(joined.select_related("way__notification__representative__merged_into"))
