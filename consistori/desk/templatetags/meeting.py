"""What is drawn on the screen of the meeting: the rule of days of a term, the leaves of the streak, the load."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.desk.meeting.points.matters import Matter
from consistori.desk.meeting.rules import Streak
from consistori.ui import dates

register = template.Library()
TICKS = 20
LAST = 2
"""The last tenth of a term that is ours is in rubric."""
MOST_LOAD = 16


@register.inclusion_tag("desk/meeting/_rule.html")
def rule_of_days(matter: Matter) -> dict[str, Any]:
    """Twenty ticks: solid those that have passed; the last tenth of ours, where the law speaks, apart."""
    passed = min(TICKS, matter.passed * TICKS // 100)
    bars = [
        {"x": 11 * n + 1, "full": n < passed, "law": matter.is_ours and n >= TICKS - LAST}
        for n in range(TICKS)
    ]
    return {"bars": bars, "matter": matter}


@register.inclusion_tag("desk/meeting/_leaves.html")
def leaves(streak: Streak) -> dict[str, Any]:
    """The last weeks as leaves, with the sentence."""
    said = {
        "held": _("held"), "now": _("going on"), "coming": _("this week"), "missed": _("not held"),
        "free": _("holidays"),
    }  # fmt: skip
    shown = [
        {
            "x": 14 * n + 1,
            "standing": leaf.standing,
            "words": f"{dates.short_day(leaf.week)}: {said[leaf.standing]}",
        }
        for n, leaf in enumerate(streak.leaves)
    ]
    return {"leaves": shown, "width": 14 * len(shown), "words": in_a_row(streak.held)}


@register.filter
def in_a_row(held: int) -> str:
    """«12 setmanes seguides»."""
    return (
        ngettext("%(n)d week in a row", "%(n)d weeks in a row", held) % {"n": held}
        if held
        else _("the first one")
    )


@register.inclusion_tag("desk/meeting/_load.html")
def load_ticks(n: int) -> dict[str, Any]:
    """One tick a thing, sixteen at most; the figure is beside."""
    return {"bars": [11 * place + 1 for place in range(min(n, MOST_LOAD))], "width": 11 * MOST_LOAD}


@register.filter
def holiday_of(names: dict[Any, str], row: Any) -> str:
    """The holiday on which an agreement fell, if it did."""
    return names.get(row.pk, "")


@register.filter
def day_month(value: Any) -> str:
    """«24 de novembre»"""
    return dates.day_and_month(value) if value else ""
