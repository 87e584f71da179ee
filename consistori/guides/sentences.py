"""What figures and codes of guides say to people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.guides.learnt import words_of
from consistori.guides.rules.guide import GuideText, in_words
from consistori.guides.rules.learning import Habit, Learnt
from consistori.guides.rules.mapping import END, START


def habit_words(one: Learnt, guide: GuideText, language: str) -> dict[str, str]:
    """A habit as a sentence, what it would propose, and its figures."""
    figures = _("%(count)d of %(among)d cases") % {"count": one.count, "among": one.among}
    said = {
        "percent": str(one.percent),
        "n": str(guide.place_of(one.key)),
        "title": _title(guide, one.key, language),
        "other": _title(guide, one.other, language) if one.other else "",
    }
    match one.habit:
        case Habit.SKIPS:
            told = _("In your town %(percent)s %% of these skip step %(n)s, «%(title)s».") % said
            change = _("Take «%(title)s» out, or say when it is needed") % said
        case Habit.ADDS:
            told = (
                _("In your town %(percent)s %% of these make «%(title)s», that the guide does not say.")
                % said
            )
            change = _("Add «%(title)s»") % said
        case _:
            told = _("In your town %(percent)s %% of these make «%(title)s» before «%(other)s».") % said
            change = _("Put «%(title)s» before «%(other)s»") % said
    return {"told": told, "change": change, "figures": figures}


def _title(guide: GuideText, key: str, language: str) -> str:
    step = guide.step(key)
    return in_words(step.title, language) if step else words_of(key)


_ENDS: dict[str, Any] = {START: gettext_lazy("It begins"), END: gettext_lazy("The last one until now")}


def end_words(name: str) -> str:
    """The two ends of a process map in words; "" for a step."""
    return str(_ENDS.get(name, ""))
