"""Where a request stands in words, with its tone: what its page, its panel and Today say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consistori.cases.correcting.reading import Drawn
from consistori.cases.correcting.rules import Standing
from consistori.cases.models import CorrectionRequest
from consistori.deadlines.chips import Chip, chip_of
from consistori.kernel.clock import today
from consistori.ui import dates


@dataclass(frozen=True)
class Shown:
    """`stamp` in two words with its tone and icon; `says`, the sentence; `next`, what is to be done now, if anything.

    `days` and `main` are the chips of the ten days and of what they stop.
    """

    stamp: str
    tone: str
    icon: str
    says: str
    next: str = ""
    article: str = ""
    days: Chip | None = None
    main: Chip | None = None
    stages: tuple[tuple[str, str, str], ...] = ()


def shown(one: Drawn) -> Shown:
    """A request in words, in the active language."""
    found = one.request
    stamp, tone, icon = _stamp(one)
    says, what, article = _sentence(one)
    stop: Any = found.stop
    return Shown(
        stamp=stamp,
        tone=tone,
        icon=icon,
        says=says,
        next=what,
        article=article,
        days=chip_of(found.term) if found.term is not None else None,
        main=chip_of(stop.deadline) if stop is not None else None,
        stages=_stages(one),
    )


def _stamp(one: Drawn) -> tuple[str, str, str]:
    match one.standing:
        case Standing.WRITING:
            return pgettext("correction", "To be signed"), "ochre", "edit"
        case Standing.SIGNING:
            return pgettext("correction", "In the tray"), "ochre", "pen"
        case Standing.TO_NOTIFY:
            return pgettext("correction", "To be notified"), "blue", "mail"
        case Standing.RUNNING:
            return pgettext("correction", "It waits"), "ochre", "hourglass"
        case Standing.PARTLY:
            return pgettext("correction", "Answered in part"), "ochre", "hourglass"
        case Standing.ANSWERED:
            return pgettext("correction", "Answered"), "olive", "inbox"
        case Standing.UNANSWERED:
            return pgettext("correction", "Not answered"), "rubric", "warning"
        case Standing.CLOSED:
            return str(CorrectionRequest.Ending(one.request.ending).label), "", "check"


def _sentence(one: Drawn) -> tuple[str, str, str]:
    """What is so, what to do, and the article."""
    found = one.request
    last = dates.long_day(one.last_day) if one.last_day else ""
    match one.standing:
        case Standing.WRITING:
            return _("The letter is written and nobody has signed it."), _("Read it and send it to sign."), ""
        case Standing.SIGNING:
            return _("The letter waits to be signed."), "", ""
        case Standing.TO_NOTIFY:
            return (
                _("The letter is signed. Nothing counts until it is notified."),
                _("Notify it, and write here on which day they received it."),
                "Llei 39/2015, art. 40",
            )
        case Standing.RUNNING | Standing.PARTLY:
            return _waiting(one, last), "", "Llei 39/2015, arts. 22.1.a i 68.1" if found.stop else ""
        case Standing.ANSWERED:
            return _answered(one)
        case Standing.UNANSWERED:
            return (
                _("The days ended on %(day)s and not everything has come.") % {"day": last},
                _(
                    "You may propose the resolution of withdrawal. While it is not notified, what comes still counts."
                ),
                "Llei 39/2015, arts. 68.1 i 73.3",
            )
        case Standing.CLOSED:
            return found.closed_note, "", ""


def _waiting(one: Drawn, last: str) -> str:
    if not one.request.is_compulsory:
        return _("They may improve it if they want: nothing stops and nothing ends.")
    if not last:
        return _("The ten days run. Until a calendar that is missing is published, no last day can be said.")
    words = _("They have until %(day)s.")
    if one.request.is_stopping(today()):
        words = _("They have until %(day)s. Meanwhile the term to resolve is stopped.")
    return words % {"day": last}


def _answered(one: Drawn) -> tuple[str, str, str]:
    day = one.request.complied_on
    said = {"day": dates.long_day(day) if day else ""}
    look = _("Look whether it is enough.")
    if one.is_late:
        words = _("Everything had come on %(day)s, late. It counts: no resolution had been notified.")
        return words % said, look, "Llei 39/2015, art. 73.3"
    return _("Everything had come on %(day)s.") % said, look, ""


def _stages(one: Drawn) -> tuple[tuple[str, str, str], ...]:
    """Asked, signed, notified, answered: each with its day and `done`, `here` or `later`."""
    found = one.request
    signed = one.letter.signed_on is not None or found.notified_on is not None
    marks = [
        (pgettext("correction", "Written"), timezone.localtime(found.asked_at).date(), True),
        (pgettext("correction", "Signed"), one.letter.signed_on, signed),
        (pgettext("correction", "Notified"), found.notified_on, found.notified_on is not None),
        (pgettext("correction", "Answered"), found.complied_on, found.complied_on is not None),
    ]  # fmt: skip
    here = next((n for n, (_label, _day, is_done) in enumerate(marks) if not is_done), len(marks))
    return tuple(
        (
            str(label),
            dates.day_and_month(day) if day else "",
            "done" if is_done else "here" if n == here and found.is_open else "later",
        )
        for n, (label, day, is_done) in enumerate(marks)
    )
