"""The chip of a term: ten ticks, its day, what is left, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.deadlines.limits import limits_for
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.nearness import Nearness, nearness_of, part_passed
from consistori.kernel.clock import today
from consistori.ui import dates

ICONS = {
    Nearness.OVERDUE: "law",
    Nearness.MET: "check",
    Nearness.LATE: "check",
    Nearness.PAUSED: "pause",
    Nearness.UNSURE: "warning",
}


@dataclass(frozen=True)
class Chip:
    """What is drawn: `tone` is a `Nearness`; `day` and `left` in words; `passed` of ten ticks, `paused` of them.

    `question` is «Why 11 June?», for whoever hears the page.
    """

    term: Deadline
    tone: Nearness
    icon: str
    day: str
    left: str
    passed: int
    paused: int
    question: str
    url: str


def nearness(term: Deadline, on: date) -> Nearness:
    """How a term stands on a day."""
    if term.state == Deadline.State.MET:
        return Nearness.LATE if term.was_met_late else Nearness.MET
    if term.state == Deadline.State.CLOSED:
        return Nearness.CLOSED
    if term.is_stopped:
        return Nearness.PAUSED
    if term.last_day is None:
        return Nearness.UNSURE
    return nearness_of(
        start_on=term.start_on, last_day=term.last_day, on=on, is_ours=not term.is_of_party,
        limits=limits_for(term.entity_id),
    )  # fmt: skip


def chip_of(term: Deadline, on: date | None = None) -> Chip:
    """The chip of a term on a day; nothing is asked of the database."""
    on = on or today()
    tone = nearness(term, on)
    part = part_passed(term.start_on, term.not_before, on) // 10
    stopped = 2 if tone is Nearness.PAUSED else 0
    return Chip(
        term=term,
        tone=tone,
        icon=ICONS.get(tone, ""),
        day=dates.short_day(term.not_before, weekday=True),
        left=left_in_words(term, tone, on),
        passed=10 if tone in (Nearness.MET, Nearness.LATE) else min(part, 10 - stopped),
        paused=stopped,
        question=question_of(term),
        url=term.get_absolute_url(),
    )


def question_of(term: Deadline) -> str:
    """«Why 11 June?», or why no day can be said."""
    if term.is_sure:
        return _("Why %(day)s?") % {"day": dates.the_day(term.not_before)}
    return _("Why not before %(day)s?") % {"day": dates.day_and_month(term.not_before)}


def left_in_words(term: Deadline, tone: Nearness, on: date) -> str:
    """«21 days», «ends today», «ended 2 days ago», «stopped», «not before»."""
    left = (term.not_before - on).days
    if tone in (Nearness.MET, Nearness.LATE):
        day = dates.short_day(term.met_on) if term.met_on else ""
        said = _("met on %(day)s, late") if tone is Nearness.LATE else _("met on %(day)s")
        return said % {"day": day}
    if tone is Nearness.CLOSED:
        return _("closed")
    if tone is Nearness.PAUSED:
        return _("stopped: not before this day")
    if tone is Nearness.UNSURE:
        return _("not before this day: a calendar is missing")
    if left < 0:
        return ngettext("ended %(n)s day ago", "ended %(n)s days ago", -left) % {"n": -left}
    if left == 0:
        return _("ends today")
    return ngettext("%(n)s day", "%(n)s days", left) % {"n": left}
