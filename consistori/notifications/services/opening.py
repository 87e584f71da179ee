"""Opening a notification and rejecting it, by whoever has said who they are; only after the warning (RD 45.1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, NotPermitted, Refusal
from consistori.notifications.carriers import OFFICE
from consistori.notifications.events import AccessRefused
from consistori.notifications.evidencing import Said, append
from consistori.notifications.models import Evidence, Notification
from consistori.notifications.readers import Reader, may_read
from consistori.notifications.rules.states import FINAL, State, What
from consistori.notifications.services.practising import Arrival, locked, practise, told
from consistori.trail import act, announce

WARNED_FOR = timedelta(minutes=30)
OPENED_BY_OTHER = "other"


class NotWarned(Refusal):
    """Nobody has told this reader what opening it does."""

    default_code = "not-warned"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Read first what opening it, rejecting it or leaving it for ten days does, and go on from there."
            ),
            article="RD 203/2021, art. 45.1",
        )


class LapsedAlready(Refusal):
    """The ten days went by."""

    default_code = "lapsed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ten natural days went by and it is taken for rejected: its terms run from that day."
                " You may still read it."
            ),
            article="Llei 39/2015, art. 43.2",
        )


@act
def record_warning(notification: Notification, *, by: Actor, reader: Reader) -> datetime:
    """Write that this reader was told what opening, rejecting or leaving it does; the instant, to go on with.

    Told twice within half an hour it is the same one.
    """
    row, moment = locked(notification), now()
    _ensure_reads(reader, row, moment)
    before = _warning_of(row, reader, moment)
    if before is not None:
        return before
    line = append(row, Said("warned", reader.said, at=moment, carrier=OFFICE), by=by)
    return line.at


@act
def record_access(
    notification: Notification,
    *,
    by: Actor,
    reader: Reader,
    warned_at: datetime | None,
    at: datetime | None = None,
) -> Notification:
    """Open a notification: from this instant it is notified (43.2). `at` is when the request came in.

    What was opened, or had arrived by another way before, is opened again and only the evidence says so. Raises
    `NotWarned`, `LapsedAlready` the first time after day ten, `NotHere` for who has nothing to do with it and
    `NotPermitted` for who acts by a power that is not good now.
    """
    moment = at or now()
    row = locked(notification)
    _ensure_reads(reader, row, moment)
    stands = row.standing(moment)
    if stands in FINAL - {State.WITHDRAWN}:
        append(row, Said("read_again", reader.said, at=moment, carrier=OFFICE), by=by)
        return row
    _ensure_warned(row, reader, warned_at, moment)
    arrival = Arrival(
        What.ACCESS, moment, OFFICE, {**reader.said, "sha256": row.sha256}, row.text_id,
        {"by_other": bool(reader.for_identifier)},
    )  # fmt: skip
    return practise(row, arrival, by=by)


@act
def reject(
    notification: Notification,
    *,
    by: Actor,
    reader: Reader,
    warned_at: datetime | None,
    at: datetime | None = None,
) -> Notification:
    """Reject a notification expressly: the step is done and the procedure goes on (41.5); its content stays unread.

    Raises the same as `record_access`, and `LapsedAlready` when there is nothing left to reject.
    """
    moment = at or now()
    row = locked(notification)
    _ensure_reads(reader, row, moment)
    if row.standing(moment) == State.LAPSED:
        raise LapsedAlready
    if row.standing(moment) == State.AVAILABLE:
        _ensure_warned(row, reader, warned_at, moment)
    return practise(row, Arrival(What.REJECT, moment, OFFICE, reader.said, row.text_id), by=by)


@act
def record_refused_access(notification: Notification, *, by: Actor, reader: Reader, reason: str) -> None:
    """Write that somebody who acts by a power that is not good now wanted to open it, and was not let (5.4)."""
    row = locked(notification)
    append(row, Said("access_refused", {**reader.said, "reason": reason[:300]}, carrier=OFFICE), by=by)
    announce(AccessRefused(**told(row), reason=reason[:200]), by=by)


def _ensure_reads(reader: Reader, row: Notification, at: datetime) -> None:
    verdict = may_read(reader, row, at)
    if not verdict and not verdict.reason:
        raise NotHere()
    if not verdict:
        raise NotPermitted(verdict.reason, article=verdict.article)
    if row.available_at is None or row.state == State.WITHDRAWN or row.never_electronic:
        raise NotHere()


def _warning_of(row: Notification, reader: Reader, at: datetime) -> datetime | None:
    """When this reader was warned within the last half hour."""
    lines = Evidence.objects.filter(notification=row, kind="warned", at__gt=at - WARNED_FOR, at__lte=at)
    for line in lines.order_by("-number"):
        if line.said.get("identifier") == reader.identifier and line.said.get("for_identifier", "") == (
            reader.for_identifier
        ):
            return line.at
    return None


def _ensure_warned(row: Notification, reader: Reader, warned_at: datetime | None, at: datetime) -> None:
    if warned_at is None or _warning_of(row, reader, at) is None:
        raise NotWarned
