"""Calendars outside, as iCalendar (RFC 5545): what goes out to a telephone, and what comes in, its faults by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from consistori.desk.calendar.layers import DAY, Happening

_ZONE = re.compile(r"TZID=([^:;\r\n]+)", re.IGNORECASE)
HOME = ZoneInfo("Europe/Madrid")
MOST_BYTES = 2_000_000
MOST_EVENTS = 2_000
MOST_ROWS = 5 * MOST_EVENTS
MOST_TIMES = 200
PAST, AHEAD = timedelta(days=400), timedelta(days=800)
LONGEST = 731
NEVER = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
"""What, day by day or week by week, may look for thousands of years and find nothing."""


def written(name: str, found: Iterable[Happening], *, at: datetime, address: str, host: str) -> bytes:
    """What happens, as a calendar to which one subscribes; `address` is put before the pages of ours."""
    from icalendar import Calendar, Event, vUri

    calendar = Calendar()
    calendar.add("prodid", "-//Consistori//Calendar//CA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for one in found:
        event = Event()
        event.add("uid", f"{one.uid}@{host}")
        event.add("dtstamp", (one.moved_at or at).astimezone(UTC))
        if one.starts_at is not None and one.ends_at is not None:
            event.add("dtstart", one.starts_at.astimezone(UTC))
            event.add("dtend", one.ends_at.astimezone(UTC))
        else:
            event.add("dtstart", one.starts_on)
            event.add("dtend", one.ends_on)
            # Whoever is away or has a term to meet is not busy the whole day.
            event.add("transp", "TRANSPARENT")
        event.add("summary", one.title)
        text = "\n".join(filter(None, [one.note, one.about]))
        if text:
            event.add("description", text)
        if one.url:
            event.add("url", vUri(address + one.url))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


@dataclass(frozen=True)
class Read:
    """One event of a calendar that is brought in; without hours it takes whole days."""

    uid: str
    title: str
    starts_on: date
    ends_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    text: str = ""


@dataclass(frozen=True)
class Fault:
    """What could not be read, its line in the file (1 is the first), and why."""

    line: int
    sentence: str


@dataclass
class Reading:
    """What was read of a file: its name, its events, what was not understood, how many were too old or too far."""

    name: str = ""
    events: list[Read] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    out_of_days: int = 0


class _Unread(ValueError):
    """A line of an event that is not understood: which, from the one where the event begins."""

    def __init__(self, block: str, name: str) -> None:
        lines = block.split("\r\n")
        here = next((n for n, ln in enumerate(lines) if ln.upper().startswith(name.upper())), 0)
        self.offset = here
        super().__init__(_("“%(line)s” is not understood") % {"line": lines[here].strip()[:80]})


def read(data: bytes, *, on: date) -> Reading:
    """Read a file. One event that is wrong leaves the rest as they are; a file that is no calendar has one fault."""
    found = Reading()
    if len(data) > MOST_BYTES:
        found.faults.append(Fault(1, _("The file is too big: two megabytes at most.")))
        return found
    text = data.decode("utf-8", errors="replace").lstrip("\ufeff").replace("\0", "")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[0].strip().upper().startswith("BEGIN:VCALENDAR"):
        found.faults.append(Fault(1, _("This is no calendar: it must begin with BEGIN:VCALENDAR.")))
        return found
    found.name = next(
        (ln.split(":", 1)[1].strip() for ln in lines[:60] if ln.upper().startswith("X-WR-CALNAME")), ""
    )
    zones = _zones(lines)
    for n, (line, block) in enumerate(_blocks(lines, found)):
        if n >= MOST_EVENTS or len(found.events) >= MOST_ROWS:
            found.faults.append(
                Fault(line, _("More than %(n)s events: the rest is left out.") % {"n": MOST_EVENTS})
            )
            break
        try:
            _add(found, block, zones, on)
        except (ValueError, KeyError, TypeError, OverflowError, AttributeError, IndexError) as fault:
            found.faults.append(Fault(line + getattr(fault, "offset", 0), _sentence(fault)))
    return found


def _zones(lines: list[str]) -> str:
    """The zones that the file defines, to be read with each of its events."""
    kept: list[str] = []
    inside = False
    for line in lines:
        inside = inside or line.upper().startswith("BEGIN:VTIMEZONE")
        if inside:
            kept.append(line)
        if line.upper().startswith("END:VTIMEZONE"):
            inside = False
        if len(kept) > 400:
            return ""
    return "\r\n".join(kept) + "\r\n" if kept else ""


def _blocks(lines: list[str], found: Reading) -> Iterator[tuple[int, str]]:
    """Each event with the line where it begins."""
    begins = 0
    kept: list[str] = []
    for n, line in enumerate(lines, start=1):
        word = line.strip().upper()
        if word == "BEGIN:VEVENT":
            if begins:
                found.faults.append(Fault(begins, _("This event is not closed: END:VEVENT is missing.")))
            begins, kept = n, []
        if begins:
            kept.append(line)
        if word == "END:VEVENT" and begins:
            yield begins, "\r\n".join(kept)
            begins = 0
    if begins:
        found.faults.append(Fault(begins, _("This event is not closed: END:VEVENT is missing.")))


def _add(found: Reading, block: str, zones: str, on: date) -> None:
    from icalendar import Calendar

    own = zones if zones and _has_strange_zone(block) else ""
    whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-\r\n{own}{block}\r\nEND:VCALENDAR\r\n"
    event: Any = next(iter(Calendar.from_ical(whole).walk("VEVENT")))
    if event.errors:
        raise _Unread(block, str(event.errors[0][0]))
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    if "DTSTART" not in event:
        raise ValueError(_("It does not say when it begins (DTSTART)."))
    begins, ends = event.decoded("DTSTART"), _end(event)
    title = " ".join(str(event.get("SUMMARY", "")).split())[:160] or _("Without a title")
    uid = str(event.get("UID", ""))[:200] or f"{title}-{begins}"[:200]
    if "RECURRENCE-ID" in event:
        uid = f"{uid}#{event.decoded('RECURRENCE-ID'):%Y%m%d}"
    said = (title, str(event.get("LOCATION", ""))[:120], str(event.get("DESCRIPTION", ""))[:2000])
    for day in _times(event, begins, on):
        row = _read(uid, day, begins, ends, said)
        if row.ends_on <= on - PAST or row.starts_on >= on + AHEAD:
            found.out_of_days += 1
        elif (row.ends_on - row.starts_on).days > LONGEST:
            raise ValueError(_("It lasts more than two years."))
        else:
            found.events.append(row)


def _has_strange_zone(block: str) -> bool:
    """Whether it names a zone that only the file knows: to read its definition each time is slow."""
    return any(name.strip('"') not in available_timezones() for name in set(_ZONE.findall(block)))


def _end(event: Any) -> Any:
    begins = event.decoded("DTSTART")
    if "DTEND" in event:
        return event.decoded("DTEND")
    if "DURATION" in event:
        return begins + event.decoded("DURATION")
    return begins + (timedelta(hours=1) if isinstance(begins, datetime) else DAY)


def _times(event: Any, begins: Any, on: date) -> list[Any]:
    """The beginnings of what repeats, within the days that are kept; of what does not, its own."""
    if "RRULE" not in event:
        return [begins]
    from dateutil.rrule import rrulestr

    rule = event["RRULE"].to_ical().decode().upper()
    if any(word in rule for word in ("SECONDLY", "MINUTELY", "HOURLY")):
        raise ValueError(_("It repeats too often for a calendar of days."))
    if re.search(r"INTERVAL=0+(;|$)", rule):
        raise ValueError(_("It repeats in a way that is not read here."))  # it would never end
    if ("FREQ=DAILY" in rule or "FREQ=WEEKLY" in rule) and any(word in rule for word in NEVER):
        raise ValueError(_("It repeats in a way that is not read here."))
    naive = (
        begins.replace(tzinfo=None) if isinstance(begins, datetime) else datetime.combine(begins, time.min)
    )
    rule = ";".join(_until(part) for part in rule.split(";"))
    left_out = {_naive(one.dt) for group in _listed(event.get("EXDATE")) for one in group.dts}
    found: list[Any] = []
    first = datetime.combine(on, time.min)
    for n, moment in enumerate(rrulestr(rule, dtstart=naive)):
        if moment >= first + AHEAD or n > 20_000 or len(found) >= MOST_TIMES:
            break
        if moment > first - PAST and moment not in left_out:
            found.append(_like(moment, begins))
    return found


def _until(part: str) -> str:
    """The end of a rule without its zone: the beginning has none either while it is reckoned."""
    return part.rstrip("Z") if part.upper().startswith("UNTIL") else part


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _naive(value: Any) -> datetime:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else datetime.combine(value, time.min)


def _like(moment: datetime, begins: Any) -> Any:
    return moment.replace(tzinfo=begins.tzinfo) if isinstance(begins, datetime) else moment.date()


def _read(uid: str, day: Any, begins: Any, ends: Any, said: tuple[str, str, str]) -> Read:
    title, place, text = said
    if not isinstance(day, datetime):
        length = max((_date(ends) - _date(begins)).days, 1)
        own = uid if day == begins else f"{uid}#{day:%Y%m%d}"
        return Read(own, title, day, day + DAY * length, place=place, text=text)
    start = _aware(day)
    end = start + (_aware(ends) - _aware(begins))
    if end <= start:
        end = start + timedelta(minutes=1)
    own = uid if day == begins else f"{uid}#{day:%Y%m%dT%H%M}"
    last = end.astimezone(HOME)
    until = last.date() if last.time() == time.min and last.date() > start.date() else last.date() + DAY
    return Read(own, title, start.astimezone(HOME).date(), until, start, end, place, text)


def _date(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _aware(value: Any) -> datetime:
    """An hour without zone is of here."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=HOME)


def _sentence(fault: Exception) -> str:
    return _("This event cannot be read: %(why)s") % {"why": str(fault)[:200] or type(fault).__name__}
