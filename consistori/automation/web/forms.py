"""Forms of rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.automation.reading import LONGEST_TEXT, MOST_AN_HOUR
from consistori.automation.sentences import BODIES
from consistori.directory.roles import Role
from consistori.kernel import offers
from consistori.kernel.clock import today
from consistori.signature.models import Seal

_TEXT = {"rows": 36, "spellcheck": "false", "autocapitalize": "off", "class": "sheet-text", "wrap": "off"}
_DAY = {"type": "date"}


class RuleForm(forms.Form):
    """The text of a rule, and what was changed in it; `edition` is the one that was read."""

    text = forms.CharField(
        label=_("Text of the rule"), strip=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs=_TEXT)
    )
    note = forms.CharField(
        label=_("What you have changed"),
        max_length=200,
        required=False,
        help_text=_("In a line, for whoever looks at the versions."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LineForm(forms.Form):
    """The lines of a rule that are changed most: with them its text is written again."""

    when = forms.ChoiceField(label=_("When this happens"))
    holds = forms.CharField(label=_("If it meets this"), max_length=300, required=False)
    does = forms.ChoiceField(label=_("Do this"))
    per_hour = forms.IntegerField(label=_("At most, times an hour"), min_value=1, max_value=MOST_AN_HOUR)
    passes_to = forms.ChoiceField(label=_("What is not clear, to"), choices=Role.choices)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        when: Any = self.fields["when"]
        when.choices = [(name, one.label) for name, one in sorted(offers.facts.items())]
        does: Any = self.fields["does"]
        does.choices = [(name, one.label) for name, one in sorted(offers.acts.items())]


class TrialForm(forms.Form):
    """Over which days it is tried."""

    since = forms.DateField(label=_("From which day"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY))
    until = forms.DateField(
        label=_("Until which day, not included"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY)
    )


class ApprovalForm(forms.Form):
    """What the decree says before the act is used (Llei 40/2015, art. 41.2)."""

    decree = forms.CharField(
        label=_("Decree or agreement that approves it"),
        max_length=120,
        help_text=_("Its number and date: Decret 2026/0140, de 12 de novembre"),
    )
    starts_on = forms.DateField(
        label=_("From which day"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY), initial=today
    )

    def __init__(self, *arguments: Any, is_administrative: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not is_administrative:
            return
        for name, label in BODIES.items():
            self.fields[name] = forms.CharField(label=label, max_length=160)
        self.fields["seal"] = forms.ModelChoiceField(
            Seal.objects.kept(), label=_("Seal that seals it"), empty_label=None
        )
        self.fields["is_objective"] = forms.BooleanField(
            label=_("It leans only on objective criteria (Law 26/2010, art. 44.2)"), required=False
        )


class StopForm(forms.Form):
    """Why it is stopped."""

    reason = forms.CharField(label=_("What have you seen?"), max_length=300)
