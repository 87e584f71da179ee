"""Forms of guides."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.guides.reading import LONGEST_TEXT

_TEXT = {"rows": 36, "spellcheck": "false", "autocapitalize": "off", "class": "sheet-text", "wrap": "off"}


class GuideForm(forms.Form):
    """The text of a guide, and what was changed in it; `edition` is the one that was read."""

    text = forms.CharField(
        label=_("Text of the guide"), strip=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs=_TEXT)
    )
    note = forms.CharField(
        label=_("What you have changed"),
        max_length=200,
        required=False,
        help_text=_("In a line, for whoever looks at the versions."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ProcessForm(forms.Form):
    """A process drawn elsewhere."""

    file = forms.FileField(
        label=_("File of the process (BPMN 2.0)"),
        help_text=_("With the ending .bpmn or .xml, two megabytes at most."),
    )


class ProposalForm(forms.Form):
    """What one would change, and why."""

    title = forms.CharField(label=_("What you would change"), max_length=160)
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class AnswerForm(forms.Form):
    """What whoever keeps the text answers."""

    answer = forms.CharField(label=_("Answer"), max_length=500, required=False)
