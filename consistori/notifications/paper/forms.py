"""The forms of paper: what happened at the door, where it goes, when it was published."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.notifications.models.paper import RESULTS, TAKERS, PaperBatch
from consistori.notifications.paper.rules.attempts import Result
from consistori.notifications.paper.rules.codes import CODE_OF_RESULT
from consistori.notifications.paper.rules.codes import RESULTS as CODES
from consistori.notifications.paper.services import AtTheDoor

_SHORT = {"autocomplete": "off", "class": "short"}


class TryForm(forms.Form):
    """What happened at the door. What a scanner reads of the sheet of results is taken in the field of the result."""

    result = forms.CharField(
        label=_("What happened"), max_length=20,
        help_text=_("Choose it, or read its bars in the sheet of the round."),
        widget=forms.TextInput(attrs={"list": "paper-results", "autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    at = forms.TimeField(label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    taker = forms.ChoiceField(label=_("Who took it"), choices=[("", "—"), *TAKERS], required=False)
    taker_name = forms.CharField(label=_("Their name"), max_length=200, required=False)
    taker_identifier = forms.CharField(label=_("Number of their document"), max_length=40, required=False)
    is_over_14 = forms.BooleanField(label=_("They are over fourteen"), required=False)
    carrier_name = forms.CharField(label=_("Who carried it"), max_length=160, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_result(self) -> str:
        """What was chosen, typed or read, as a result."""
        said = str(self.cleaned_data["result"]).strip()
        if said.upper()[:2] in CODES:
            return CODES[said.upper()[:2]].value
        if said in set(Result):
            return said
        raise forms.ValidationError(_("Say what happened: R1 to R7."))

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """The codes of the results with their words."""
        return [(CODE_OF_RESULT[Result(value)], words) for value, words in RESULTS]

    @property
    def door(self) -> AtTheDoor:
        """Who was there and who went."""
        said = self.cleaned_data
        return AtTheDoor(
            taker=said["taker"], taker_name=said["taker_name"], taker_identifier=said["taker_identifier"],
            is_over_14=said["is_over_14"], carrier_name=said["carrier_name"], note=said["note"],
        )  # fmt: skip

    @property
    def when(self) -> tuple[date, time]:
        return self.cleaned_data["on"], self.cleaned_data["at"]


class AddressForm(forms.Form):
    """Where the letter goes."""

    lines = forms.CharField(label=_("Street and number"), max_length=200)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    place = forms.CharField(label=_("Town or village"), max_length=120)
    province = forms.CharField(label=_("Province"), max_length=80, required=False)


class PrintForm(forms.Form):
    """Which letters, and for which envelope."""

    envelope = forms.ChoiceField(label=_("Envelope"), choices=PaperBatch.Envelope, required=False)

    def clean_envelope(self) -> str:
        return self.cleaned_data["envelope"] or PaperBatch.Envelope.RIGHT


class AnnounceForm(forms.Form):
    """How much the announcement may say."""

    would_harm = forms.BooleanField(
        label=_("To publish what it is about would harm somebody’s rights"), required=False,
        help_text=_("Then it says only where to appear to see it (Law 39/2015, article 46)."),
    )  # fmt: skip
    has_others = forms.BooleanField(label=_("The act tells of other people"), required=False)


class PublishedForm(forms.Form):
    """Where it was published."""

    published_on = forms.DateField(
        label=_("Day of the BOE"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    issue = forms.CharField(label=_("Issue number"), max_length=20, required=False)
    reference = forms.CharField(
        label=_("Number of the announcement"), max_length=40, help_text=_("As BOE-N-2026-000000.")
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Why"), max_length=300)
