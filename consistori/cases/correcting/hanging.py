"""What correction requests hang: the panel of the case, their merge fields, help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.cases.correcting import letters
from consistori.cases.correcting.reading import drawn
from consistori.cases.correcting.selectors import of_case
from consistori.cases.correcting.showing import shown
from consistori.cases.models import CaseFile
from consistori.cases.panels import case_panels
from consistori.cases.policies import may_work_on
from consistori.tenancy import modality
from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.cases.correcting import reacting  # noqa: F401 - it listens from here on

    letters.hang()
    case_panels.add(
        "corrections", template="cases/correcting/_panel.html", context=panel_of, order=9,
        label=_("Correction requests"), icon="edit", when=is_on,
    )  # fmt: skip
    screen_help.add(
        "cases:ask_correction",
        title=_("Correction request"),
        what=_(
            "What is missing or wrong in an application, asked at once: the ten days, the warning and, "
            "if it is so agreed, that the term to resolve stops."
        ),
        acts=(
            _("Tick each thing and say what is wrong: they will see just that in their folder."),
            _("The letter writes itself. Read it, and send it to sign."),
            _("When it is notified write the day: from then on everything is counted by the program."),
        ),
    )


def is_on(request: HttpRequest, case: CaseFile) -> bool:
    """They come with the terms, a switch of the modality."""
    return modality.is_on(request.entity, "deadlines")  # type: ignore[attr-defined]


def panel_of(request: HttpRequest, case: CaseFile) -> Mapping[str, Any]:
    """The requests of the case, each where it stands. Three statements at most, one where there are none."""
    rows = [drawn(one) for one in of_case(case)]
    return {
        "case": case,
        "rows": [(one, shown(one)) for one in rows],
        "may_work": bool(may_work_on(request.actor, case)),  # type: ignore[attr-defined]
    }
