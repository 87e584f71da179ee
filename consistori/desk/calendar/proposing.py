"""What the calendar proposes: when the agenda of a session must be closed so that it is called in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from consistori.deadlines.rules.acts import last_day_to_call
from consistori.desk.calendar.layers import DAY
from consistori.desk.calendar.models import CalendarEvent
from consistori.desk.calendar.selectors import Holidays
from consistori.ui import dates

AHEAD = 14
CALL_DAYS = 2
"""Working days between the call of a session and the session (LBRL, art. 46.2.b)."""


@dataclass(frozen=True)
class Proposal:
    """A session whose call is not in the calendar, and the last day for it, with its reason."""

    event: CalendarEvent
    on: date
    title: str
    text: str


def uid_of(event: CalendarEvent) -> str:
    """How the note of the call of a session is known."""
    return f"call-{event.pk}"


def proposals_from(day: date, holidays: Holidays) -> list[Proposal]:
    """The sessions of two weeks whose call can still be in time and is not written. Two statements."""
    sessions = list(
        CalendarEvent.objects.standing().filter(
            layer=CalendarEvent.Layer.SESSION, starts_on__gt=day, starts_on__lte=day + DAY * AHEAD, uid="",
            is_private=False,
        )[:6]
    )  # fmt: skip
    uids = [uid_of(one) for one in sessions]
    written = (
        set(CalendarEvent.objects.standing().filter(uid__in=uids).values_list("uid", flat=True))
        if uids
        else set()
    )
    found = []
    for event in sessions:
        proposed = proposal_of(event, holidays)
        if proposed.on >= day and uid_of(event) not in written:
            found.append(proposed)
    return found


def proposal_of(event: CalendarEvent, holidays: Holidays) -> Proposal:
    """The one of a session."""
    last = last_day_to_call(event.starts_on, CALL_DAYS, [holidays.calendar] if holidays.calendar else [])
    between = [last + DAY * n for n in range(1, (event.starts_on - last).days)]
    names = [
        f"{dates.short_day(day, weekday=True)}, {holidays.name_of(day)}"
        for day in between
        if holidays.name_of(day)
    ]
    said = {"session": dates.long_day(event.starts_on), "last": dates.long_day(last), "n": CALL_DAYS}
    text = _(
        "To hold it on %(session)s, close the agenda and send the call by %(last)s: %(n)s working days between, as "
        "art. 46.2.b of the LBRL asks of the plenary."
    )
    text %= said
    if names:
        text += " " + _("These do not count: %(days)s.") % {"days": "; ".join(names)}
    return Proposal(event, last, _("Call of: %(title)s") % {"title": event.title}, text)
