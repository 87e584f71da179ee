"""The forms of the workbench: what one paper is, and what many are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.catalogue.models import DocumentType
from consistori.documents.models import Document
from consistori.kernel.errors import BadInput

LANGUAGES = [
    ("", _("Not said")),
    ("ca", _("Catalan")),
    ("es", _("Spanish")),
    ("oc", _("Aranese")),
    ("en", _("English")),
    ("fr", _("French")),
]
_AS_IT_IS = [("", pgettext_lazy("metadata of many documents", "As each one is"))]
_WRONG_DAY = _("That day does not exist. Write it as 24/11/2026.")


class PaperForm(forms.Form):
    """What a paper is, in six fields that Tab goes through; what the program guesses is there already."""

    title = forms.CharField(label=_("Title"), max_length=200)
    type = forms.ModelChoiceField(
        label=_("Type"),
        queryset=DocumentType._base_manager.none(),
        required=False,
        empty_label=_("An attachment without type"),
    )
    date_on = forms.DateField(
        label=_("Date of the document"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _WRONG_DAY},
    )
    origin = forms.ChoiceField(label=_("Who made it"), choices=Document.Origin.choices)
    elaboration = forms.ChoiceField(label=_("State of elaboration"), choices=Document.Elaboration.choices)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, document: Document, *args: Any, proposed: DocumentType | None = None, **kwargs: Any
    ) -> None:
        first = {name: getattr(document, name) for name in self.base_fields}
        first["type"] = document.type or proposed
        kwargs.setdefault("initial", first)
        super().__init__(*args, **kwargs)
        types: Any = self.fields["type"]
        types.queryset = DocumentType.objects.in_use()
        self.fields["title"].widget.attrs["autofocus"] = True
        self.guessed = [name for name in document.guessed if name in self.fields]

    def metadata(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edition"}

    def tell(self, refusal: BadInput) -> None:
        """Put a refusal of the act at its field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class TogetherForm(forms.Form):
    """What many papers are: only what is said changes."""

    type = forms.ModelChoiceField(
        label=_("Type"),
        queryset=DocumentType._base_manager.none(),
        required=False,
        empty_label=_AS_IT_IS[0][1],
    )
    date_on = forms.DateField(
        label=_("Date of the document"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _WRONG_DAY},
    )
    origin = forms.ChoiceField(
        label=_("Who made it"), required=False, choices=[*_AS_IT_IS, *Document.Origin.choices]
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[*_AS_IT_IS, *LANGUAGES[1:]])
    support = forms.ChoiceField(
        label=_("Support"), required=False, choices=[*_AS_IT_IS, *Document.Support.choices]
    )
    paper_place = forms.CharField(
        label=_("Where the paper is kept"), required=False, max_length=160, help_text=_("Room, cabinet, box.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types: Any = self.fields["type"]
        types.queryset = DocumentType.objects.in_use()

    def said(self) -> dict[str, Any]:
        """Only what was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def tell(self, refusal: BadInput) -> None:
        """Put a refusal of the act at its field, or over the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
