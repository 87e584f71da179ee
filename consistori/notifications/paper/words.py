"""The rules of paper in words: why an attempt does not count, what is next, why somebody may not take it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consistori.notifications.paper.rules.attempts import Fault, Next, Window
from consistori.notifications.paper.rules.taking import Answer
from consistori.notifications.rules.contents import AppealAsked
from consistori.ui.dates import day_and_month

FAULTS: dict[str, Any] = {
    Fault.NOT_AFTER: gettext_lazy(
        "The second attempt is made on another day, within the three working days after the first."
    ),
    Fault.NON_WORKING: gettext_lazy("It was not a working day."),
    Fault.TOO_LATE: gettext_lazy("The three working days after the first attempt had passed."),
    Fault.SAME_BAND: gettext_lazy("Both were on the same side of three in the afternoon."),
    Fault.TOO_NEAR: gettext_lazy("There were less than three hours between the two hours of the clock."),
}

REASONS: dict[str, Any] = {
    "nobody_went": gettext_lazy("Nobody has gone there yet."),
    "nobody_took_it": gettext_lazy("Nobody took it the first time."),
    "window_passed": gettext_lazy(
        "Nobody went a second time when the law says: it begins anew, with two more attempts."
    ),
    "twice": gettext_lazy("It was tried twice, on the days and at the hours that the law says."),
    "unknown": gettext_lazy("Nobody knows them there."),
    "wrong_address": gettext_lazy("The address is wrong or not enough to find it."),
    "deceased": gettext_lazy("They have died: find out who comes after them in the procedure."),
    "delivered": gettext_lazy("It was delivered."),
    "refused": gettext_lazy("Its addressee would not take it: the procedure goes on."),
}

ANSWERS: dict[str, Any] = {
    "no_name": gettext_lazy("Write who took it: without that it is not delivered."),
    "no_identity": gettext_lazy(
        "Write the number of the document of whoever took it: without that it is not delivered."
    ),
    "too_young": gettext_lazy("At home only somebody over fourteen may take it."),
    "porter_only_taxes": gettext_lazy("An employee of the building may only take notifications of taxes."),
    "not_a_firm": gettext_lazy("It goes to a person, not to a firm: say who of the home took it."),
}

SHAPES: dict[str, Any] = {
    "protected": gettext_lazy("A protected person: nothing that is published may let them be found."),
    "would_harm": gettext_lazy("To publish more would harm somebody’s rights."),
    "tax": gettext_lazy("Of taxes only this is published."),
    "others": gettext_lazy("The act tells of other people."),
    "whole": gettext_lazy("The data of the act are published, and never its whole text."),
}

APPEALS: dict[str, Any] = {
    "reposicio": gettext_lazy("Appeal for reconsideration"),
    "alcada": gettext_lazy("Appeal to the body above"),
    "court": gettext_lazy("Appeal to the administrative courts"),
    "request": gettext_lazy("Previous request between administrations"),
}


def fault_words(fault: str) -> str:
    """Why an attempt does not count, as a sentence."""
    return str(FAULTS.get(fault, ""))


def window_words(window: Window) -> str:
    """«on 5, 8 or 9 June, from 15:00»: when the second attempt may be."""
    return when_words(window.days, window.since, window.until)


def when_words(days: tuple[date, ...], since: time, until: time) -> str:
    """The same of its parts."""
    said = [day_and_month(day) for day in days]
    last = said[-1]
    listed = _("%(days)s or %(last)s") % {"days": ", ".join(said[:-1]), "last": last} if said[1:] else last
    return f"{listed}, {hours_words(since, until)}"


def hours_words(since: time, until: time) -> str:
    """«from 15:00» or «until 12:30»."""
    if since > time(0):
        return _("from %(hour)s") % {"hour": f"{since:%H:%M}"}
    return _("until %(hour)s") % {"hour": f"{until:%H:%M}"}


def answer_words(answer: Answer) -> str:
    """Why somebody may not take it."""
    return str(ANSWERS.get(answer.reason, ""))


def next_words(what: str, reason: str) -> str:
    """What has to be done now and why, in a sentence."""
    return str(REASONS.get(reason, what if what in set(Next) else reason))


def appeal_words(appeal: AppealAsked) -> str:
    """«Appeal for reconsideration, before the mayor, within 1 month»."""
    name = str(APPEALS.get(appeal.kind, appeal.kind))
    length = _length(appeal.amount, appeal.unit)
    said = _("%(appeal)s, before %(body)s, within %(length)s from the day after this notification") % {
        "appeal": name, "body": appeal.body, "length": length,
    }  # fmt: skip
    return f"{said} ({appeal.article})." if appeal.article else f"{said}."


def _length(amount: int, unit: str) -> str:
    if unit == "months":
        return ngettext("%(n)d month", "%(n)d months", amount) % {"n": amount}
    if unit == "natural_days":
        return ngettext("%(n)d natural day", "%(n)d natural days", amount) % {"n": amount}
    return ngettext("%(n)d working day", "%(n)d working days", amount) % {"n": amount}
