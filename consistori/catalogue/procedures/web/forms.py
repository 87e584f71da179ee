"""Forms of procedures."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.reading import LONGEST_TEXT

_TEXT = {"rows": 36, "spellcheck": "false", "autocapitalize": "off", "class": "sheet-text", "wrap": "off"}


class SheetForm(forms.Form):
    """The text of a sheet, and what was changed in it; `edition` is the one that was read."""

    text = forms.CharField(
        label=_("Text of the sheet"),
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs=_TEXT),
    )
    note = forms.CharField(
        label=_("What you have changed"),
        max_length=200,
        required=False,
        help_text=_("In a line, for whoever looks at the versions."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
