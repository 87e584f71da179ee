"""What the form of a step asks of what it opens: only where the palette and the case give reason to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.deadlines.selectors import main_term_of
from consistori.cases.models import CaseFile, Step
from consistori.cases.steps import linking, palette, regimes
from consistori.cases.steps.acts import NO_LINKS, Links
from consistori.cases.steps.regimes import Regime
from consistori.cases.steps.rules import Standing
from consistori.deadlines.models import Deadline

ORDINARY = Regime()
TOLD = "22.1.d"
"""The letter that orders that the parties be told of what is asked (22.1.d)."""


@dataclass(frozen=True)
class Around:
    """What stands around a step that is to be written: the term to resolve, how it goes, whether it was resolved."""

    main: Deadline | None = None
    regime: Regime = ORDINARY
    is_resolved: bool = False

    @property
    def runs(self) -> bool:
        return self.main is not None and self.main.is_running


def around(case: CaseFile, line: palette.Kind | None) -> Around:
    """What has to be known for that line. Three statements at most, none for most lines."""
    if line is None:
        return Around()
    asks = bool(line.stops or line.notifies)
    main = main_term_of(case) if asks and linking.has_terms() else None
    done = Step.objects.live().filter(case=case, code="08", standing=Standing.DONE)
    return Around(
        main=main,
        regime=regimes.regime_of(case),
        is_resolved=bool(line.notifies and main is not None and done.exists()),
    )


def add_fields(form: forms.Form, line: palette.Kind | None, about: Around) -> None:
    """The boxes that have sense there."""
    if line is None:
        return
    if line.stops and about.runs and about.main is not None and not about.main.is_of_party:
        form.fields["stops"] = forms.BooleanField(
            label=_("The term to resolve stops meanwhile"),
            required=False,
            initial=line.stops != TOLD,
            help_text=_("Llei 39/2015, art. %(article)s.") % {"article": line.stops},
        )
        if line.stops == TOLD:
            form.fields["told_on"] = forms.DateField(
                label=_("The parties were told on"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                help_text=_("Only a compulsory report stops it, and only if the parties were told."),
            )
    if line.notifies and about.main is not None and about.main.state != Deadline.State.CLOSED:
        form.fields["notifies"] = forms.BooleanField(
            label=_("It notifies the resolution: the term to resolve is met"),
            required=False,
            initial=about.is_resolved,
            help_text=_(
                "The first of its ways counts: put at disposal, attempted, received (arts. 40.4 and 43.3)."
            ),
        )
    if about.regime.simplified and line.simplified.endswith(("_report", "_opinion")):
        form.fields["is_compulsory"] = forms.BooleanField(
            label=gettext_lazy("A rule makes it compulsory"),
            required=False,
            help_text=_("The simplified procedure has no other (Llei 39/2015, art. 96.6)."),
        )


def links_of(data: dict[str, Any]) -> Links:
    """What was said in them."""
    said: dict[str, Any] = {name: bool(data.get(name)) for name in ("stops", "notifies", "is_compulsory")}
    return Links(**said, told_on=data.get("told_on")) if any(said.values()) else NO_LINKS
