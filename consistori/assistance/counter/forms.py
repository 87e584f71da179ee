"""What is written at the counter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.assistance.models import Attention
from consistori.directory.models import Unit
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.parties.forms import put_refusal
from consistori.parties.models import Party
from consistori.parties.services import add_party
from consistori.parties.services.entering import PartyExists
from consistori.registry import texts
from consistori.registry.rules.books import Paper

LANGUAGES = Party.Language.choices


class SayForm(forms.Form):
    """What it is about, and the little that goes with it; everything has a sensible beginning."""

    subject = forms.CharField(label=_("What it is about"), max_length=250, required=False)
    heading = forms.ChoiceField(
        label=pgettext_lazy("registry", "Heading"), choices=list(texts.HEADINGS.items()), required=False
    )
    unit = forms.ModelChoiceField(
        label=_("To whom it goes inside the house"), queryset=Unit._base_manager.none(), required=False,
        empty_label=_("Whoever distributes"),
    )  # fmt: skip
    identified = forms.ChoiceField(
        label=_("How we know who they are"), choices=Attention.Identified.choices, required=False
    )
    paper = forms.ChoiceField(
        label=_("The papers"),
        choices=[
            (Paper.RETURNED, _("They are given back now")),
            (Paper.KEPT, _("They stay here: they cannot be scanned, or the law wants the paper")),
        ],
        required=False,
    )
    observations = forms.CharField(label=_("Observations"), max_length=400, required=False)

    def __init__(self, attention: Attention | None, data: Any = None) -> None:
        names = ("subject", "heading", "unit", "identified", "paper", "observations")
        known = {name: getattr(attention, name) for name in names} if attention else {}
        super().__init__(data, initial=known)
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None)  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What was written and holds; what does not is left as it was."""
        self.is_valid()
        sent = {name: value for name, value in self.cleaned_data.items() if name in self.data}
        return {name: value for name, value in sent.items() if value or name in _MAY_BE_EMPTY}


_MAY_BE_EMPTY = frozenset({"subject", "unit", "observations"})


class NewPersonForm(forms.Form):
    """Somebody who comes for the first time: the least to know who they are and how to reach them."""

    prefix = "new"

    identifier = forms.CharField(label=_("DNI, NIE, NIF or passport"), max_length=40, required=False)
    name = forms.CharField(label=_("Name, or name of the firm"), max_length=200)
    surname1 = forms.CharField(label=_("First surname"), max_length=100, required=False)
    surname2 = forms.CharField(label=_("Second surname"), max_length=100, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    language = forms.ChoiceField(label=_("In which language"), choices=LANGUAGES, required=False)

    def enter(self, by: Actor) -> Party | None:
        """The new party; whoever has that number already is that one. None when something is to be mended."""
        if not self.is_valid():
            return None
        said = dict(self.cleaned_data)
        kind = "" if said["identifier"] else Party.Kind.NATURAL if said["surname1"] else Party.Kind.LEGAL
        try:
            return add_party(by=by, kind=kind, **said)
        except PartyExists as known:
            return known.twin
        except Refusal as refusal:
            put_refusal(self, refusal)
        return None
