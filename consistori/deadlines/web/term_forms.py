"""Forms of the acts on a term."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.deadlines import words
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.pauses import Cause
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal

Papers = list[tuple[UUID, str]]


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class ActForm(forms.Form):
    """An act with a document that justifies it, chosen among those of the thing."""

    def __init__(self, *args: Any, papers: Papers = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        if "document_id" in self.fields:
            chooser: Any = self.fields["document_id"]
            chooser.choices = [("", "—"), *((str(key), title) for key, title in papers)]

    def said(self) -> dict[str, Any]:
        """Its values as the act takes them."""
        said = dict(self.cleaned_data)
        if "document_id" in said:
            said["document_id"] = UUID(said["document_id"]) if said["document_id"] else None
        return said

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal at its field, with its article."""
        words_of = f"{refusal} ({refusal.article})" if refusal.article else str(refusal)
        self.add_error(refusal.field if refusal.field in self.fields else None, words_of)


def _document() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Document that justifies it"), required=False)


def _why(*, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=_("Why"), max_length=500, required=required, widget=forms.Textarea(attrs={"rows": 2})
    )


class StopForm(ActForm):
    """Stop the term to resolve."""

    cause = forms.ChoiceField(
        label=_("It is stopped by"),
        choices=[(c.value, f"{c.value} · {words.CAUSES[c.value]}") for c in Cause],
    )
    since = day_field(_("Since the day"))
    communicated_on = day_field(
        _("The parties were told on"),
        required=False,
        help_text=_(
            "The law orders it for reports, corrections and most causes: without it, it does not stop."
        ),
    )
    communication = forms.CharField(label=_("How they were told"), max_length=200, required=False)
    granted_until = day_field(
        _("Last day granted to correct"),
        required=False,
        help_text=_("Of a correction: on that day it goes on by itself."),
    )
    justification = _why()
    document_id = _document()


class ResumeForm(ActForm):
    """Let it go on."""

    until = day_field(_("It goes on from"), initial=today)
    justification = _why()
    document_id = _document()


class ExtendForm(ActForm):
    """Make it longer."""

    decided_on = day_field(_("Decided on"), initial=today)
    amount = forms.IntegerField(
        label=_("How much longer"),
        min_value=0,
        max_value=400,
        required=False,
        help_text=_("Empty: the most that the law lets."),
    )
    justification = _why(required=True)
    document_id = _document()

    def said(self) -> dict[str, Any]:
        said = super().said()
        return {**said, "amount": said.get("amount") or 0}


class MeetForm(ActForm):
    """What had to be done was done."""

    on = day_field(_("On the day"), initial=today)
    how = forms.ChoiceField(label=_("How"), choices=Deadline.How.choices)
    reference = forms.CharField(label=_("What proves it"), max_length=200, required=False)
    document_id = _document()


class CloseForm(ActForm):
    """It no longer runs."""

    reason = _why(required=True)
