"""Beginning the way of paper, saying where it goes, printing its letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.rules.days import Calendar
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, ensure
from consistori.notifications.carriers import PAPER
from consistori.notifications.models import Leg, Notification
from consistori.notifications.models.paper import PaperBatch, PaperLetter, PaperWay
from consistori.notifications.paper.rules.attempts import Course, course_of
from consistori.notifications.paper.rules.taxes import cites_taxes
from consistori.notifications.policies import may_record, may_see
from consistori.notifications.rules.states import State
from consistori.notifications.services.arriving import mark_sent, record
from consistori.parties.models import Address, Party
from consistori.parties.rules.channels import Way
from consistori.tenancy.numbers import next_number
from consistori.tenancy.scope import current_entity
from consistori.trail import act

MOST_LETTERS = 200
BOOK = "paper_batches"


class NoAddress(Refusal):
    """Nobody has said where it goes."""

    default_code = "no-address"


class NothingToPrint(Refusal):
    """None of them goes on paper now."""

    default_code = "nothing-to-print"


@act
def begin_ways(leg_ids: Iterable[UUID], *, by: Actor) -> int:
    """Begin the way of paper of these legs, with the address that we know of each; how many were new."""
    ensure(may_record(by))
    keys = set(Leg.objects.filter(pk__in=list(leg_ids)).values_list("notification_id", flat=True))
    known = set(PaperWay.objects.filter(notification_id__in=keys).values_list("notification_id", flat=True))
    rows = Notification.objects.filter(pk__in=keys - known).select_related("dispatch").order_by("pk")
    ways = _new_ways(list(rows))
    PaperWay.objects.bulk_create(ways, ignore_conflicts=True)
    return len(ways)


@act
def way_of(notification: Notification, *, by: Actor) -> PaperWay:
    """The way of paper of a notification, begun now if it had none. Raises `NotHere` where it does not go on paper."""
    ensure(may_record(by))
    ensure(may_see(by, notification.dispatch))
    found: PaperWay | None = PaperWay.objects.filter(notification=notification).first()
    if found is not None:
        return found
    if notification.channel != Way.PAPER or notification.state == State.PREPARED:
        raise NotHere()
    (way,) = _new_ways([notification])
    way.save(force_insert=True)
    return way


def _new_ways(rows: Sequence[Notification]) -> list[PaperWay]:
    """With the main address of whoever each one goes to. Two statements for all."""
    wanted = {row.reader_id for row in rows}
    family = dict(Party.objects.filter(pk__in=wanted).values_list("pk", "merged_into_id"))
    heads = {key: into or key for key, into in family.items()}
    addresses: dict[UUID, Address] = {}
    found = Address.objects.filter(party_id__in=set(heads.values()) | wanted, until=None)
    for one in found.order_by("is_main", "-id"):
        addresses[one.party_id] = one
    ways = []
    for row in rows:
        way = PaperWay(notification=row, is_tax=cites_taxes(_articles_of(row)))
        address = addresses.get(heads.get(row.reader_id, row.reader_id)) or addresses.get(row.reader_id)
        if address is not None:
            _copy(way, address)
        ways.append(way)
    return ways


def _articles_of(row: Notification) -> list[str]:
    said = [*row.dispatch.appeals, *row.dispatch.terms]
    return [str(one.get("article", "")) for one in said]


def _copy(way: PaperWay, address: Address) -> None:
    way.address_id = address.pk
    way.lines, way.postcode, way.place = address.lines, address.postcode, address.place
    way.province, way.country = address.province, address.country


@act
def set_address(
    way: PaperWay,
    *,
    by: Actor,
    lines: str,
    postcode: str,
    place: str,
    province: str = "",
    country: str = "ES",
    address_id: UUID | None = None,
) -> PaperWay:
    """Say where it goes. After attempts at another address it is a new door: two more, and a letter more.

    Raises `BadInput` (`lines`, `place`), `AlreadyDone` when it has arrived.
    """
    row = locked_way(way, by)
    clean = {
        "lines": lines,
        "postcode": postcode,
        "place": place,
        "province": province,
        "country": country or "ES",
    }
    clean = {name: " ".join(value.split()) for name, value in clean.items()}
    if not clean["lines"]:
        raise BadInput(_("Write the street and the number."), field="lines")
    if not clean["place"]:
        raise BadInput(_("Write the town."), field="place")
    if all(getattr(row, name) == value for name, value in clean.items()):
        return row
    if row.tries.filter(door=row.door, annulled_at=None).exists():
        row.door += 1
    for name, value in clean.items():
        setattr(row, name, value)
    row.address_id, row.printed_at, row.returned_at = address_id, None, None
    refresh(row, today())
    row.save()
    return row


@act
def set_tax(way: PaperWay, *, by: Actor, is_tax: bool) -> PaperWay:
    """Say whether the law of taxes rules it (Llei 58/2003, arts. 109-112)."""
    row = locked_way(way, by)
    row.is_tax = is_tax
    refresh(row, today())
    row.save()
    return row


@act
def print_letters(
    ways: Sequence[PaperWay], *, by: Actor, envelope: str = PaperBatch.Envelope.RIGHT
) -> PaperBatch:
    """Make a batch of letters, in the order of their streets: whoever carries them takes its sheet and its slips.

    What has arrived meanwhile is left out. Raises `NoAddress` (with their numbers), `NothingToPrint`, `BadInput`.
    """
    ensure(may_record(by))
    if len(ways) > MOST_LETTERS:
        raise BadInput(_("At most 200 letters at once."), field="ways")
    wanted = PaperWay.objects.select_for_update().filter(pk__in=[one.pk for one in ways])
    keys = list(wanted.order_by("pk").values_list("pk", flat=True))
    rows = list(PaperWay.objects.carriable().filter(pk__in=keys).select_related("notification__dispatch"))
    rows = [row for row in rows if may_see(by, row.notification.dispatch)]
    if not rows:
        raise NothingToPrint(
            _("None of these goes on paper now: they have arrived, or only their announcement is left.")
        )
    if without := [row.notification.number for row in rows if not row.has_address]:
        raise NoAddress(
            _("We do not know where these go: %(numbers)s. Write their address, or announce them.")
            % {"numbers": ", ".join(without[:10])},
            article="Llei 39/2015, art. 44",
        )
    rows.sort(
        key=lambda row: (row.postcode, row.place.casefold(), row.lines.casefold(), row.notification.number)
    )
    batch = PaperBatch(
        envelope=PaperBatch.Envelope(envelope), count=len(rows), by_id=by.person_id, by_name=by.name[:160]
    )
    batch.number = f"P{today().year}-{next_number(BOOK, today().year):06d}"
    batch.save(force_insert=True)
    PaperLetter.objects.bulk_create(
        PaperLetter(batch=batch, way=row, place=place, door=row.door, lines=row.address_lines)
        for place, row in enumerate(rows, start=1)
    )
    PaperWay.objects.filter(pk__in=[row.pk for row in rows]).update(printed_at=now())
    notifications = [row.notification for row in rows]
    mark_sent(notifications, by=by, carrier=PAPER, references={one.pk: batch.number for one in notifications})
    return batch


@act
def mark_returned(way: PaperWay, *, by: Actor, note: str = "") -> PaperWay:
    """The letter has come back to the town hall; what happened at the door is written apart."""
    row = locked_way(way, by)
    if row.returned_at is None:
        row.returned_at = now()
        row.save(update_fields=["returned_at"])
        record(
            row.notification, kind="letter_returned", by=by, said={"note": note.strip()[:300]}, carrier=PAPER
        )
    return row


def locked_way(way: PaperWay, by: Actor, *, delivered_at: datetime | None = None) -> PaperWay:
    """The row as it is now, kept for this act; of what has arrived nothing more is written (41.7).

    Save a delivery at `delivered_at` that was before the arrival that is written: the first one counts.
    """
    ensure(may_record(by))
    if not PaperWay.objects.select_for_update().filter(pk=way.pk).exists():
        raise NotHere()
    row: PaperWay = PaperWay.objects.select_related("notification__dispatch").get(pk=way.pk)
    ensure(may_see(by, row.notification.dispatch))
    if row.notification.channel != Way.PAPER:
        raise AlreadyDone(
            _("It goes by electronic means now: it is not taken to the door."),
            article="Llei 39/2015, art. 41.1",
        )
    first = row.notification.practised_at
    is_first = delivered_at is not None and first is not None and delivered_at < first
    if row.notification.standing() != State.AVAILABLE and not is_first:
        raise AlreadyDone(
            _("The notification %(number)s has arrived, or was withdrawn: the paper is not needed any more.")
            % {"number": row.notification.number},
            article="Llei 39/2015, art. 41.7",
        )
    return row


def calendars_here() -> list[Calendar]:
    """Those of the seat: they count for what the administration does (30.6). One statement."""
    return calendars_of([place_of(current_entity())])


def refresh(way: PaperWay, on: date, calendars: Sequence[Calendar] | None = None) -> Course:
    """Put in the way what the rules say of it on a day, and in its attempts what they make of each.

    One statement, another for the calendars if they are not given, and one for each attempt that is judged anew: one
    that is written late may change those that came after it. Whoever calls saves the way.
    """
    rows = list(way.tries.filter(annulled_at=None, door=way.door))
    course = course_of(
        [row.as_try for row in rows],
        calendars_here() if calendars is None else calendars,
        on=on,
        is_tax=way.is_tax,
    )
    judged = {each.one: each for each in course.judged}
    for row in rows:
        found = judged.get(row.as_try)
        turn, fault = (found.turn, found.fault or "") if found else (0, "")
        if (row.turn, row.fault) != (turn, fault):
            row.turn, row.fault = turn, fault
            row.save(update_fields=["turn", "fault"])
    way.next, way.reason = course.next.value, course.reason
    window = course.window
    way.since = window.days[0] if window else None
    way.until = window.last_day if window else None
    way.from_hour = window.since if window else None
    way.to_hour = window.until if window else None
    return course
