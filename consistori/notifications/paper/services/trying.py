"""Writing what happened at the door, and taking back what was written by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.models import Deadline
from consistori.deadlines.services import reopen
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, ensure
from consistori.notifications.carriers import PAPER
from consistori.notifications.models import Notification
from consistori.notifications.models.paper import PaperTry, PaperWay
from consistori.notifications.paper.rules.attempts import NOT_THERE, Next, Result
from consistori.notifications.paper.rules.taking import Taker, may_take
from consistori.notifications.paper.services.carrying import locked_way, refresh
from consistori.notifications.paper.words import answer_words
from consistori.notifications.policies import may_record, may_see
from consistori.notifications.rules.lapse import HERE
from consistori.notifications.services.arriving import (
    fail_leg,
    record,
    record_attempt,
    record_delivery,
)
from consistori.tenancy.scope import current_entity
from consistori.trail import act

ENDS = frozenset({Result.DELIVERED, Result.REFUSED})


@dataclass(frozen=True)
class AtTheDoor:
    """Who was there and who went: what is written of an attempt besides its day, its hour and how it ended."""

    taker: str = ""
    taker_name: str = ""
    taker_identifier: str = ""
    is_over_14: bool = False
    carrier_name: str = ""
    note: str = ""


@act
def record_try(
    way: PaperWay, *, by: Actor, on: date, at: time, result: str, door: AtTheDoor = AtTheDoor()
) -> PaperTry:
    """Write that somebody went: `on` and `at` as the clock of the town hall said (42.2).

    What happened is never refused for its hour: an attempt that does not count is kept with its reason. Delivered to
    somebody who may not take it, it is refused (`BadInput`). The same moment twice raises `AlreadyDone`.
    """
    moment = datetime.combine(on, at, HERE)
    if moment > now():
        raise BadInput(_("That hour has not come yet."), field="at")
    if result not in set(Result):
        raise BadInput(_("Say what happened."), field="result")
    end = Result(result)
    row = locked_way(way, by, delivered_at=moment if end in ENDS else None)
    if PaperTry.objects.filter(way=row, on=on, at=at, annulled_at=None).exists():
        raise AlreadyDone(_("What happened at that hour is written already."))
    if end is Result.DELIVERED:
        _ensure_may_take(row, door)
    one = PaperTry(
        way=row, door=row.door, on=on, at=at, result=end.value, by_id=by.person_id, by_name=by.name[:160],
        taker=door.taker if end is Result.DELIVERED else "", taker_name=door.taker_name.strip()[:200],
        taker_identifier=door.taker_identifier.strip()[:40], is_over_14=door.is_over_14,
        carrier_name=door.carrier_name.strip()[:160], note=door.note.strip()[:500],
    )  # fmt: skip
    one.save(force_insert=True)
    course = refresh(row, today())
    one.refresh_from_db(fields=["turn", "fault"])
    row.save()
    _tell(row, one, moment, by=by)
    if course.next is Next.ANNOUNCE:
        fail_leg(row.notification, by=by, carrier=PAPER, reason=course.reason)
    return one


def _ensure_may_take(row: PaperWay, door: AtTheDoor) -> None:
    if door.taker not in set(Taker):
        raise BadInput(_("Say who took it."), field="taker")
    party = row.notification.representative or row.notification.party
    answer = may_take(
        Taker(door.taker), name=door.taker_name, identifier=door.taker_identifier, is_over_14=door.is_over_14,
        is_tax=row.is_tax, is_person=party.is_person,
    )  # fmt: skip
    if not answer:
        field = {"no_name": "taker_name", "no_identity": "taker_identifier", "too_young": "is_over_14"}
        raise BadInput(answer_words(answer), field=field.get(answer.reason, "taker"), article=answer.article)


def _tell(row: PaperWay, one: PaperTry, moment: datetime, *, by: Actor) -> None:
    """The same in the evidence of the notification, and what it makes of where it stands."""
    said: dict[str, Any] = {
        "address": ", ".join(row.address_lines), "turn": one.turn, "fault": one.fault,
        "carried_by": one.carrier_name, "note": one.note,
    }  # fmt: skip
    said = {name: value for name, value in said.items() if value}
    if one.result in ENDS:
        receiver = {
            "name": one.taker_name or row.notification.addressee_name,
            "identifier": one.taker_identifier or row.notification.addressee_identifier,
            "relation": one.taker or Taker.ADDRESSEE.value,
            "over_14": one.is_over_14,
        }
        refused = one.result == Result.REFUSED
        record_delivery(
            row.notification, by=by, at=moment, carrier=PAPER, receiver=receiver, refused=refused, said=said
        )
        return
    record_attempt(row.notification, by=by, at=moment, outcome=one.result, said=said, carrier=PAPER)


@act
def annul_try(one: PaperTry, *, by: Actor, reason: str) -> PaperTry:
    """Take back an attempt that was written by mistake: it stays, with why. One that has notified is not taken back."""
    ensure(may_record(by))
    clean = " ".join(reason.split())
    if not clean:
        raise BadInput(_("Write why it is taken back."), field="reason")
    row = PaperTry.objects.select_for_update().filter(pk=one.pk).first()
    if row is None:
        raise NotHere()
    if row.result in ENDS:
        raise AlreadyDone(_("It has notified: what was done of it is annulled by another act."))
    if row.annulled_at is not None:
        return row
    way = locked_way(row.way, by)
    ensure(may_see(by, way.notification.dispatch))
    row.annulled_at, row.annulled_by_name, row.annulled_reason = now(), by.name[:160], clean[:300]
    row.save(update_fields=["annulled_at", "annulled_by_name", "annulled_reason"])
    refresh(way, today())
    way.save()
    said = {"on": row.on.isoformat(), "at": f"{row.at:%H:%M}", "outcome": row.result, "reason": clean[:300]}
    record(way.notification, kind="attempt_annulled", by=by, said=said, carrier=PAPER)
    _run_again(way, clean)
    return row


def _run_again(way: PaperWay, reason: str) -> None:
    """The accredited attempt that met the term to resolve (40.4) may be the one taken back: then it runs again."""
    left = way.tries.filter(annulled_at=None).exclude(result__in=[*NOT_THERE, Result.DECEASED])
    first = min((datetime.combine(one.on, one.at, HERE) for one in left), default=None)
    notification = Notification.objects.select_for_update().get(pk=way.notification_id)
    if notification.attempted_at == first:
        return
    notification.attempted_at = first
    notification.save(update_fields=["attempted_at"])
    term = way.notification.dispatch.resolves
    if first is not None or term is None or term.state != Deadline.State.MET:
        return
    try:
        reopen(term, by=Actor.program(current_entity().pk), reason=reason)
    except Refusal:
        return
