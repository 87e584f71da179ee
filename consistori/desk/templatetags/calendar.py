"""`{% load calendar %}`: addresses and numbers of the pages of the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from consistori.desk.calendar.picture import Item
from consistori.kernel.hours import Span
from consistori.ui import dates

register = template.Library()


@register.simple_tag(takes_context=True)
def at(context: Any, day: date) -> str:
    """The address of the same view on another day."""
    return format_html("?view={}&on={}", context["frame"].view, day.isoformat())


@register.filter
def address(item: Item) -> str:
    """The page of what happens, in its town when several are seen at once."""
    return _in_town(item, item.one.url)


@register.filter
def why(item: Item) -> str:
    """The page of the sum of a term, in its town."""
    return _in_town(item, item.one.why_url)


def _in_town(item: Item, url: str) -> str:
    return f"/e/{item.town.slug}{url}" if item.town is not None and url.startswith("/desk/") else url


@register.filter
def in_cell(day: date, of: date) -> str:
    """«24», and «1 des.» of the month that is not the one of the page."""
    if day.day == 1 and (day.year, day.month) != (of.year, of.month):
        return dates.short_day(day, year=False)
    return str(day.day)


@register.filter
def weekday_of(n: int) -> str:
    """«dilluns» of 0."""
    return dates.weekday_name(n)


@register.filter
def span_of(span: Span) -> str:
    """«9.00–10.30»; the whole day of what has no hour."""
    if span.opens.hour == 0 and span.opens.minute == 0 and span.closes.hour == 23:
        return _("the whole day")
    return f"{span.opens.hour}.{span.opens.minute:02d}–{span.closes.hour}.{span.closes.minute:02d}"
