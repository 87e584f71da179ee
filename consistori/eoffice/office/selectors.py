"""Questions of the pages of the office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language

from consistori.catalogue.procedures import selectors as procedures
from consistori.deadlines.rules.days import Calendar, NonWorkingDay
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.eoffice.models import Incident, OfficeSetting, OfficeText, PublicNotice
from consistori.eoffice.office import hours
from consistori.eoffice.office.letters import Letter
from consistori.eoffice.office.saying import Card, card, spoken
from consistori.eoffice.office.texts import PageText, blocks_of, proposed
from consistori.kernel.clock import now, today
from consistori.registry.models import RegistryEntry
from consistori.tenancy.models import Entity
from consistori.tenancy.often import asked_often
from consistori.tenancy.scope import current_entity

MOST_ON_HOME = 8
USE_SECONDS = 600
USE_DAYS = 365
USUAL = ("PAD-03", "PAD-01", "URB-03", "VIA-02", "MED-03", "EDU-01", "FIS-01", "GEN-07", "GEN-01", "VIA-01")
"""What people of a small town come for, until its own registry says."""


_setting = asked_often(lambda: OfficeSetting.objects.order_by("pk")[:1])


def language() -> str:
    """The language of who reads, as sheets have it."""
    return spoken(get_language() or "ca")


def setting() -> OfficeSetting | None:
    """The setting of the office of the scope, or None while nobody has filled it. One statement."""
    found = _setting()
    return found[0] if found else None


def week_of(kept: OfficeSetting | None) -> tuple[tuple[hours.Span, ...], ...]:
    """The hours of the counter; empty when nobody has said them, or what is kept cannot be read."""
    try:
        return hours.read_week(kept.hours) if kept else ()
    except hours.HoursFault:
        return ()


def calendar_here(entity: Entity) -> Calendar:
    """The non-working days of the seat. One statement."""
    return calendars_of([place_of(entity)])[0]


def door(entity: Entity, kept: OfficeSetting | None) -> hours.AtTheDoor | None:
    """Whether the counter is open now; None where its hours were never said."""
    week = week_of(kept)
    if not week:
        return None
    days = calendar_here(entity).days

    def holiday(day: Any) -> str:
        return days[day].name if day in days else ""

    return hours.at_the_door(week, timezone.localtime(now()), holiday)


def cards() -> list[Card]:
    """Every procedure that a citizen may start, as lines of a list."""
    said = language()
    return procedures.made_of_open("cards", get_language() or "ca", lambda shown: card(shown.sheet, said))


def for_home(all_cards: Iterable[Card]) -> list[Card]:
    """The wishes of the door: by use of the last year, then the usual ones; those that finish «Vull…»."""
    used = most_used()
    rank = {code: place for place, code in enumerate([*used, *(code for code in USUAL if code not in used)])}
    wishes = [one for one in all_cards if one.wish]
    return sorted(wishes, key=lambda one: (rank.get(one.code, len(rank)), one.code))[:MOST_ON_HOME]


def most_used() -> list[str]:
    """Codes of the procedures most filed in the last year, reckoned every ten minutes a town."""

    def count() -> list[str]:
        since = now() - timedelta(days=USE_DAYS)
        rows = RegistryEntry.objects.filter(registered_at__gte=since).exclude(procedure="")
        counted = rows.values_list("procedure").annotate(times=Count("pk")).order_by("-times", "procedure")
        return [code for code, _times in counted[:MOST_ON_HOME]]

    found: list[str] | None = cache.get_or_set(f"office-use:{current_entity().pk}", count, USE_SECONDS)
    return found or []


def incidents_on_home() -> list[Incident]:
    """Those that last, are announced, or whose extension still runs."""
    return list(Incident.objects.on_home(now())[:5])


def notices_on_home() -> list[PublicNotice]:
    """What is told to everybody now, the next date first."""
    shown = PublicNotice.objects.shown_on(today())[:20]
    return sorted(shown, key=lambda one: (one.day is None, one.day or one.starts_on))[:5]


def text_of(letter: Letter, entity: Entity, said: str = "") -> PageText:
    """The text of a page in a language, in force: the town's last version, or the proposed one."""
    said = said or language()
    last = OfficeText.objects.filter(page=letter.key, language=said).order_by("-number").first()
    if last is not None and last.text:
        return PageText(blocks_of(last.text), last.text, last.number, last.made_at, last.made_by_name)
    raw = proposed().get(letter.key, {}).get(said, "").replace("{entity}", entity.name)
    return PageText(blocks_of(raw), raw)


def holidays_of_year(calendar: Calendar, year: int) -> list[NonWorkingDay]:
    """The non-working days of a year, in order."""
    return [calendar.days[day] for day in sorted(calendar.days) if day.year == year]
