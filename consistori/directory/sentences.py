"""The keys of the rules in words that a person understands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.directory.rules import Matter, Standing, Step
from consistori.ui.dates import day_and_month

WHY_NOT: dict[str, Any] = {
    "refused": gettext_lazy("She did not accept it."),
    "not-yet": gettext_lazy("It cannot be used yet."),
    "ended": gettext_lazy("It has ended."),
    "receiver-left": gettext_lazy("Whoever received it holds no post here today."),
    "granter-left": gettext_lazy("Whoever gave it no longer holds that post: it falls with her."),
    "not-away": gettext_lazy("It is used only while the other is away, and today she is not."),
    "reserved-functions": gettext_lazy(
        "The functions of the secretary are reserved by law: they are not delegated, she is substituted."
    ),
    "no-subdelegation": gettext_lazy("Competences received by delegation are not delegated again."),
    "role-gives-none": gettext_lazy("That post gives nothing that another could sign in its place."),
    "wrong-receiver": gettext_lazy("The law does not let that person receive it."),
}
STEPS: dict[str, Any] = {
    "decree": gettext_lazy("The decree is signed on %(day)s."),
    "effect": gettext_lazy("It takes effect the day after the decree: %(day)s."),
    "said": gettext_lazy("The decree itself says from %(day)s."),
    "accepted": gettext_lazy("She accepted it on %(day)s."),
    "tacit": gettext_lazy("If she says nothing she accepts it: the three working days end on %(day)s."),
    "usable": gettext_lazy("It may be used from %(day)s."),
}
MATTERS: dict[str, Any] = {
    "lead": gettext_lazy("leading the government and the administration"),
    "sessions": gettext_lazy("calling and presiding over the plenary and the government board"),
    "casting-vote": gettext_lazy("deciding ties with the casting vote"),
    "edicts": gettext_lazy("issuing edicts"),
    "credit": gettext_lazy("agreeing credit operations"),
    "staff": gettext_lazy("the headship of all the staff"),
    "dismissal": gettext_lazy("the dismissal of staff"),
    "planning": gettext_lazy("approving development plans and urbanisation projects"),
    "lawsuits": gettext_lazy("judicial actions and defence"),
    "lesivity": gettext_lazy("proposing that an act be declared harmful"),
    "emergency": gettext_lazy("urgent measures in a catastrophe"),
}


def why_not(standing: Standing) -> str:
    """Why a decree cannot be given, or used on a day; empty when it can."""
    return str(WHY_NOT.get(standing.why, ""))


def said_step(step: Step) -> str:
    """One step of the reckoning of a term."""
    day = day_and_month(step.on, year=True) if step.on else ""
    return str(STEPS[step.what]) % {"day": day}


def not_delegable(matters: list[Matter]) -> list[tuple[str, str]]:
    """What cannot be delegated of what a text seems to say, each with its article."""
    return [
        (
            _("It seems to speak of %(matter)s: that cannot be delegated.") % {"matter": MATTERS[one.key]},
            one.article,
        )
        for one in matters
    ]
