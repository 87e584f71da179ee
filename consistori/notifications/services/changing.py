"""Taking a notification back, changing its way, giving more days because the office did not work."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.models import Deadline
from consistori.deadlines.services import reopen
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, Refusal, ensure
from consistori.notifications.carriers import COUNTER, OFFICE, PAPER
from consistori.notifications.events import ChannelChanged, LapseExtended, NotificationWithdrawn
from consistori.notifications.evidencing import Said, append
from consistori.notifications.models import Dispatch, Leg, Notification
from consistori.notifications.policies import may_extend, may_notify, subject_of
from consistori.notifications.rules.channel import Why
from consistori.notifications.rules.lapse import expires_at, last_day
from consistori.notifications.rules.states import PRACTISED, State, What
from consistori.notifications.services.practising import (
    NotSo,
    leave_proof,
    locked,
    move_or_refuse,
    told,
)
from consistori.parties.rules.channels import Way
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def withdraw(what: Dispatch | Notification, *, by: Actor, reason: str) -> list[Notification]:
    """Take back what has notified nobody yet; the term that putting it at disposal had met runs again.

    An act that is notified already is not taken back: it is annulled or corrected by another (arts. 106 and 109).
    """
    dispatch = what if isinstance(what, Dispatch) else what.dispatch
    ensure(may_notify(by, subject_of(dispatch)))
    clean = " ".join(reason.split())
    if not clean:
        raise BadInput(_("Write why it is withdrawn: its addressee will see it."), field="reason")
    dispatch = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    wanted = [what] if isinstance(what, Notification) else list(dispatch.notifications.order_by("pk"))
    moment, taken = now(), []
    for one in wanted:
        row = locked(one)
        if isinstance(what, Dispatch) and (row.standing(moment) in PRACTISED or row.state == State.WITHDRAWN):
            continue
        taken.append(_take_back(row, clean, moment, by=by))
    if not taken:
        raise NotSo(
            _("All of them are notified already: an act is annulled or corrected by another one."),
            article="Llei 39/2015, art. 109",
        )
    left = dispatch.notifications.exclude(state=State.WITHDRAWN)
    if not left.exists():
        dispatch.withdrawn_at, dispatch.withdrawn_reason = moment, clean[:500]
        dispatch.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _run_again(dispatch, taken, clean)
    leave_proof([row.pk for row in taken])
    return taken


def _take_back(row: Notification, reason: str, moment: datetime, *, by: Actor) -> Notification:
    row.state = move_or_refuse(row, What.WITHDRAW, moment)
    row.withdrawn_at = moment
    row.save(update_fields=["state", "withdrawn_at"])
    going = Leg.objects.filter(notification=row, state__in=[Leg.State.WAITING, Leg.State.SENT])
    going.update(state=Leg.State.CLOSED, done_at=moment)
    append(row, Said("withdrawn", {"reason": reason[:300]}, at=moment), by=by)
    announce(NotificationWithdrawn(**told(row), reason=reason[:200]), by=by)
    return row


def _run_again(dispatch: Dispatch, taken: list[Notification], reason: str) -> None:
    """What these had met is not met any more. A term that another act keeps running is left as it is."""
    numbers = {row.number for row in taken} | set(dispatch.notifications.values_list("number", flat=True))
    program = Actor.program(current_entity().pk)
    for key in (dispatch.resolves_id, dispatch.send_by_id):
        term = Deadline.objects.filter(pk=key, state=Deadline.State.MET, met_reference__in=numbers).first()
        if term is None or (key == dispatch.send_by_id and dispatch.withdrawn_at is None):
            continue
        try:
            reopen(term, by=program, reason=reason)
        except Refusal:
            continue


@act
def extend_for_incident(
    *, by: Actor, since: datetime, until: datetime, extended_to: date, reference: str
) -> int:
    """Give until a day to open those whose days ran while the office did not work (RD 203/2021, art. 44.4; R-NOT-20).

    `since` and `until` are of the incident; `reference`, where the extension was published, before the days ended.
    What had lapsed before it is not reached (32.1). How many were given more.
    """
    ensure(may_extend(by))
    article = "RD 203/2021, art. 44.4"
    if until <= since:
        raise BadInput(_("The incident ends after it begins."), field="until")
    if not reference.strip():
        raise BadInput(_("Write where the extension is published."), field="reference", article=article)
    if extended_to < today():
        raise BadInput(
            _("That day has gone by: nobody could open them."), field="extended_to", article=article
        )
    moment = now()
    reached = Notification.objects.open(moment).filter(available_at__lt=until, expires_at__gt=since)
    given = 0
    for one in list(reached.order_by("pk")):
        row = locked(one)
        if row.available_at is None or not row.lapses or row.standing(moment) != State.AVAILABLE:
            continue
        if extended_to <= last_day(row.available_at, row.extended_to):
            continue
        row.extended_to = extended_to
        row.expires_at = expires_at(row.available_at, extended_to)
        row.save(update_fields=["extended_to", "expires_at"])
        said = {
            "since": since.isoformat(),
            "until": until.isoformat(),
            "extended_to": extended_to.isoformat(),
            "reference": reference.strip(),
        }
        append(row, Said("extended", said), by=by)
        announce(
            LapseExtended(**told(row), until=extended_to.isoformat(), reference=reference.strip()[:200]),
            by=by,
        )
        given += 1
    return given


@act
def change_channel(
    notification: Notification, *, by: Actor, to: str, reason: str, on: date | None = None
) -> Notification:
    """Send by another way what has not arrived yet: whoever asked for it, from the day on which it counts (R-ELE-03).

    `on` is the first day of the new way. Turned electronic, the ten days count from now, when it is at disposal by the
    way that they chose; turned to paper, time rejects it no more (43.2 is only of who is obliged or chose it).
    """
    row = locked(notification)
    ensure(may_notify(by, subject_of(row.dispatch)))
    way = Way(to)
    if row.is_obliged and way == Way.PAPER:
        raise NotSo(
            _("They must be notified electronically: it does not go on paper."),
            article="Llei 39/2015, art. 14.2",
        )
    if row.never_electronic and way == Way.ELECTRONIC:
        raise NotSo(_("It has parts that are never electronic."), article="Llei 39/2015, art. 41.2")
    if on is not None and on > today():
        raise NotSo(
            _("The change does not count yet: this one goes by the way before."),
            article="RD 203/2021, art. 3.2",
        )
    if row.channel == way:
        return row
    if row.standing() not in {State.PREPARED, State.AVAILABLE}:
        raise NotSo(
            _("It has arrived, or was withdrawn: its way does not change."), article="Llei 39/2015, art. 41.7"
        )
    row.channel, row.lapses = way.value, way == Way.ELECTRONIC
    row.is_chosen = way == Way.ELECTRONIC and not row.is_obliged
    row.why = Why.CHOSE_ELECTRONIC if way == Way.ELECTRONIC else Why.CHOSE_PAPER
    row.article = "RD 203/2021, art. 3.2"
    row.expires_at = expires_at(now()) if row.lapses and row.state == State.AVAILABLE else None
    row.save(update_fields=["channel", "lapses", "is_chosen", "why", "article", "expires_at"])
    legs = Leg.objects.filter(notification=row)
    if way == Way.ELECTRONIC:
        legs.filter(carrier__in=[PAPER, COUNTER], state=Leg.State.WAITING).update(
            state=Leg.State.CLOSED, done_at=now()
        )
    else:
        Leg.objects.get_or_create(notification=row, carrier=PAPER)
    said = {"to": way.value, "reason": reason[:300], "expires_at": str(row.expires_at or "")}
    append(row, Said("channel_changed", said, carrier=OFFICE), by=by)
    announce(ChannelChanged(**told(row), channel=way.value, reason=reason[:200]), by=by)
    return row
