"""What follows when a notification arrives, by whichever way was first: one place for all of them (41.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.values import StartKind
from consistori.deadlines.selectors import place_named, place_of
from consistori.deadlines.services import end, meet, open_deadline
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, NotHere, Refusal
from consistori.notifications import events
from consistori.notifications.evidencing import Said, append
from consistori.notifications.models import Dispatch, Leg, Notification
from consistori.notifications.models.notification import STATES
from consistori.notifications.policies import subject_of
from consistori.notifications.rules.contents import TermAsked
from consistori.notifications.rules.states import PRACTISED, State, What, allowed
from consistori.parties.models import Party
from consistori.parties.rules.channels import Way
from consistori.tenancy.jobs import defer
from consistori.tenancy.scope import current_entity
from consistori.trail import announce

EVENTS = {
    State.ACCESSED: events.NotificationAccessed,
    State.REJECTED: events.NotificationRejected,
    State.LAPSED: events.NotificationLapsed,
    State.DELIVERED: events.NotificationDelivered,
    State.REFUSED: events.NotificationRefused,
    State.PUBLISHED: events.NotificationPublished,
}


class NotSo(Refusal):
    """From where it stands that cannot happen."""

    default_code = "not-so"


@dataclass(frozen=True)
class Arrival:
    """How it arrived: what happened, at which instant, by which carrier, and what the evidence says of it."""

    what: What
    at: datetime
    carrier: str
    said: Mapping[str, Any] = field(default_factory=dict)
    document_id: UUID | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


def locked(notification: Notification) -> Notification:
    """The row as it is now, kept for this act, with its act and its parties. Locked first, then what is joined."""
    if not Notification.objects.select_for_update().filter(pk=notification.pk).exists():
        raise NotHere()
    found: Notification = Notification.objects.select_related(
        "dispatch", "party", "representative", "dispatch__resolves", "dispatch__send_by"
    ).get(pk=notification.pk)
    return found


def move_or_refuse(notification: Notification, what: What, at: datetime) -> State:
    """Where it would go. Raises `AlreadyDone` when it arrived before, `NotSo` when it cannot be."""
    now_in = State(notification.state) if what == What.LAPSE else notification.standing(at)
    move = allowed(now_in, what)
    if move is not None:
        return move.end
    words = {"number": notification.number, "state": STATES[now_in]}
    if now_in in PRACTISED:
        raise AlreadyDone(
            _("The notification %(number)s had arrived before (%(state)s): the first one counts.") % words,
            article="Llei 39/2015, art. 41.7",
        )
    raise NotSo(_("The notification %(number)s does not stand where that can happen: %(state)s.") % words)


def practise(notification: Notification, arrival: Arrival, *, by: Actor) -> Notification:
    """Write that it is notified: its state, its legs, its evidence, the terms of the party and ours, the proof to make.

    Whoever calls holds the row (`locked`) and was asked already whether they may.
    """
    end = move_or_refuse(notification, arrival.what, arrival.at)
    notification.state, notification.practised_at = end, arrival.at
    notification.practised_by = arrival.carrier
    notification.save(update_fields=["state", "practised_at", "practised_by"])
    _end_legs(notification, arrival)
    said = Said(
        end.value, arrival.said, at=arrival.at, carrier=arrival.carrier, document_id=arrival.document_id
    )
    append(notification, said, by=by)
    day = timezone.localdate(arrival.at)
    open_terms(notification, on=day)
    if not _says_nothing_of_ours(notification, arrival):
        meet_terms(notification.dispatch)
    announce(
        EVENTS[end](
            **told(notification), practised_on=day.isoformat(), channel=notification.channel,
            carrier=arrival.carrier, **arrival.told,
        ),
        by=by,
    )  # fmt: skip
    leave_proof([notification.pk])
    return notification


def _says_nothing_of_ours(notification: Notification, arrival: Arrival) -> bool:
    """What lapses was at disposal days before, which is what counts for us (43.3): all the others are not read again,
    once for each of two thousand that lapse in one night."""
    sending = notification.dispatch.send_by
    is_electronic = notification.channel == Way.ELECTRONIC and notification.available_at is not None
    return arrival.what is What.LAPSE and is_electronic and (sending is None or not sending.is_running)


def practise_earlier(notification: Notification, arrival: Arrival, *, by: Actor) -> Notification:
    """The same, of what arrived before the way that was written first: its day is that of the first one (41.7).

    The terms of the party that were counted from the other day are closed and counted again from this one.
    """
    move = allowed(State.AVAILABLE, arrival.what)
    if move is None or notification.practised_at is None or arrival.at >= notification.practised_at:
        move_or_refuse(notification, arrival.what, arrival.at)
        raise NotSo(_("It had arrived before."), article="Llei 39/2015, art. 41.7")
    before = {"state": notification.state, "at": notification.practised_at.isoformat()}
    notification.state, notification.practised_at = move.end, arrival.at
    notification.practised_by = arrival.carrier
    notification.save(update_fields=["state", "practised_at", "practised_by"])
    moment = now()
    legs = Leg.objects.filter(notification=notification)
    legs.filter(state=Leg.State.DONE).update(state=Leg.State.CLOSED)
    legs.filter(carrier=arrival.carrier).update(state=Leg.State.DONE, done_at=moment)
    said = Said(
        move.end.value, {**arrival.said, "before": before}, arrival.at, arrival.carrier, arrival.document_id
    )
    append(notification, said, by=by)
    day = timezone.localdate(arrival.at)
    _close_terms(notification, by=Actor.program(current_entity().pk))
    open_terms(notification, on=day)
    meet_terms(notification.dispatch)
    announce(
        EVENTS[move.end](
            **told(notification), practised_on=day.isoformat(), channel=notification.channel,
            carrier=arrival.carrier, **arrival.told,
        ),
        by=by,
    )  # fmt: skip
    leave_proof([notification.pk])
    return notification


def _close_terms(notification: Notification, *, by: Actor) -> None:
    """Close the terms of the party that run from a day on which it had been notified already."""
    dispatch = notification.dispatch
    running = Deadline.objects.of(dispatch.subject_kind, [dispatch.subject_id]).running()
    for term in running.filter(reference=notification.number, party=notification.party):
        end(
            term,
            by=by,
            reason=gettext("It had arrived before, by another way: it is counted from that day."),
        )


def told(notification: Notification) -> dict[str, Any]:
    """What every fact of a notification says."""
    dispatch = notification.dispatch
    return {
        "thing_id": dispatch.subject_id,
        "thing_kind": dispatch.subject_kind,
        "dispatch_id": dispatch.pk,
        "document_id": notification.text_id,
        "what": "" if dispatch.is_reserved else dispatch.title,
        "notification_id": notification.pk,
        "number": notification.number,
        "party_id": notification.party_id,
    }


def _end_legs(notification: Notification, arrival: Arrival) -> None:
    """The leg that arrived is done, the rest are not needed any more (41.7)."""
    moment = now()
    legs = Leg.objects.filter(notification=notification)
    legs.filter(carrier=arrival.carrier).update(state=Leg.State.DONE, done_at=moment)
    waiting = legs.exclude(carrier=arrival.carrier).filter(state__in=[Leg.State.WAITING, Leg.State.SENT])
    waiting.update(state=Leg.State.CLOSED, done_at=moment)


def open_terms(notification: Notification, *, on: date) -> None:
    """Open the terms that the act gives to the party, since the day on which it was notified (30.3).

    What the house above does not let be opened (its case is closed) is said in the evidence and stops nothing.
    """
    dispatch, program = notification.dispatch, Actor.program(current_entity().pk)
    asked = [TermAsked(**one) for one in dispatch.terms]
    residences = residences_of(notification.party) if asked else ()
    for term in asked:
        own: dict[str, Any] = (
            {} if term.rule else {"amount": term.amount, "unit": term.unit, "ending": term.ending}
        )
        try:
            open_deadline(
                by=program,
                subject=subject_of(dispatch),
                start_on=on,
                rule=term.rule,
                title=term.title,
                article=term.article,
                start=StartKind.NOTIFICATION,
                reference=notification.number,
                document_id=notification.text_id,
                party=notification.party,
                residences=residences,
                is_on_record=True,
                **own,
            )
        except Refusal as refusal:
            append(notification, Said("term_not_opened", {"why": str(refusal)[:300]}), by=program)


def residences_of(party: Party) -> tuple[Place, ...]:
    """The municipality of its main address, if we know it and it is not that of the seat (30.6). Two statements."""
    address = party.addresses.filter(until=None).order_by("-is_main", "id").first()
    place = place_named(address.place) if address is not None and address.place else None
    return (place,) if place is not None and place.code != place_of(current_entity()).code else ()


def meet_terms(dispatch: Dispatch) -> None:
    """Meet the term to send and the term to resolve when everything that counts is on its way or has arrived.

    The one to resolve is met by putting the electronic ones at disposal (43.3), by an accredited attempt of those on
    paper (40.4), or by what was practised; the day is that of the last one of them.
    """
    rows = list(dispatch.notifications.exclude(state=State.WITHDRAWN).order_by("pk"))
    if not rows or any(row.state == State.PREPARED for row in rows):
        return
    if (
        dispatch.send_by is not None
        and not Leg.objects.filter(notification__dispatch=dispatch, state=Leg.State.WAITING)
        .exclude(notification__state__in=PRACTISED)
        .exists()
    ):
        _meet(dispatch.send_by, timezone.localdate(), Deadline.How.DONE, rows[0].number)
    counting = [row for row in rows if row.counts]
    days = [met_on(row) for row in counting]
    if dispatch.resolves is None or not days or None in days:
        return
    how = _how(counting)
    _meet(dispatch.resolves, max(day for day in days if day is not None), how, counting[0].number)


def met_on(row: Notification) -> date | None:
    """The day on which this one meets the term of the administration; None if none yet."""
    moments: Iterable[datetime | None] = (
        row.available_at if row.channel == Way.ELECTRONIC else None,
        row.attempted_at,
        row.practised_at,
    )
    return min((timezone.localdate(one) for one in moments if one is not None), default=None)


def _how(rows: list[Notification]) -> str:
    if all(row.channel == Way.ELECTRONIC for row in rows):
        return Deadline.How.AVAILABLE
    if any(row.attempted_at and row.state == State.AVAILABLE for row in rows):
        return Deadline.How.ATTEMPTED
    return Deadline.How.NOTIFIED


def _meet(term: Deadline, on: date, how: str, reference: str) -> None:
    """Meet a term of ours; one that was closed or met before stays as it is."""
    try:
        meet(
            term,
            by=Actor.program(current_entity().pk),
            on=max(on, term.start_on),
            how=how,
            reference=reference,
        )
    except Refusal:
        return


def leave_proof(ids: Iterable[UUID]) -> None:
    """Leave to a job the proof of how these ended."""
    from consistori.notifications.jobs import make_proofs

    keys = [str(key) for key in ids]
    for first in range(0, len(keys), 500):
        defer(make_proofs, notification_ids=keys[first : first + 500])
