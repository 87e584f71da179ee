"""The form of what is published: the document, what it is, who publishes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consistori.bulletin import kinds
from consistori.bulletin.models.edict import LONGEST_SUMMARY
from consistori.cases.models import CaseDocument
from consistori.kernel.errors import Refusal


def _choices() -> list[tuple[str, str]]:
    """Each kind with the days that its article orders."""
    return [(one.code, _with_days(one)) for one in kinds.everything().values()]


def _with_days(one: kinds.Kind) -> str:
    if not one.amount:
        return one.name
    days = ngettext("%(n)s working day", "%(n)s working days", one.amount) % {"n": one.amount}
    return f"{one.name} · {days}"


class PublishForm(forms.Form):
    """What is asked before the text is looked at."""

    document = forms.ChoiceField(label=_("Which document"))
    kind = forms.ChoiceField(label=_("What it is"), choices=_choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("How everybody sees it called"), max_length=200, required=False,
        help_text=_("In words that anybody understands, and without names. Empty: the title of the document."),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("In a line or two"), max_length=LONGEST_SUMMARY, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What one can do and until when: «You can have your say until it leaves the board.»"),
    )  # fmt: skip
    organ = forms.CharField(label=_("Who publishes it"), max_length=120, required=False)
    journal = forms.CharField(
        label=_("In which official gazette it is too"), max_length=160, required=False,
        help_text=_("BOP, BOE or DOGC, with its number and its day."),
    )  # fmt: skip
    asked_by = forms.CharField(
        label=_("Which administration asks for it"), max_length=200, required=False,
        help_text=_("Only if the edict is of others: the certificate goes to them."),
    )  # fmt: skip

    def __init__(self, *args: Any, leaves: Sequence[CaseDocument], **more: Any) -> None:
        super().__init__(*args, **more)
        chooser: Any = self.fields["document"]
        chooser.choices = [(str(leaf.document_id), leaf.document.title) for leaf in leaves]

    def refuse(self, refusal: Refusal) -> None:
        """Put the refusal at the field that it names, with its article."""
        words = f"{refusal.message} · {refusal.article}" if refusal.article else str(refusal.message)
        self.add_error(refusal.field if refusal.field in self.fields else None, words)
