"""What carriers tell: it is on its way, an attempt, a delivery, a refusal, a failure, an announcement in the BOE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.notifications.carriers import BOE
from consistori.notifications.events import AttemptFailed, LegFailed, LegSent
from consistori.notifications.evidencing import Said, append
from consistori.notifications.models import Evidence, Leg, Notification
from consistori.notifications.policies import may_record
from consistori.notifications.rules.lapse import HERE
from consistori.notifications.rules.states import PRACTISED, State, What
from consistori.notifications.services.practising import (
    Arrival,
    NotSo,
    locked,
    meet_terms,
    practise,
    practise_earlier,
    told,
)
from consistori.parties.rules.channels import Way
from consistori.trail import act, announce

NO_ACCREDITED = frozenset({"address_unknown", "unknown", "wrong_address", "deceased"})
"""Attempts that find no home at all: nobody was called there, so that they are no accredited attempt (40.4)."""


@act
def mark_sent(
    notifications: Sequence[Notification],
    *,
    by: Actor,
    carrier: str,
    references: Mapping[UUID, str] | None = None,
) -> int:
    """Write that a carrier has taken these: the letters are printed, the deliveries go out; how many were new."""
    ensure(may_record(by))
    sent = 0
    for notification in notifications:
        row = locked(notification)
        leg = _leg(row, carrier)
        if leg.state != Leg.State.WAITING or row.state != State.AVAILABLE:
            continue
        leg.state, leg.sent_at = Leg.State.SENT, now()
        leg.reference = (references or {}).get(row.pk, "")[:120]
        leg.save(update_fields=["state", "sent_at", "reference"])
        append(row, Said("sent", {"reference": leg.reference}, carrier=carrier), by=by)
        announce(LegSent(**told(row), carrier=carrier), by=by)
        meet_terms(row.dispatch)
        sent += 1
    return sent


@act
def record_attempt(
    notification: Notification,
    *,
    by: Actor,
    at: datetime,
    outcome: str,
    said: Mapping[str, Any] | None = None,
    carrier: str = "paper",
) -> Notification:
    """Write an attempt that found nobody who took it (42.2). With the whole text, it meets the term to resolve (40.4).

    Where it stands does not change: it is still at disposal, and whoever carries it says what comes next.
    """
    ensure(may_record(by))
    row = locked(notification)
    _look_at(row, at)
    if row.standing() != State.AVAILABLE:
        raise NotSo(_("It does not wait for anybody any more: no attempt is written."))
    if row.attempted_at is None and outcome not in NO_ACCREDITED:
        row.attempted_at = at
        row.save(update_fields=["attempted_at"])
    append(row, Said("attempt", {**(said or {}), "outcome": outcome}, at=at, carrier=carrier), by=by)
    announce(AttemptFailed(**told(row), carrier=carrier, at=at.isoformat(), outcome=outcome), by=by)
    meet_terms(row.dispatch)
    return row


@act
def record_delivery(
    notification: Notification,
    *,
    by: Actor,
    at: datetime,
    carrier: str,
    receiver: Mapping[str, Any],
    refused: bool = False,
    said: Mapping[str, Any] | None = None,
    document_id: UUID | None = None,
) -> Notification:
    """Write that it was delivered, or that its addressee refused it (42.2, 41.5); `receiver`: who, with which document.

    Opened before at the office, that one counts (41.7) and this raises `AlreadyDone`. Delivered before and written
    after, this one counts: the terms are counted again from its day.
    """
    ensure(may_record(by))
    if not str(receiver.get("name", "")).strip():
        raise BadInput(
            _("Write who took it, with their name."), field="receiver", article="Llei 39/2015, art. 42.2"
        )
    row = locked(notification)
    _look_at(row, at)
    what = What.REFUSE if refused else What.DELIVER
    _leg(row, carrier)
    evidence = {**(said or {}), "receiver": dict(receiver), "sha256": row.sha256}
    arrival = Arrival(what, at, carrier, evidence, document_id)
    if row.practised_at is not None and at < row.practised_at and row.state in PRACTISED:
        return practise_earlier(row, arrival, by=by)
    return practise(row, arrival, by=by)


@act
def fail_leg(notification: Notification, *, by: Actor, carrier: str, reason: str) -> Notification:
    """Write that by that carrier it will not arrive: unknown, gone, twice absent. The office stays open (42.1)."""
    ensure(may_record(by))
    row = locked(notification)
    leg = _leg(row, carrier)
    if leg.state not in {Leg.State.WAITING, Leg.State.SENT}:
        return row
    leg.state, leg.done_at, leg.detail = Leg.State.FAILED, now(), {**leg.detail, "reason": reason}
    leg.save(update_fields=["state", "done_at", "detail"])
    append(row, Said("leg_failed", {"reason": reason}, carrier=carrier), by=by)
    announce(LegFailed(**told(row), carrier=carrier, reason=reason[:200]), by=by)
    return row


@act
def record_published(
    notification: Notification,
    *,
    by: Actor,
    published_on: date,
    practised_on: date,
    reference: str,
    where: str = "BOE",
) -> Notification:
    """Write the announcement in the BOE of what could not be delivered (44); it counts as notified on `practised_on`.

    Refused to whoever is notified electronically: after ten days there is nothing to announce (41.5, R-NOT-18).
    """
    ensure(may_record(by))
    row = locked(notification)
    if row.channel == Way.ELECTRONIC:
        raise NotSo(
            _("It is electronic: after ten days it is taken for rejected, and there is nothing to announce."),
            article="Llei 39/2015, art. 43.2",
        )
    if not reference.strip():
        raise BadInput(_("Write the number of the announcement."), field="reference")
    if practised_on < published_on or practised_on > today():
        raise BadInput(
            _("It counts from the day of the announcement on, and not before that day comes."),
            field="practised_on",
        )
    Leg.objects.get_or_create(notification=row, carrier=BOE)
    at = datetime.combine(practised_on, time.min, HERE)
    if row.available_at is not None and at < row.available_at:
        at = max(at, row.available_at)
    said = {"where": where, "reference": reference.strip(), "published_on": published_on.isoformat()}
    arrival = Arrival(What.PUBLISH, at, BOE, said, told={"reference": reference.strip()[:100]})
    return practise(row, arrival, by=by)


@act
def record(
    notification: Notification,
    *,
    kind: str,
    by: Actor,
    said: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    carrier: str = "",
    document_id: UUID | None = None,
) -> Evidence:
    """Write any other line of evidence: a notice that was sent, that bounced, a call. Never of who may open it."""
    ensure(may_record(by))
    row = locked(notification)
    return append(row, Said(kind, said or {}, at=at, carrier=carrier, document_id=document_id), by=by)


def record_notice(
    notification: Notification, *, by: Actor, said: Mapping[str, Any], kind: str = "notice_sent"
) -> Evidence:
    """Write what became of a notice [avís]: `notice_sent`, `notice_failed`, `notice_bounced`. Its lack voids nothing
    (41.6).
    """
    return record(notification, kind=kind, by=by, said=said)


def _leg(row: Notification, carrier: str) -> Leg:
    """The leg by that carrier. By hand one may always deliver what waits (41.1): its leg is born then."""
    leg: Leg | None = Leg.objects.filter(notification=row, carrier=carrier).first()
    if leg is None and carrier in {"counter", "paper"}:
        leg = Leg.objects.create(notification=row, carrier=carrier)
    if leg is None:
        raise NotHere()
    return leg


def _look_at(row: Notification, at: datetime) -> None:
    if at > now():
        raise BadInput(_("That hour has not come yet."), field="at")
    if row.available_at is None or timezone.localdate(at) < timezone.localdate(row.available_at):
        raise BadInput(_("It had not been sent on that day."), field="at")
