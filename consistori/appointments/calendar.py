"""An appointment as calendars of phones and computers take it (iCalendar, RFC 5545; its messages, RFC 5546)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Entry:
    """What a calendar shows. `uid` stays and `sequence` grows, so that what changed replaces what was there."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    title: str
    where: str
    text: str
    url: str
    organiser: str
    organiser_name: str
    attendee: str = ""
    attendee_name: str = ""
    is_cancelled: bool = False


def as_icalendar(entry: Entry) -> bytes:
    """The file `text/calendar` of it: a request with its alarm an hour before, or a cancellation."""
    from datetime import UTC

    from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("location", entry.where)
    event.add("description", entry.text)
    event.add("url", vUri(entry.url))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{entry.organiser}")
    organiser.params["cn"] = vText(entry.organiser_name)
    event["organizer"] = organiser
    if entry.attendee:
        attendee = vCalAddress(f"mailto:{entry.attendee}")
        attendee.params["cn"] = vText(entry.attendee_name)
        attendee.params["partstat"] = vText("ACCEPTED")
        event.add("attendee", attendee, encode=0)
    if not entry.is_cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(hours=-1))
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Consistori//Appointments//CA")
    calendar.add("version", "2.0")
    calendar.add("method", CANCEL if entry.is_cancelled else REQUEST)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
