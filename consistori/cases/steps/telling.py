"""What the timeline adds to the sentence of a fact about a step: its real day, until when it waits, its sense."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from consistori.cases.models.steps import SENSES
from consistori.cases.steps.rules import Sense
from consistori.trail.selectors import TrailEntry
from consistori.ui.dates import as_day, day_and_month


def note_of_step(entry: TrailEntry) -> str:
    """«és del 20 de novembre · concedeix el que es demanava»; empty for anything else."""
    said = entry.payload
    if entry.kind == "cases.StepDone":
        on = date.fromisoformat(said["happened_on"])
        words = [] if on == as_day(entry.at) else [_("it is of %(day)s") % {"day": _day(on)}]
        if said.get("sense"):
            words.append(str(SENSES[Sense(said["sense"])]).lower())
        return " · ".join(words)
    if entry.kind in {"cases.StepAdded", "cases.WaitExtended"} and said.get("until"):
        return _("until %(day)s") % {"day": _day(date.fromisoformat(said["until"]))}
    if entry.kind.startswith("deadlines.Term"):
        return _note_of_term(entry)
    return ""


def _note_of_term(entry: TrailEntry) -> str:
    """«fins al 15 de desembre», «era el 14 de desembre · fins al 15»: the day that a term has after the fact."""
    said = entry.payload
    last = said.get("last_day") or ""
    words = []
    if entry.kind == "deadlines.TermMoved" and said.get("before"):
        words.append(_("it was %(day)s") % {"day": _day(date.fromisoformat(said["before"]))})
    if entry.kind == "deadlines.TermMet":
        words.append(_("on %(day)s") % {"day": _day(date.fromisoformat(said["met_on"]))})
    elif last and entry.kind != "deadlines.TermClosed":
        words.append(_("until %(day)s") % {"day": _day(date.fromisoformat(last))})
    return " · ".join([*words, *filter(None, [said.get("reason", "")])])


def _day(on: date) -> str:
    return day_and_month(on, year=True)
