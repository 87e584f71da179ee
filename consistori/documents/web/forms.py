"""The form of the metadata of a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.models import DocumentType
from consistori.documents.models import Document
from consistori.kernel.errors import BadInput

_LANGUAGES = [
    ("", _("Not said")),
    ("ca", _("Catalan")),
    ("es", _("Spanish")),
    ("oc", _("Aranese")),
    ("en", _("English")),
    ("fr", _("French")),
]
_GUESSED = _("Proposed by the program. Saving makes it yours.")


class MetadataForm(forms.Form):
    """Title, type, date, origin, elaboration, language, support; the reason when the law asks for it."""

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
        error_messages={"invalid": _("That day does not exist. Write it as 24/11/2026.")},
    )
    origin = forms.ChoiceField(label=_("Who made it"), choices=Document.Origin.choices)
    elaboration = forms.ChoiceField(label=_("State of elaboration"), choices=Document.Elaboration.choices)
    source_identifier = forms.CharField(
        label=_("Identifier of the source document"),
        max_length=60,
        required=False,
        help_text=_("Only for a copy with another format, or a partial one."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, required=False)
    support = forms.ChoiceField(label=_("Support"), choices=Document.Support.choices)
    paper_place = forms.CharField(
        label=_("Where the paper is kept"),
        max_length=160,
        required=False,
        help_text=_("Room, cabinet, box."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=300,
        required=False,
        help_text=_("The text is fixed for signature: each correction keeps its author and its reason."),
    )

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name != "reason"]
        kwargs.setdefault("initial", {name: getattr(document, name) for name in names})
        super().__init__(*args, **kwargs)
        types: Any = self.fields["type"]
        types.queryset = DocumentType.objects.in_use()
        if not document.is_frozen:
            del self.fields["reason"]
        for name in document.guessed:
            if name in self.fields and not self.fields[name].help_text:
                self.fields[name].help_text = _GUESSED

    def metadata(self) -> dict[str, Any]:
        """What the act takes."""
        return {k: v for k, v in self.cleaned_data.items() if k not in {"edition", "reason"}}

    def tell(self, refusal: BadInput) -> None:
        """Put a refusal of the act at its field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
