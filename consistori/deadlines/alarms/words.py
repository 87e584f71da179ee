"""Alarms as people read them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.deadlines import words
from consistori.deadlines.models import Alarm, Deadline
from consistori.deadlines.models.alarms import RUNGS, STAGES
from consistori.deadlines.rules.alarming import Stage
from consistori.deadlines.rules.escalation import Because, Rung
from consistori.ui import dates

TONES = {
    Stage.SOON: "ochre",
    Stage.RISK: "rubric",
    Stage.LAST: "rubric",
    Stage.ENDED: "rubric",
    Stage.STUCK: "ochre",
}
BECAUSE = {
    Because.NO_CARRIER: gettext_lazy("nobody carries it"),
    Because.AWAY: gettext_lazy("%(name)s is away"),
    Because.LEFT: gettext_lazy("%(name)s works here no more"),
}


def stage_words(stage: str) -> str:
    return str(STAGES[Stage(stage)])


def as_what(alarm: Alarm) -> str:
    """As what she was told: «carries it», «stands in: Núria Camps is away», «nobody could be told»."""
    rung = str(RUNGS[Rung(alarm.rung)])
    why = BECAUSE.get(Because(alarm.because)) if alarm.because else None
    return f"{rung}: {str(why) % {'name': alarm.instead_of}}" if why else rung


def at_the_end(term: Deadline) -> str:
    """What it means that it ends, as the sum says it."""
    return str(words.ENDINGS.get(term.ending, ""))


def sentence(alarm: Alarm) -> str:
    """An alarm in a line, without the title of its thing."""
    term = alarm.deadline
    day = dates.long_day(alarm.day)
    if term is None:
        said = _("it has not moved and waits for nothing; on %(day)s it was stuck") % {"day": day}
    elif alarm.stage == Stage.ENDED:
        said = _("%(what)s: it ended on %(day)s") % {"what": term.label, "day": day}
    elif alarm.is_sure:
        said = _("%(what)s: until %(day)s") % {"what": term.label, "day": day}
    else:
        said = _("%(what)s: not before %(day)s; a calendar is missing") % {"what": term.label, "day": day}
    return f"{said} ({as_what(alarm)})" if alarm.rung != Rung.CARRIER else said
