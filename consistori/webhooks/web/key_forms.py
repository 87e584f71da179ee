"""What is asked of the key of a program."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.directory.services import SCOPES

SCOPE_WORDS: dict[str, Any] = {
    "cases:read": _("Read cases and what is in them"),
    "cases:write": _("Open cases and work on them"),
    "documents:read": _("Read documents and take them out"),
    "documents:write": _("Bring documents and describe them"),
    "parties:read": _("Read who comes to us"),
    "parties:write": _("Write down and correct who comes to us"),
    "signature:read": _("Read what waits to be signed"),
    "signature:write": _("Ask for signatures"),
    "trail:read": _("Follow the whole trail"),
    "catalogue:read": _("Read the scheme and the document types"),
    "deadlines:read": _("Read the calendars and count terms"),
    "deadlines:write": _("Open, stop, extend and meet terms"),
    "people:read": _("Read who works here"),
    "registry:read": _("Read the books of the registry"),
    "registry:write": _("Register entries and exits, and annotate them"),
    "residents:read": _("Ask the register of residents where somebody lives"),
    "webhooks:read": _("See which programs are told"),
    "webhooks:write": _("Have programs told of what happens"),
}
OVERLAPS = [
    (0, _("It stops serving now")),
    (24, _("It serves one day more")),
    (168, _("It serves one week more")),
]


class KeyForm(forms.Form):
    """A name, what it may do, as whom, until when, how much."""

    name = forms.CharField(
        label=_("Program"), max_length=120, help_text=_("The name by which people know it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=[(scope, SCOPE_WORDS[scope]) for scope in sorted(SCOPES)],
        widget=forms.CheckboxSelectMultiple, help_text=_("No more than it needs."),
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("It sees what sees"), choices=[(r, r.label) for r in Role if r is not Role.OPERATOR],
        initial=[Role.PROCESSOR], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    expires_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After it the key does not serve."),
    )  # fmt: skip
    requests_a_minute = forms.IntegerField(
        label=_("Requests a minute"), required=False, min_value=1, max_value=60_000,
        help_text=_("If empty, as many as for any other program."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """As the acts take them: the key dies when its last day ends."""
        cleaned = dict(self.cleaned_data)
        last = cleaned.pop("expires_on")
        cleaned["expires_at"] = (
            make_aware(datetime.combine(last + timedelta(days=1), time())) if last else None
        )
        return cleaned


class RotateForm(forms.Form):
    """For how long the secret before still serves."""

    hours = forms.TypedChoiceField(label=_("The secret of now"), choices=OVERLAPS, coerce=int, initial=24)


class TryForm(forms.Form):
    """A secret, to see whether it serves."""

    secret = forms.CharField(
        label=_("Secret"), max_length=80, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It begins with cst_. It is not kept."),
    )  # fmt: skip
