"""`{% load eoffice %}`: the hours of the counter, and texts in the language of who reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from consistori.catalogue.procedures.selectors import procedure
from consistori.eoffice.asking.consults import Look, looks_of_draft
from consistori.eoffice.office import selectors
from consistori.eoffice.office.attention import phone_only
from consistori.eoffice.office.hours import together
from consistori.eoffice.paying.letters import euros
from consistori.eoffice.paying.rules import fee_of
from consistori.eoffice.paying.selectors import letter_of
from consistori.eoffice.places.services import plan_in_force
from consistori.kernel.errors import NotHere
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import scope_or_none
from consistori.ui.dates import day_and_month, long_day, weekday_name

register = template.Library()


@register.simple_tag
def counter_hours() -> list[str]:
    """The hours of the counter in sentences, a line each; nothing when nobody has said them. One statement."""
    if scope_or_none() is None:
        return []
    lines = []
    for days, span in together(selectors.week_of(selectors.setting())):
        said = {
            "days": _days(days),
            "from": clock(span.opens).removesuffix("\u00a0h"),
            "to": clock(span.closes),
        }
        lines.append(_("%(days)s, from %(from)s to %(to)s") % said)
    return [line[:1].upper() + line[1:] for line in lines]


def _days(days: list[int]) -> str:
    """«de dilluns a divendres», «dimarts i dijous»."""
    names = [weekday_name(day) for day in days]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return pgettext("weekdays", "from %(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    if len(names) == 1:
        return names[0]
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


@register.filter
def door_day(value: datetime) -> SafeString:
    """«Dimarts,» and under it «17 de novembre»."""
    weekday, _comma, day = long_day(value).partition(", ")
    return format_html("{},<br> {}", weekday.capitalize(), day)


@register.filter
def clock(value: time | None) -> str:
    """«9 h», «9.30 h»; «9:30 h» in other languages."""
    if value is None:
        return ""
    dot = "." if (get_language() or "ca").startswith("ca") else ":"
    return f"{value.hour}{f'{dot}{value.minute:02d}' if value.minute else ''}\u00a0h"


@register.simple_tag(takes_context=True)
def by_phone(context: Any) -> Any:
    """The time in which we attend by telephone only, if it is now; None otherwise. One statement a page."""
    request = context.get("request")
    if scope_or_none() is None:
        return None
    if not hasattr(request, "phone_only"):
        found = phone_only()
        if request is None:
            return found
        request.phone_only = found
    return request.phone_only


@register.simple_tag
def said(thing: Any, name: str) -> str:
    """`{% said notice "title" %}`: its `title_es` or `title_ca`, by the language of who reads."""
    ca, es = getattr(thing, f"{name}_ca", ""), getattr(thing, f"{name}_es", "")
    return str((es or ca) if selectors.language() == "es" else ca)


@register.filter
def month_of(value: date | None) -> str:
    """«de desembre»: what follows the figure of a day."""
    return day_and_month(value).partition(" ")[2] if value else ""


@dataclass(frozen=True)
class ShownPlan:
    """The drawing of the town as a field shows it."""

    number: int
    streets: list[str]
    bounds_text: str
    attribution: str
    tiles: str
    how: str
    label: str


@register.simple_tag
def town_plan() -> ShownPlan | None:
    """The drawing of the town, None where there is none. One light statement."""
    if scope_or_none() is None or (found := plan_in_force()) is None:
        return None
    row, plan = found
    return ShownPlan(
        row.number,
        plan.streets,
        " ".join(f"{edge:.6f}" for edge in plan.bounds),
        row.attribution,
        settings.MAP_TILES,
        _("Press where it is. With the keyboard, move the pin with the arrows."),
        _("Plan of the town"),
    )


@register.simple_tag
def pay_letter(entry: RegistryEntry) -> dict[str, Any] | None:
    """What an entry costs and its pay letter, None when it costs nothing. One statement."""
    letter = letter_of(entry)
    if letter is not None:
        return {"letter": letter, "amount": euros(letter.amount)}
    try:
        fee = fee_of(procedure(entry.procedure).sheet, entry.answers) if entry.procedure else None
    except NotHere:
        return None
    return {"letter": None, "amount": euros(fee)} if fee is not None else None


@register.simple_tag
def looks_of(opened: Any) -> list[Look]:
    """`{% looks_of opened as looks %}`: what is looked up for a draft. One statement, none without consultations."""
    return looks_of_draft(opened.draft.pk, opened.shown.sheet, opened.language)


@register.simple_tag
def fee_of_draft(opened: Any) -> str:
    """`{% fee_of_draft opened as fee %}`: what the draft would cost, «120,00 €»; empty when that is not known."""
    due = fee_of(opened.shown.sheet, opened.content.answers)
    return euros(due) if due is not None else ""
