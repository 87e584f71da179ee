"""Forms of the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.models import Series
from consistori.directory.roles import Role


class SheetForm(forms.Form):
    """A sheet with a scheme, to be read and looked at before it is in force."""

    file = forms.FileField(
        label=_("Spreadsheet (XLSX or CSV)"),
        help_text=_(
            "Columns: code, under, level (function, activity, series) and title; if you have them, title in "
            "Spanish, official code, words, kind of case, access, reserved to."
        ),
    )
    name = forms.CharField(label=_("Name of the scheme"), max_length=120)
    version = forms.CharField(label=_("Version"), max_length=40, help_text=_("For instance, 2026.2"))


class AdaptationForm(forms.Form):
    """What a town may change in a series: its titles, its words, who sees it."""

    title_ca = forms.CharField(label=_("Title in Catalan"), max_length=200)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=200, required=False)
    words_ca = forms.CharField(
        label=_("Words by which people look for it, in Catalan"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Parted by semicolons: «dropped kerb; garage; loading»."),
    )
    words_es = forms.CharField(
        label=_("Words by which people look for it, in Spanish"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reserved_roles = forms.MultipleChoiceField(
        label=_("Reserved to"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With none marked, every colleague sees its cases."),
    )
    official_code = forms.CharField(label=_("Official code"), max_length=30, required=False)

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(series, name) for name in self.base_fields}


class ClosingForm(forms.Form):
    """The first day on which no case can be opened in it."""

    on = forms.DateField(
        label=_("No more cases from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
