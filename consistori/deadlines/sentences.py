"""The sum of a term in words, line by line, as a secretary would write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.deadlines import words
from consistori.deadlines.rules.days import Layer
from consistori.deadlines.rules.sums import StepKind, Sum, SumStep
from consistori.deadlines.rules.values import TermFault
from consistori.kernel.errors import BadInput
from consistori.ui import dates


@dataclass(frozen=True)
class Said:
    """A line: what, why with its article, and its figure at the right. `tone`: pause, void or end."""

    text: str
    note: str = ""
    figure: str = ""
    tone: str = ""


def length_in_words(amount: int, unit: str) -> str:
    """«10 dies hàbils», «1 mes»."""
    said = {
        "working_days": lambda: ngettext("%(n)s working day", "%(n)s working days", amount),
        "natural_days": lambda: ngettext("%(n)s natural day", "%(n)s natural days", amount),
        "months": lambda: ngettext("%(n)s month", "%(n)s months", amount),
        "years": lambda: ngettext("%(n)s year", "%(n)s years", amount),
        "hours": lambda: ngettext("%(n)s hour", "%(n)s hours", amount),
    }
    return said[unit]() % {"n": amount}


def of_sum(found: Sum) -> list[Said]:
    """Every line of a sum."""
    return [SAY[step.kind](step) for step in found.steps if step.kind is not StepKind.LAST]


def _note(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _days(n: int) -> str:
    return "+ " + ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def _day(value: Any) -> str:
    return dates.short_day(value, weekday=True)


def _start(step: SumStep) -> Said:
    return Said(str(words.STARTS[step.code]), step.article, _day(step.on))


def _entry_moved(step: SumStep) -> Said:
    name = step.holiday.name if step.holiday else _("weekend")
    return Said(
        _("It counts as of the first hour of the next working day"),
        _note(name, _("only the calendar of the e-office counts"), step.article),
        _day(step.on),
    )


def _from_next_day(step: SumStep) -> Said:
    return Said(_("It is counted from the day after"), step.article, _day(step.on))


def _halved(step: SumStep) -> Said:
    return Said(_("The case goes by urgency: half"), step.article, "½")


def _length(step: SumStep) -> Said:
    note = _("days are working days unless a statute says otherwise, art. 30.2")
    return Said(
        length_in_words(step.days, step.code),
        _note(step.article, note if step.code == "working_days" else ""),
        "+ " + length_in_words(step.days, step.code) if step.code != "working_days" else _days(step.days),
    )


def _weekends(step: SumStep) -> Said:
    several = len(step.skipped) > 8
    days = "" if several else ", ".join(dates.short_day(day) for day in step.skipped)
    return Said(_("Saturdays and Sundays are skipped"), _note(days, step.article), _days(step.days))


def _holiday(step: SumStep) -> Said:
    holiday = step.holiday
    if holiday is None:
        return Said(_day(step.skipped[0]), step.article, _days(step.days))
    where = holiday.place if holiday.layer is Layer.TOWN else words.LAYERS[holiday.layer]
    return Said(
        _("%(name)s is skipped") % {"name": holiday.name},
        _note(_day(step.skipped[0]), _("holiday %(of)s") % {"of": _of(holiday.layer, where)}, step.article),
        _days(step.days),
    )


def _of(layer: Layer, where: Any) -> str:
    return _("local, in %(place)s") % {"place": where} if layer is Layer.TOWN else str(where)


def _same_day(step: SumStep) -> Said:
    return Said(_("It ends on the same day number"), step.article, _day(step.on))


def _no_such_day(step: SumStep) -> Said:
    text = _("That month has no day %(number)s: it ends on its last day") % {"number": step.code}
    return Said(text, step.article, _day(step.on))


def _stretch(step: SumStep) -> str:
    if step.since is None or step.until is None:
        return ""
    since, until = dates.short_day(step.since), dates.short_day(step.until)
    return _("from %(since)s to %(until)s") % {"since": since, "until": until}


def _suspension(step: SumStep) -> Said:
    letter, dot, _capped = step.code.partition(".capped")
    by_law = _("ended by law at its limit") if dot else ""
    return Said(
        _("Stopped: %(cause)s") % {"cause": words.CAUSES[letter]},
        _note(_stretch(step), by_law, step.note, step.article),
        _days(step.days),
        "pause",
    )


def _suspension_void(step: SumStep) -> Said:
    return Said(
        _("A suspension that does not count"),
        _note(words.VOIDS[step.code], step.note, step.article),
        "0",
        "void",
    )


def _suspension_open(step: SumStep) -> Said:
    since = dates.short_day(step.since) if step.since else ""
    return Said(
        _("Stopped, and not yet begun again: %(cause)s") % {"cause": words.CAUSES[step.code]},
        _note(_("since %(day)s") % {"day": since}, step.note, step.article),
        "…",
        "pause",
    )


def _interruption(step: SumStep) -> Said:
    how = _("it is counted anew") if step.code == "again" else _("it goes on where it stood")
    return Said(
        _("The interested party stopped the procedure"),
        _note(_stretch(step), how, step.note, step.article),
        _days(step.days),
        "pause",
    )


def _extension(step: SumStep) -> Said:
    decided = dates.short_day(step.since) if step.since else ""
    return Said(
        _("It was extended"),
        _note(_("decided on %(day)s, before it ended") % {"day": decided}, step.note, step.article),
        _days(step.days),
    )


def _extension_void(step: SumStep) -> Said:
    return Said(
        _("An extension that does not count"),
        _note(words.VOIDS[step.code], step.note, step.article),
        "0",
        "void",
    )


def _roll(step: SumStep) -> Said:
    ended = dates.long_day(step.since) if step.since else ""
    return Said(
        _("The last day would be a non-working one: it moves to the next working day"),
        _note(ended, step.article),
        _day(step.on),
    )


def _no_roll(step: SumStep) -> Said:
    return Said(
        _("The last day is a non-working one, and this term does not move"), step.article, _day(step.on)
    )


def _incident(step: SumStep) -> Said:
    return Said(
        _("The e-office did not work, and the terms that had not ended were extended"),
        _note(_stretch(step), step.note, step.article),
        _day(step.on),
    )


def _august(step: SumStep) -> Said:
    return Said(_("August does not run before the courts"), step.article)


SAY: dict[StepKind, Callable[[SumStep], Said]] = {
    StepKind.START: _start,
    StepKind.ENTRY_MOVED: _entry_moved,
    StepKind.FROM_NEXT_DAY: _from_next_day,
    StepKind.HALVED: _halved,
    StepKind.LENGTH: _length,
    StepKind.WEEKENDS: _weekends,
    StepKind.HOLIDAY: _holiday,
    StepKind.SAME_DAY: _same_day,
    StepKind.NO_SUCH_DAY: _no_such_day,
    StepKind.SUSPENSION: _suspension,
    StepKind.SUSPENSION_VOID: _suspension_void,
    StepKind.SUSPENSION_OPEN: _suspension_open,
    StepKind.INTERRUPTION: _interruption,
    StepKind.EXTENSION: _extension,
    StepKind.EXTENSION_VOID: _extension_void,
    StepKind.ROLL: _roll,
    StepKind.NO_ROLL: _no_roll,
    StepKind.INCIDENT: _incident,
    StepKind.AUGUST: _august,
}


def refusal_of(fault: TermFault) -> BadInput:
    """A fault of the rules as a refusal that people read."""
    field = "suspended_until" if fault.code.endswith("_backwards") else "amount"
    field = {
        "urgency_spares_appeals": "urgent",
        "hours_need_an_hour": "start_time",
        "year_out_of_reach": "start_on",
    }.get(fault.code, field)
    return BadInput(words.FAULTS.get(fault.code, fault.code), article=fault.article, field=field)


def unknown_place(text: str, field: str) -> BadInput:
    """Nobody knows that municipality here."""
    return BadInput(
        _("We know no municipality called «%(name)s»: look how it is written.") % {"name": text}, field=field
    )
