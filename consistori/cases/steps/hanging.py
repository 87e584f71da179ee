"""What steps hang: where the case stands on its page, what somebody has in her hands, help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.models import CaseFile
from consistori.cases.panels import case_panels
from consistori.cases.policies import may_work_on
from consistori.cases.steps import merging
from consistori.cases.steps.amending import inherit_steps
from consistori.cases.steps.cover import steps_on
from consistori.cases.steps.selectors import glance_of, steps_in_hands, steps_of
from consistori.directory.carrying import Carried, carried
from consistori.directory.models import Absence, Person
from consistori.kernel.actor import Actor
from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    merging.hang()
    case_panels.add(
        "steps", template="cases/steps/_panel.html", context=where_it_stands, order=6,
        when=lambda request, case: steps_on(), label=gettext_lazy("Where it stands"),
    )  # fmt: skip
    carried.add(
        "steps", label=gettext_lazy("Pending steps of cases"), of=in_hands_of, hand_over=pass_them,
        while_away=while_away, icon="step",
    )  # fmt: skip
    screen_help.add(
        "cases:steps",
        title=gettext_lazy("Steps"),
        what=gettext_lazy(
            "The state says where the procedure is, the situation whether the folder is open, and the steps what has "
            "happened and what must happen. They are a palette and not a path: any order, as many times as needed."
        ),
        acts=(
            gettext_lazy(
                "Write one on its real day, though it was last week: the day of writing is kept beside."
            ),
            gettext_lazy("A wait says until when and why: until then there is nothing to do."),
            gettext_lazy("Skip one with its reason, go on, and come back when it is time."),
        ),
    )


def where_it_stands(request: HttpRequest, case: CaseFile) -> Mapping[str, Any]:
    """What has been done, what waits and what is next. One statement."""
    return {
        "case": case,
        "glance": glance_of(steps_of(case)),
        "may_work": bool(may_work_on(request.actor, case)),  # type: ignore[attr-defined]
    }


def in_hands_of(person: Person) -> list[Carried]:
    """The pending steps given to her, the oldest first; of a reserved case, only its number. One statement."""
    return [
        Carried(
            key=str(step.pk),
            label=step.case.number if step.case.reserved else f"{step.case.number} · {step.name}",
            url=step.get_absolute_url(),
            since=step.recorded_at.date(),
        )
        for step in steps_in_hands(person)
    ]


def pass_them(things: Sequence[Carried], to: Person, by: Actor) -> None:
    """Put them in the hands of another."""
    inherit_steps([one.key for one in things], by=by, to=to)


def while_away(absence: Absence) -> str:
    """They stay hers; anybody may go on with the case."""
    return _(
        "They stay hers: the page of each case shows them, and anybody who processes it may do or skip them."
    )
